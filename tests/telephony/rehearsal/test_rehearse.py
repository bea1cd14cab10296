"""Rehearsals pass when all is heard, and fail with what was heard instead."""

import io
from pathlib import Path

import pytest
import yaml
from pydantic import SecretStr

from settings import Settings
from telephony.rehearsal.loudspeaker import MISSING, loudspeaker
from telephony.rehearsal.phone_command import run_rehearsals
from telephony.rehearsal.rehearse import Failed, rehearse
from telephony.rehearsal.script import BadScript, read_script
from telephony.rehearsal.script import Script as Written
from telephony.rehearsal.trouble import Trouble
from tests.telephony.rehearsal.scripted import BASE, NUMBER, TOKEN, Script, listen, say

TURN = "/telephony/voice/turn"


def written(*steps: dict[str, object], **more: object) -> Written:
    return Written.model_validate(
        {"title": "A call", "who": "Enid, 74", "shows": "how it goes", "steps": steps, **more}
    )


def doorstep(*, second: str = "Thank you, Enid.") -> Script:
    return Script(
        voice=say("What matters to you?") + listen(TURN, actionOnEmptyResult="true"),
        voice_turn=say(second) + listen(TURN, actionOnEmptyResult="true"),
        sms="<Message>Texted back.</Message>",
    )


def played(script: Written, line: Script | None = None) -> list[str]:
    told: list[str] = []
    rehearse(script, handset=(line or doorstep()).handset(), tell=told.append)
    return told


def test_a_rehearsal_prints_the_dialogue_and_hangs_up_at_the_end() -> None:
    line = doorstep()
    told = played(
        written(
            {"rings": True, "hears": ["what MATTERS"]},
            {"says": "hello", "hears": [["never said", "thank you"]], "hears_not": ["Marion"]},
            {"presses": "1"},
            {"silent": 2},
            {"texts": "and by text", "hears": ["texted back"]},
        ),
        line,
    )
    assert told[:5] == [
        "A call (Enid, 74)",
        "(rings)",
        "  What matters to you?",
        "> hello",
        "  Thank you, Enid.",
    ]
    assert line.posted[-1][1]["CallStatus"] == "completed"


@pytest.mark.parametrize(
    ("step", "why"),
    [
        ({"says": "hello", "hears": ["Marion"]}, "not heard: 'Marion'"),
        ({"says": "hello", "hears": [["Marion", "Olive"]]}, "not heard: 'Marion' or 'Olive'"),
        ({"says": "hello", "hears_not": ["enid"]}, "heard: 'enid'"),
        ({"says": "hello", "asked": "name"}, "asked .*, not name"),
        ({"says": "hello", "ends": True}, "the call did not end"),
        ({"leaves_message": "hello"}, "no message is being recorded"),
        ({"answers": {"name": "Enid"}, "until": "contact"}, "there is no answer to"),
    ],
)
def test_a_rehearsal_fails_with_the_step_and_the_reason(step: dict[str, object], why: str) -> None:
    with pytest.raises(Failed, match=why) as problem:
        played(written({"rings": True}, step))
    assert str(problem.value).startswith("step 2")


def test_doorstep_may_not_hang_up_first_unless_the_script_says_so() -> None:
    line = Script(voice=say("Goodbye."))
    with pytest.raises(Failed, match="hung up first"):
        played(written({"rings": True}), line)
    played(written({"rings": True, "ends": True}), line)


def test_a_question_that_is_put_again_and_again_fails() -> None:
    with pytest.raises(Failed, match="again and again"):
        played(written({"rings": True}, {"answers": {"": "yes"}, "until": "contact"}))


def test_who_speaks_before_ringing_is_told_to_ring() -> None:
    with pytest.raises(Failed, match="begin with rings"):
        played(written({"says": "hello"}))


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"steps": [{"says": "a", "presses": "1"}]}, "a step does one of"),
        ({"steps": [{"hears": ["a"]}]}, "a step does one of"),
        ({"steps": [{"says": "a", "heard": ["b"]}]}, "heard"),
        ({"steps": [{"answers": {"name": "a"}}]}, "answers needs until"),
        ({"steps": []}, "steps"),
        ({"who": None}, "who"),
        ({"trouble": {"storms": 1}}, "no such trouble"),
        ({"answering": {"+447700900555": {"outcome": "asleep"}}}, "outcome"),
    ],
)
def test_a_script_that_makes_no_sense_is_refused_with_its_name(
    tmp_path: Path, changed: dict[str, object], why: str
) -> None:
    good = {"title": "A", "who": "B", "shows": "C", "steps": [{"rings": True}]}
    file = tmp_path / "mine.yml"
    file.write_text(yaml.safe_dump({**good, **changed}), encoding="utf-8")
    with pytest.raises(BadScript, match=why) as problem:
        read_script(file)
    assert str(problem.value).startswith("mine.yml: ")


def test_several_scripts_are_played_each_with_its_own_number_and_trouble(tmp_path: Path) -> None:
    files, line = [], doorstep()
    for name, changed in (
        ("one", {"number": "+447700900401", "trouble": {"seed": 2, "duplicated": 1}}),
        ("two", {"steps": [{"rings": True, "hears": ["Marion"]}]}),
    ):
        script = {"title": name, "who": "B", "shows": "C", "steps": [{"rings": True}], **changed}
        files.append(tmp_path / f"{name}.yml")
        files[-1].write_text(yaml.safe_dump(script), encoding="utf-8")
    settings = Settings(public_base_url=BASE, twilio_auth_token=SecretStr(TOKEN))
    heard = io.StringIO()
    failed = run_rehearsals(
        files,
        settings,
        heard=heard,
        number=NUMBER,
        transport=line.transport(),
        trouble=Trouble(late=1, late_seconds=0),
    )
    assert failed == 1
    rang = [fields["From"] for fields in line.sent_to("/telephony/voice")]
    assert rang == ["+447700900401", "+447700900401", NUMBER]
    first, second = heard.getvalue().split("two (B)")
    assert "PASSED" in first
    assert "duplicated" in first
    assert "late" not in first
    assert "FAILED at step 1 (rings): not heard: 'Marion'" in second
    assert "late" in second


def test_every_line_is_played_aloud_where_there_is_a_loudspeaker() -> None:
    spoken: list[str] = []
    rehearse(
        written({"rings": True}), handset=doorstep().handset(), tell=print, speak=spoken.append
    )
    assert spoken == ["What matters to you?"]


def test_without_espeak_it_is_said_so_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    told: list[str] = []
    play = loudspeaker(tell=told.append)
    play("Hello.")
    play("Hello again.")
    assert told == [MISSING]


def test_with_espeak_the_words_are_played_with_a_british_voice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "espeak-ng"
    program.write_text(f'#!/bin/sh\necho "$@" >>{tmp_path}/said\ncat >>{tmp_path}/said\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    play = loudspeaker(tell=print)
    play("-v is no option here")
    play("[beep]")
    said = (tmp_path / "said").read_text()
    assert "-v en-gb" in said
    assert "-v is no option here" in said
    assert "beep" not in said
