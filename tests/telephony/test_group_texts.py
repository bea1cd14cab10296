"""A group texts about its own entry; everybody else's same words go to the conversation."""

from datetime import datetime
from pathlib import Path

import pytest

from conversation.outbox import queue_group_text
from directory.availability_texts import TO_GROUP
from storage.tables.conversations import Conversation
from telephony.rehearsal.carrier import new_sid
from tests.directory.upkeep import MOBILE, entry, load_entries
from tests.telephony.line import Line


@pytest.fixture
def club(line: Line, tmp_path: Path, now: datetime) -> Line:
    with line.sessions.begin() as session:
        load_entries(session, tmp_path, now, {"number": 1, "phone": "07700 900456"})
    return line


def availability(line: Line) -> str:
    with line.sessions() as session:
        return entry(session).availability


def test_full_from_the_groups_number_is_answered_without_a_conversation(club: Line) -> None:
    (reply,) = club.handset(MOBILE).text("FULL 4 WEEKS")
    assert reply.startswith("Thank you. We tell people that Lunch club 1 is full until 22 December")
    assert availability(club) == "full"
    assert club.bot.heard == []
    with club.sessions() as session:
        assert session.query(Conversation).count() == 0


def test_the_same_words_from_a_resident_go_the_usual_way(club: Line) -> None:
    for text in ("FULL 4 WEEKS", "YES", "OPEN"):
        club.handset().text(text)
    assert club.bot.heard == ["FULL 4 WEEKS", "YES", "OPEN"]
    assert availability(club) == "open"


def test_a_group_that_tells_its_own_trouble_is_a_resident(club: Line) -> None:
    club.handset(MOBILE).text("I'm full of worry about my mum")
    assert club.bot.heard == ["I'm full of worry about my mum"]


def test_the_same_text_delivered_five_times_at_once_gets_one_answer(club: Line) -> None:
    replies = club.handset(MOBILE).text_at_once("FULL 4 WEEKS", copies=5)
    assert len({tuple(reply) for reply in replies}) == 1


def test_a_repeat_after_another_text_changes_nothing(club: Line) -> None:
    sms, sid = club.handset(MOBILE), new_sid("SM")
    first = sms.text("FULL 4 WEEKS", sid=sid)
    sms.text("OPEN")
    assert sms.text("FULL 4 WEEKS", sid=sid) == first
    assert availability(club) == "open"


def test_stop_from_a_group_keeps_its_meaning(club: Line, now: datetime) -> None:
    club.handset(MOBILE).text("STOP")
    with club.sessions.begin() as session:
        row = queue_group_text(session, number=MOBILE, text="Still right?", at=now)
        assert (row.state, row.error, row.purpose) == ("stopped", "STOP", TO_GROUP)
