"""One page holds everything of one resident, and who looked at it."""

import uuid
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from referrals.claiming import claim
from referrals.errors import NoSuchReferral
from referrals.notes import add_note
from referrals.person_page import read_person_page
from referrals.seen import record_seen
from storage.tables.conversations import Conversation
from storage.tables.outbox import OutgoingText, TextStop
from tests.referrals import scene


def test_a_page_holds_story_network_contacts_consents_and_promises(
    session: Session, now: datetime
) -> None:
    made = scene.edith(session, now)
    page = read_person_page(session, made.conversation_id)
    assert page.name == "Edith Marlow"
    assert page.story.values("strength") == ("singing in a choir",)
    assert [near.relation for near in page.story.network] == ["daughter", "husband", "son"]
    assert [point.value for point in page.contacts] == ["+447700900123"]
    assert [consent.wording[:8] for consent in page.consents] == ["May we k"]
    assert [promise.what for promise in page.open_promises] == ["A person rings you"]
    assert page.may_share is None


def test_the_transcript_shows_what_the_screen_found_where_it_was_said(
    session: Session, now: datetime
) -> None:
    made = scene.edith(session, now)
    thread = session.get_one(Conversation, made.conversation_id)
    message = scene.says(session, thread, "my chest hurts", now)
    scene.alert(session, thread, message, now)
    page = read_person_page(session, thread.id)
    flagged = [line for line in page.transcript if line.flag]
    assert [line.message.text for line in flagged] == ["my chest hurts"]
    assert page.open_alerts[0].level == "immediate"


def test_the_timeline_names_colleagues_and_leaves_looks_apart(
    session: Session, now: datetime
) -> None:
    made, sam = scene.edith(session, now), scene.colleague(session, now)
    claim(session, made.id, by=sam.id, at=now)
    add_note(session, made.id, "Rang, no answer.", by=sam.id, at=now)
    record_seen(session, subject="conversation", subject_id=made.conversation_id, by=sam.id, at=now)
    page = read_person_page(session, made.conversation_id)
    assert [(event.by, event.act) for event in page.timeline] == [
        ("Sam Okafor", "noted"),
        ("Sam Okafor", "claimed"),
        ("doorstep", "promise_made"),
        ("doorstep", "referral_opened"),
    ]
    assert [look.by for look in page.looks] == ["Sam Okafor"]
    assert [(note.text, note.by) for note in page.notes] == [("Rang, no answer.", "Sam Okafor")]


def test_a_page_that_updates_itself_is_one_look_until_it_is_long_ago(
    session: Session, now: datetime
) -> None:
    made, sam = scene.edith(session, now), scene.colleague(session, now)
    thread = made.conversation_id

    def looks(minutes: int, by_itself: bool = False) -> int:
        at = now + timedelta(minutes=minutes)
        record_seen(
            session,
            subject="conversation",
            subject_id=thread,
            by=sam.id,
            at=at,
            by_itself=by_itself,
        )
        return len(read_person_page(session, thread).looks)

    assert looks(0) == 1
    assert looks(1, by_itself=True) == 1
    assert looks(20, by_itself=True) == 2
    assert looks(21) == 3


def test_texts_that_did_not_arrive_and_a_stop_show(session: Session, now: datetime) -> None:
    made = scene.edith(session, now, channel="sms")
    for state in ("delivered", "undelivered", "stopped"):
        session.add(
            OutgoingText(
                conversation_id=made.conversation_id,
                number="+447700900123",
                text="Hello",
                purpose="coordinator",
                segments=1,
                state=state,
                created_at=now,
                try_after=now,
                state_at=now,
            )
        )
    session.add(TextStop(number="+447700900123", stopped_at=now))
    session.flush()
    page = read_person_page(session, made.conversation_id)
    assert [text.state for text in page.unsent_texts] == ["undelivered", "stopped"]
    assert page.stopped_numbers == {"+447700900123": now}


def test_an_unknown_page_is_an_error_of_ours(session: Session) -> None:
    with pytest.raises(NoSuchReferral):
        read_person_page(session, uuid.uuid4())


@pytest.mark.parametrize("text", ["", "   ", "x" * 5001])
def test_an_empty_or_endless_note_is_refused(session: Session, now: datetime, text: str) -> None:
    made, sam = scene.edith(session, now), scene.colleague(session, now)
    with pytest.raises(ValueError, match="5,000"):
        add_note(session, made.id, text, by=sam.id, at=now)
