"""Introductions: a group is asked, with consent, whether it will welcome a resident."""

import uuid
from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum

from itsdangerous import BadSignature, URLSafeSerializer
from sqlalchemy import select
from sqlalchemy.orm import Session

from people.consent import SHARE, has_consent
from referrals.alerts import QUEUE_TOPIC
from referrals.audit import DOORSTEP, record
from referrals.errors import AlreadyAnswered, ContactHeld, NoConsentToShare, NoSuchIntroduction
from referrals.safe_contact import hold_on
from referrals.tokens import hash_token
from storage.live import tell
from storage.tables.conversations import Conversation
from storage.tables.referrals import Introduction

LINK_LASTS = timedelta(days=30)
"""A group answers within a month or is asked again: what it was told must not stay readable."""

GROUP = "group"
"""Who answered, in the audit."""


class Answer(StrEnum):
    """What a group can say to an introduction."""

    YES = "yes"
    NO = "no"
    FULL = "full"


def ask_group(
    session: Session,
    *,
    conversation_id: uuid.UUID,
    referral_id: uuid.UUID,
    service_id: str,
    service_name: str,
    at: datetime,
    by: uuid.UUID | str = DOORSTEP,
) -> Introduction:
    """Open an introduction, once for a group and a conversation. Nothing is sent by this."""
    known = session.scalars(
        select(Introduction).where(
            Introduction.conversation_id == conversation_id,
            Introduction.service_id == service_id,
            Introduction.answered_at.is_(None),
        )
    ).first()
    if known is not None:
        return known
    introduction = Introduction(
        conversation_id=conversation_id,
        referral_id=referral_id,
        service_id=service_id,
        service_name=service_name,
        shared={},
        asked_at=at,
    )
    session.add(introduction)
    session.flush()
    record(
        session,
        by=by,
        act="introduction_asked",
        subject="introduction",
        subject_id=introduction.id,
        at=at,
    )
    return introduction


def introductions_of(session: Session, conversation_id: uuid.UUID) -> list[Introduction]:
    """Return the introductions of a conversation, the oldest first."""
    query = (
        select(Introduction)
        .where(Introduction.conversation_id == conversation_id)
        .order_by(Introduction.asked_at, Introduction.id)
    )
    return list(session.scalars(query))


def share_with_group(
    session: Session,
    introduction_id: uuid.UUID,
    *,
    shared: Mapping[str, str],
    secret: str,
    by: uuid.UUID,
    at: datetime,
) -> str:
    """Fix exactly what a group will read, and return the token of its link ``/r/{token}``.

    Raises NoConsentToShare unless the resident's newest answer on sharing is yes,
    NoSuchIntroduction and AlreadyAnswered, and ContactHeld for a way to reach somebody who has not
    said that it is safe.
    """
    introduction = session.get(Introduction, introduction_id, with_for_update=True)
    if introduction is None:
        raise NoSuchIntroduction
    if introduction.answered_at is not None:
        raise AlreadyAnswered
    if not _agreed(session, introduction):
        raise NoConsentToShare
    if shared.get("contact") and not _may_be_rung(session, introduction):
        raise ContactHeld
    introduction.shared = {key: value for key, value in shared.items() if value}
    introduction.asked_at = at
    token = introduction_link(introduction, secret=secret)
    introduction.token_hash = hash_token(token)
    record(
        session,
        by=by,
        act="introduction_shared",
        subject="introduction",
        subject_id=introduction.id,
        at=at,
    )
    return token


def introduction_link(introduction: Introduction, *, secret: str) -> str:
    """Return the token of a group's link: signed, so that nobody can make one up."""
    return str(_signer(secret).dumps(introduction.id.hex))


def read_introduction(session: Session, token: str, *, secret: str, at: datetime) -> Introduction:
    """Return what a group's link opens. Raises NoSuchIntroduction for every other token."""
    try:
        introduction_id = uuid.UUID(str(_signer(secret).loads(token)))
    except (BadSignature, ValueError) as problem:
        raise NoSuchIntroduction from problem
    introduction = session.get(Introduction, introduction_id, with_for_update=True)
    if introduction is None or introduction.token_hash != hash_token(token):
        raise NoSuchIntroduction
    if at > introduction.asked_at + LINK_LASTS or not _agreed(session, introduction):
        raise NoSuchIntroduction
    return introduction


def answer_introduction(
    session: Session, token: str, answer: Answer | str, *, secret: str, at: datetime
) -> Introduction:
    """Store a group's yes, no or full, once. The console hears of it when the transaction commits.

    Raises NoSuchIntroduction, AlreadyAnswered, and ValueError for any other word.
    """
    introduction = read_introduction(session, token, secret=secret, at=at)
    if introduction.answered_at is not None:
        raise AlreadyAnswered
    introduction.answer, introduction.answered_at = Answer(answer), at
    record(
        session,
        by=GROUP,
        act="introduction_answered",
        subject="introduction",
        subject_id=introduction.id,
        at=at,
        answer=introduction.answer,
    )
    tell(session, QUEUE_TOPIC, kind="introduction", introduction=str(introduction.id))
    return introduction


def _agreed(session: Session, introduction: Introduction) -> bool:
    conversation = session.get_one(Conversation, introduction.conversation_id)
    return has_consent(session, conversation.person_id, SHARE) is True


def _may_be_rung(session: Session, introduction: Introduction) -> bool:
    hold = hold_on(session, session.get_one(Conversation, introduction.conversation_id))
    return hold is None or hold.may_ring is True


def _signer(secret: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret, salt="introduction")
