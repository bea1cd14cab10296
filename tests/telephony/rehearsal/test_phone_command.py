"""`doorstep phone`: a handset on two streams, as in a pipe."""

import io

from telephony.rehearsal.phone_command import run_phone
from tests.telephony.line import Line


def phone(line: Line, mode: str, said: str, *, withheld: bool = False) -> list[str]:
    heard = io.StringIO()
    run_phone(mode, handset=line.handset(), said=io.StringIO(said), heard=heard, withheld=withheld)
    return heard.getvalue().splitlines()


def test_texts_from_a_pipe_are_answered_in_order(line: Line) -> None:
    shown = phone(line, "text", "hello\nmy knee is bad\n")
    assert [text for text in shown if "I heard" in text] == [
        "    I heard: hello",
        "  < I heard: my knee is bad",
    ]


def test_a_call_from_a_pipe_is_spoken_keyed_and_silent(line: Line) -> None:
    shown = phone(line, "call", "hello\n...\nkeys 0\nbye!\nnever said\n", withheld=True)
    assert "  ) Sorry, I did not hear you." in shown
    assert shown[-1] == "  ) I heard: I want to talk to a person"
    assert line.bot.heard == ["hello", "I want to talk to a person"]
