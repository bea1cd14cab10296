"""Keeps the one answer that each text got, so that a text delivered again gets it again."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from conversation.delivery import record_status, tell_of_text
from conversation.text_times import ANSWER
from language.segments import segments
from storage.tables.conversations import Message
from storage.tables.outbox import AnsweredText, OutgoingText

LOST = frozenset({"undelivered", "failed"})

SAME_WORDS, WITHIN = 4, timedelta(minutes=10)
LONG_ENOUGH = 20
"""Characters. "Skip" may well come four times in a row; "I am driving, I will text you later" from
a person does not: it is a machine that answers our answers, for as long as we answer it."""


def stored_answer(session: Session, provider_id: str) -> AnsweredText | None:
    """Return what a text was answered with before."""
    return session.get(AnsweredText, provider_id)


def keep_answer(
    session: Session,
    provider_id: str,
    answer: str,
    *,
    expects: str,
    at: datetime,
    conversation_id: uuid.UUID | None = None,
) -> bool:
    """Keep the answer of a text; False when it has one already, which then stands."""
    row = insert(AnsweredText).values(
        provider_id=provider_id,
        conversation_id=conversation_id,
        answer=answer,
        expects=expects,
        segments=segments(answer) if answer else 0,
        at=at,
    )
    kept = session.scalar(
        row.on_conflict_do_nothing(index_elements=["provider_id"]).returning(
            AnsweredText.provider_id
        )
    )
    return kept is not None


def answer_reported(
    session: Session,
    answered_id: str,
    *,
    number: str,
    provider_id: str,
    status: str,
    error: str | None,
    at: datetime,
) -> None:
    """Take Twilio's report of an answer. One that was lost joins the texts that did not arrive."""
    of = select(OutgoingText.id).where(OutgoingText.provider_id == provider_id)
    if session.scalar(of) is not None:
        record_status(session, provider_id=provider_id, status=status, error=error, at=at)
        return
    answered = session.get(AnsweredText, answered_id, with_for_update=True)
    if status not in LOST or answered is None or answered.conversation_id is None:
        return
    row = OutgoingText(
        conversation_id=answered.conversation_id,
        number=number,
        text=answered.answer,
        purpose=ANSWER,
        segments=answered.segments,
        state=status,
        attempts=1,
        provider_id=provider_id,
        error=error,
        created_at=answered.at,
        try_after=at,
        state_at=at,
        sent_at=answered.at,
    )
    session.add(row)
    session.flush()
    tell_of_text(session, row)


def is_machine(session: Session, conversation_id: uuid.UUID, *, at: datetime) -> bool:
    """Tell whether the same long words have come again and again: then nobody waits for a reply."""
    query = (
        select(Message.text)
        .where(
            Message.conversation_id == conversation_id,
            Message.sent_by == "resident",
            Message.at > at - WITHIN,
        )
        .order_by(Message.id.desc())
        .limit(SAME_WORDS)
    )
    words = session.scalars(query).all()
    return len(words) == SAME_WORDS and len(set(words)) == 1 and len(words[0]) >= LONG_ENOUGH
