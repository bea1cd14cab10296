"""Messages in a caller's own voice: kept sealed, heard by staff only, erased with the rest."""

import uuid
from datetime import datetime, timedelta

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from conversation.titles import promise_in_words
from council import Council
from referrals.alerts import QUEUE_TOPIC
from referrals.audit import record
from referrals.errors import NoSuchReferral
from referrals.hours import end_of_next_working_day, in_words
from referrals.promises import make_promise
from referrals.queue import Reasons, open_referral
from storage.live import tell
from storage.tables.calls import RecordedMessage
from storage.tables.conversations import Conversation

WAITING, STORED, KEPT, FAILED, ERASED, GONE = (
    "waiting", "stored", "kept", "failed", "erased", "gone",
)  # fmt: skip

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
MOST_TRIES = 12
"""Over about six hours; then a person is told that it must be fetched by hand."""

LEFT_MESSAGE = "Left a recorded message"


def keep_recorded(
    session: Session,
    conversation_id: uuid.UUID,
    *,
    provider_id: str,
    seconds: int,
    council: Council,
    at: datetime,
) -> str:
    """Keep where a message lies, call a person, and return by when it is heard, in words.

    Told twice of the same recording, it is kept once.
    """
    due = end_of_next_working_day(council, at)
    known = select(RecordedMessage.id).where(RecordedMessage.provider_id == provider_id)
    if session.scalar(known) is None:
        session.add(
            RecordedMessage(
                conversation_id=conversation_id, provider_id=provider_id, seconds=seconds, at=at,
                state=WAITING, try_after=at,
            )
        )  # fmt: skip
        _call_person(session, conversation_id, council, due=due, at=at)
    return in_words(council, due)


def to_fetch(session: Session, *, at: datetime) -> list[uuid.UUID]:
    """Return the messages about which there is something to do at Twilio, the oldest first."""
    query = (
        select(RecordedMessage.id)
        .where(
            RecordedMessage.state.in_((WAITING, STORED, ERASED)), RecordedMessage.try_after <= at
        )
        .order_by(RecordedMessage.at, RecordedMessage.id)
    )
    return list(session.scalars(query))


def read_recording(session: Session, recording_id: uuid.UUID) -> RecordedMessage:
    """Return a recorded message, locked. Raises NoSuchReferral for an unknown id."""
    row = session.get(RecordedMessage, recording_id, with_for_update=True)
    if row is None:
        raise NoSuchReferral
    return row


def store_audio(session: Session, row: RecordedMessage, sealed: bytes, *, at: datetime) -> None:
    """Keep the sealed sound, and let open consoles know. Twilio's copy goes next."""
    row.audio, row.state, row.tries, row.try_after, row.error = sealed, STORED, 0, at, None
    tell(session, QUEUE_TOPIC, kind="recording", recording=str(row.id))


def gone_there(row: RecordedMessage) -> None:
    """Keep that Twilio's copy is deleted."""
    row.state, row.error = (GONE if row.state == ERASED else KEPT), None


def try_later(row: RecordedMessage, *, error: str, at: datetime) -> None:
    """Come back later, and after many tries leave it to a person; nothing is given up silently."""
    row.tries, row.error = row.tries + 1, error
    row.try_after = at + min(LONGEST_WAIT, FIRST_WAIT * 2 ** min(row.tries, 10))
    if row.state == WAITING and row.tries >= MOST_TRIES:
        row.state = FAILED


def recordings_of(session: Session, conversation_id: uuid.UUID) -> list[RecordedMessage]:
    """Return what a resident has left, the newest first."""
    query = select(RecordedMessage).where(
        RecordedMessage.conversation_id == conversation_id,
        RecordedMessage.state.not_in((ERASED, GONE)),
    )
    return list(session.scalars(query.order_by(RecordedMessage.at.desc(), RecordedMessage.id)))


def unheard_recordings(session: Session) -> list[tuple[RecordedMessage, Conversation]]:
    """Return the messages that nobody has listened to, the oldest first."""
    rows = session.execute(
        select(RecordedMessage, Conversation)
        .join(Conversation, Conversation.id == RecordedMessage.conversation_id)
        .where(
            RecordedMessage.heard_at.is_(None),
            or_(RecordedMessage.audio.is_not(None), RecordedMessage.state.in_((WAITING, FAILED))),
        )
        .order_by(RecordedMessage.at, RecordedMessage.id)
    ).all()
    return [(recording, conversation) for recording, conversation in rows]


def record_heard(session: Session, row: RecordedMessage, *, by: uuid.UUID, at: datetime) -> None:
    """Write down who listens to a message; the first to do so is shown beside it."""
    if row.heard_at is None:
        row.heard_at, row.heard_by = at, by
    record(
        session, by=by, act="recording_heard", subject="recording", subject_id=row.id, at=at,
        conversation=str(row.conversation_id),
    )  # fmt: skip


def _call_person(
    session: Session, conversation_id: uuid.UUID, council: Council, *, due: datetime, at: datetime
) -> None:
    conversation = session.get_one(Conversation, conversation_id, with_for_update=True)
    if conversation.expects == "what_matters":  # they have told it, to the tape
        conversation.expects = "anything_else"
        conversation.asked = [*conversation.asked, "what_matters"]
        conversation.working = {**conversation.working, "agreed": True}
    why = Reasons(route="coordinator", reason=LEFT_MESSAGE)
    referral = open_referral(session, conversation=conversation, why=why, at=at)
    make_promise(
        session, conversation_id=conversation_id, what=promise_in_words("recording"),
        who=council.coordinators.name, due_at=due, at=at, referral_id=None,
    )  # fmt: skip
    record(
        session, by="resident", act="recording_left", subject="referral",
        subject_id=referral.id, at=at,
    )  # fmt: skip
