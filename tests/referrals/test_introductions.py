"""A group reads exactly what the resident agreed to, by a link that nobody can make up."""

import uuid
from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from people.consent import record_consent
from people.contact import person_of
from referrals.errors import AlreadyAnswered, NoConsentToShare, NoSuchIntroduction
from referrals.introductions import (
    LINK_LASTS,
    answer_introduction,
    ask_group,
    introduction_link,
    read_introduction,
    share_with_group,
)
from storage.tables.conversations import Conversation
from storage.tables.referrals import Introduction
from tests.referrals import scene

SECRET = "a secret of this test"  # noqa: S105
SHARED = {"first_name": "Edith", "wish": "I'd like to sing again", "contact": ""}


def asked(session: Session, now: datetime) -> Introduction:
    made = scene.edith(session, now)
    return ask_group(
        session,
        conversation_id=made.conversation_id,
        referral_id=made.id,
        service_id="choir",
        service_name="Millfield Singers",
        at=now,
    )


def agrees(session: Session, introduction: Introduction, now: datetime, given: bool = True) -> None:
    thread = session.get_one(Conversation, introduction.conversation_id)
    record_consent(
        session,
        person_of(session, thread, at=now),
        thread,
        purpose="share",
        given=given,
        wording="May we tell Millfield Singers your first name and what you would like?",
        message_id=None,
        at=now,
    )


def shared(session: Session, now: datetime) -> tuple[Introduction, str]:
    introduction, sam = asked(session, now), scene.colleague(session, now)
    agrees(session, introduction, now)
    token = share_with_group(
        session, introduction.id, shared=SHARED, secret=SECRET, by=sam.id, at=now
    )
    return introduction, token


def test_nothing_is_shared_without_consent(session: Session, now: datetime) -> None:
    introduction, sam = asked(session, now), scene.colleague(session, now)
    for _ in range(2):
        with pytest.raises(NoConsentToShare):
            share_with_group(
                session, introduction.id, shared=SHARED, secret=SECRET, by=sam.id, at=now
            )
        agrees(session, introduction, now, given=False)
    assert introduction.shared == {}


def test_a_group_reads_only_what_was_shared_and_answers_once(
    session: Session, now: datetime
) -> None:
    introduction, token = shared(session, now)
    assert read_introduction(session, token, secret=SECRET, at=now).shared == {
        "first_name": "Edith",
        "wish": "I'd like to sing again",
    }
    answer_introduction(session, token, "yes", secret=SECRET, at=now + timedelta(days=1))
    assert introduction.answer == "yes"
    with pytest.raises(AlreadyAnswered):
        answer_introduction(session, token, "no", secret=SECRET, at=now + timedelta(days=1))


def test_a_link_that_we_did_not_make_opens_nothing(session: Session, now: datetime) -> None:
    introduction, token = shared(session, now)
    stranger = Introduction(id=uuid.uuid4())
    for made_up in (
        "",
        "x",
        token[:-1],
        introduction_link(introduction, secret="another secret"),
        introduction_link(stranger, secret=SECRET),
    ):
        with pytest.raises(NoSuchIntroduction):
            read_introduction(session, made_up, secret=SECRET, at=now)


def test_a_link_ends_after_a_month_and_when_consent_is_withdrawn(
    session: Session, now: datetime
) -> None:
    introduction, token = shared(session, now)
    with pytest.raises(NoSuchIntroduction):
        read_introduction(session, token, secret=SECRET, at=now + LINK_LASTS + timedelta(seconds=1))
    agrees(session, introduction, now, given=False)
    with pytest.raises(NoSuchIntroduction):
        read_introduction(session, token, secret=SECRET, at=now)


def test_an_answer_is_yes_no_or_full(session: Session, now: datetime) -> None:
    introduction, token = shared(session, now)
    with pytest.raises(ValueError, match="perhaps"):
        answer_introduction(session, token, "perhaps", secret=SECRET, at=now)
    assert introduction.answered_at is None
