"""Texts that did not arrive are a person's work: seen, rung for, sent again or left with a note."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from conversation.answered_texts import keep_answer
from conversation.delivery import record_status
from conversation.outbox import queue_staff_text, queue_text, stop_texts
from people.contact import MOBILE, add_contact, person_of
from referrals.safe_contact import hold_contact
from storage.engine import Sessions
from storage.tables.conversations import Conversation
from storage.tables.outbox import OutgoingText
from storage.tables.referrals import AuditLine
from tests.console.conftest import Browser, Clock
from tests.people import SUE
from tests.referrals import scene

WORDS = "Ruth will ring you on Tuesday."
OFF = "The phone is off or out of reach"


@pytest.fixture
def thread(staffed: Sessions, now: datetime) -> Conversation:
    with staffed.begin() as session:
        made = scene.conversation(session, now, "sms", SUE.mobile)
        person = person_of(session, made, at=now)
        person.name = "Sue"
        add_contact(session, person, kind=MOBILE, value=SUE.mobile, at=now)
        return made


@pytest.fixture
def lost(staffed: Sessions, thread: Conversation, now: datetime) -> int:
    """A promise that Twilio could not deliver: her phone is off."""
    with staffed.begin() as session:
        row = a_promise(session, thread, now)
        row.state, row.provider_id = "sent", "SM1"
        record_status(session, provider_id="SM1", status="undelivered", error="30003", at=now)
        return row.id


def a_promise(session: Session, thread: Conversation, at: datetime) -> OutgoingText:
    return queue_text(
        session,
        conversation_id=thread.id,
        number=SUE.mobile,
        text=WORDS,
        purpose="promise",
        at=at,
    )


def of(sessions: Sessions, text_id: int) -> OutgoingText:
    with sessions() as session:
        return session.get_one(OutgoingText, text_id)


def acts(sessions: Sessions) -> list[str]:
    with sessions() as session:
        query = select(AuditLine.act).where(AuditLine.act.startswith("text_"))
        return list(session.scalars(query.order_by(AuditLine.id)))


def test_the_queue_and_the_worklist_show_what_did_not_arrive_and_why(
    browser: Browser, lost: int
) -> None:
    sam = browser.logs_in()
    assert "1 text did not arrive" in sam.opens("/queue")
    assert "1 text did not arrive" in sam.opens("/live/queue")
    page = sam.opens("/texts")
    for shown in ("Sue", "07700", WORDS, OFF, "A promise, 1 segment", "I rang instead"):
        assert shown in page


def test_who_rang_instead_is_written_down_and_the_list_is_empty(
    browser: Browser, lost: int, staffed: Sessions
) -> None:
    sam = browser.logs_in()
    sam.sends(f"/texts/{lost}/rang", on="/texts")
    assert "There are none" in sam.opens("/texts")
    assert "did not arrive. " not in sam.opens("/queue")
    assert of(staffed, lost).settled_how == "rang"
    assert acts(staffed) == ["text_rang"]


def test_two_who_settle_the_same_text_settle_it_once(
    browser: Browser, lost: int, staffed: Sessions
) -> None:
    sam = browser.logs_in()
    sam.sends(f"/texts/{lost}/rang", on="/texts")
    sam.sends(f"/texts/{lost}/again", on="/texts")
    assert "somebody has dealt with it" in sam.opens("/texts")
    assert acts(staffed) == ["text_rang"]


def test_a_text_goes_out_again_as_a_new_one(browser: Browser, lost: int, staffed: Sessions) -> None:
    sam = browser.logs_in()
    sam.sends(f"/texts/{lost}/again", on="/texts")
    with staffed() as session:
        rows = session.scalars(select(OutgoingText).order_by(OutgoingText.id)).all()
    assert [(row.state, row.text) for row in rows] == [("undelivered", WORDS), ("waiting", WORDS)]
    assert rows[0].settled_how == "again"


def test_leaving_it_needs_a_sentence(browser: Browser, lost: int, staffed: Sessions) -> None:
    sam = browser.logs_in()
    answer = sam.sends(f"/texts/{lost}/noted", 422, "/texts", **{f"note-{lost}": " "})
    assert "Write why nothing more is done" in answer.text
    sam.sends(f"/texts/{lost}/noted", 303, "/texts", **{f"note-{lost}": "She was here today."})
    assert of(staffed, lost).settled_note == "She was here today."


def test_what_stop_or_danger_keeps_back_cannot_be_sent_again(
    browser: Browser, lost: int, thread: Conversation, staffed: Sessions, clock: Clock
) -> None:
    clock.passes(hours=1)
    with staffed.begin() as session:
        stop_texts(session, SUE.mobile, at=clock.at)
    sam = browser.logs_in()
    assert "Send it again" not in sam.opens("/texts")
    sam.sends(f"/texts/{lost}/again", on="/texts")
    assert of(staffed, lost).settled_at is None
    with staffed.begin() as session:
        hold_contact(session, thread.id, categories=["domestic_abuse"], at=clock.at)
    assert "Do not text, ring or e-mail first" in sam.opens("/texts")


def test_texts_that_wait_are_shown_with_when_and_why(
    browser: Browser, thread: Conversation, staffed: Sessions, now: datetime
) -> None:
    with staffed.begin() as session:
        row = a_promise(session, thread, now)
        row.error, row.try_after = "quiet hours", now + timedelta(hours=22)
    page = browser.logs_in().opens("/texts")
    assert "Texts that wait to go out" in page
    assert "Wednesday 25 November, 8am, after the quiet hours" in page


def test_alerts_to_staff_are_not_on_the_residents_list(
    browser: Browser, staffed: Sessions, now: datetime
) -> None:
    with staffed.begin() as session:
        queue_staff_text(session, number=SUE.mobile, text="Look now", at=now).state = "failed"
    assert "There are none" in browser.logs_in().opens("/texts")


def test_the_transcript_counts_segments_beside_each_text(
    browser: Browser, thread: Conversation, staffed: Sessions, now: datetime
) -> None:
    with staffed.begin() as session:
        asked = scene.says(session, thread, "hello", now)
        answer = scene.says(session, thread, "Good morning.", now, sent_by="assistant")
        answer.answers_id = asked.id
        keep_answer(
            session,
            asked.provider_id or "",
            "Good morning. " * 14,
            expects="nothing",
            conversation_id=thread.id,
            at=now,
        )
        own = scene.says(session, thread, WORDS, now, sent_by="coordinator")
        a_promise(session, thread, now).message_id = own.id
    page = browser.logs_in().opens(f"/people/{thread.id}")
    assert "Text, 2 segments" in page
    assert "Text is waiting to go out, 1 segment" in page
