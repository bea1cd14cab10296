"""Setting up: only what is stale is done, and a failure is one sentence."""

from pathlib import Path

import pytest

from doorstep.setup.doing import Workshop
from doorstep.setup.fingerprint import files_of, fingerprint
from doorstep.setup.machine import check_space
from doorstep.setup.problems import SetupProblem, explain
from doorstep.setup.steps import WAVES, Command, Step
from settings import ROOT


def step_of(command: Command, *, reads: tuple[str, ...] = ("in.txt",)) -> Step:
    return Step("copy", "Copying", reads, ("out.txt",), lambda _: [command])


COPY = step_of(["cp", "in.txt", "out.txt"])


@pytest.fixture
def told() -> list[str]:
    return []


@pytest.fixture
def workshop(tmp_path: Path, told: list[str]) -> Workshop:
    (tmp_path / "in.txt").write_text("one")
    return Workshop(tmp_path, told.append)


def test_a_step_is_done_once_and_tells_so(
    workshop: Workshop, tmp_path: Path, told: list[str]
) -> None:
    assert not workshop.is_done(COPY)
    workshop.do(COPY)
    assert workshop.is_done(COPY)
    assert (tmp_path / "out.txt").read_text() == "one"
    assert told[0] == "Copying …"
    assert told[-1].startswith("Copying: done in ")


def test_a_changed_input_makes_a_step_stale_and_a_touched_one_does_not(
    workshop: Workshop, tmp_path: Path
) -> None:
    workshop.do(COPY)
    (tmp_path / "in.txt").touch()
    assert workshop.is_done(COPY)
    (tmp_path / "in.txt").write_text("two")
    assert not workshop.is_done(COPY)


def test_what_was_made_and_is_gone_is_made_again(workshop: Workshop, tmp_path: Path) -> None:
    workshop.do(COPY)
    (tmp_path / "out.txt").unlink()
    assert not workshop.is_done(COPY)


def test_a_step_is_stale_when_the_one_before_it_was_done_anew(
    workshop: Workshop, tmp_path: Path
) -> None:
    after = Step("after", "After", (), ("out.txt",), lambda _: [["true"]], after=("copy",))
    workshop.do(COPY)
    workshop.do(after)
    assert workshop.is_done(after)
    (tmp_path / "in.txt").write_text("two")
    workshop.do(COPY)
    assert not workshop.is_done(after)


def test_a_failed_step_is_not_done_and_says_why_with_its_log(
    workshop: Workshop, tmp_path: Path
) -> None:
    fails = step_of(["sh", "-c", "echo cannot do that >&2; exit 3"])
    with pytest.raises(SetupProblem, match="Copying failed: cannot do that .*setup-copy.log"):
        workshop.do(fails)
    assert not workshop.is_done(fails)
    assert (tmp_path / "var" / "log" / "setup-copy.log").read_text() == "cannot do that\n"


def test_a_program_that_is_missing_is_named(workshop: Workshop) -> None:
    with pytest.raises(SetupProblem, match="no-such-program cannot be started"):
        workshop.do(step_of(["no-such-program"]))


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("error: Failed to fetch: `https://…`\n dns error", "registry cannot be reached"),
        ("npm error code ENOTFOUND", "registry cannot be reached"),
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("error: No interpreter found for Python 3.10", "install Python 3.13 and 3.10"),
        ("error: Hash mismatch for `x==1`", "by its hash"),
        ("", "it said nothing"),
    ],
)
def test_a_failure_is_one_sentence(said: str, sentence: str) -> None:
    told = explain(said, doing="Installing", log=Path("var/log/x.log"))
    assert sentence in told
    assert "\n" not in told


def test_a_full_disk_is_noticed_before_anything_is_installed(tmp_path: Path) -> None:
    check_space(tmp_path, needed_gb=0.0)
    with pytest.raises(SetupProblem, match="GB free and the set-up needs"):
        check_space(tmp_path, needed_gb=1e9)


def test_every_step_reads_files_that_are_there() -> None:
    for step in (step for wave in WAVES for step in wave):
        for glob in step.reads:
            assert files_of(ROOT, [glob]), f"{step.name} reads {glob}"


def test_a_fingerprint_knows_a_file_that_was_renamed(tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("x")
    before = fingerprint(tmp_path, ["*.yml"])
    (tmp_path / "a.yml").rename(tmp_path / "b.yml")
    assert fingerprint(tmp_path, ["*.yml"]) != before
