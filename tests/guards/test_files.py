"""What must not be in the repository: paths of a machine, registries, people's real numbers."""

import re
from pathlib import Path

import pytest

from settings import ROOT
from tests.guards.project import called, text_files

SELF = Path(__file__)

HOME = re.compile(r"(?<![\w.])/(?:work|root|home/\w+|Users/\w+)/[\w.]")
"""A folder of somebody's machine. Addresses on the web that hold such a word are none."""

REGISTRY = re.compile(
    r"https?://(?:[\w.-]+\.)?(?:pypi\.org|pythonhosted\.org|registry\.npmjs\.org|npmjs\.com)"
    r"|\"resolved\":|file:///"
)

NUMBER = re.compile(r"(?<![\d#&.\w+/-])(?:\+44\s?\(?0?\)?|0)[1-37-9](?:[ -]?\d){9}(?![\d\w-])")
DRAMA = re.compile(r"(?:440?|0)(?:7700900\d{3}|1632960\d{3})|0123456789\d?")
"""Ofcom's ranges for drama: nobody will ever be rung by them."""

NOT_NUMBERS = (".txt", ".csv", ".json")
"""Hashes, coordinates and feeds: digits that are no numbers, and the demonstration's own guard."""

MAY_NAME_REAL_NUMBERS = ("data/safety/", "docs/safety/", "directory/phones.py", "tests/directory/")
"""Published help lines; what the directory mends, and its own test of every number in its feed."""


@pytest.mark.parametrize("pattern", [HOME, REGISTRY], ids=["a machine's path", "a registry"])
def test_no_file_names(pattern: re.Pattern[str]) -> None:
    found = {
        f"{called(path)}:{number}"
        for path in text_files()
        if path != SELF
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    }
    assert found == set()


def test_every_telephone_number_is_one_for_drama() -> None:
    found = {
        f"{called(path)}:{number}"
        for path in text_files()
        if path != SELF and path.suffix not in NOT_NUMBERS
        if not called(path).startswith(MAY_NAME_REAL_NUMBERS)
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        for match in NUMBER.finditer(line)
        if not DRAMA.fullmatch(re.sub(r"\D", "", match[0]))
    }
    assert found == set()


def test_no_file_is_large_or_a_copy_of_somebody_elses_code() -> None:
    large = {called(path) for path in text_files() if path.stat().st_size > 2_000_000}
    assert large == set()
    assert not (ROOT / "vendor").exists()
