"""Puts a caller through to a colleague on duty: whom to ring, what they are told, who took it."""

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from conversation.message import Channel
from conversation.thread import say
from conversation.titles import themes_in_words, whom_in_words
from conversation.words import Words
from council import Council
from people.story import ABOUT, THEME, WHOM, read_story
from referrals.alerts import QUEUE_TOPIC
from referrals.audit import record
from referrals.claiming import claim
from referrals.errors import AlreadyClaimed
from referrals.queue import Reasons, open_referral
from referrals.rota_rows import read_rota
from storage.live import tell
from storage.tables.calls import CallTaker, CallTransfer
from storage.tables.conversations import Conversation
from storage.tables.people import Person
from storage.tables.rota import DutyPerson
from storage.tables.safety import SafetyFlag

MOST_TRIES = 2
"""Colleagues that are rung for one caller: ringing tones for more than a minute are cruel."""

RINGING, TAKEN, TALKED, NOT_TAKEN = "ringing", "taken", "talked", "not_taken"

CALL_NOTICE = "call"
"""Kind of the notice at which the console of who took a call opens the caller's page."""

GRAVE = frozenset({"urgent", "immediate"})


@dataclass(frozen=True)
class Ringing:
    """A colleague who is being rung."""

    transfer_id: uuid.UUID
    number: str


@dataclass(frozen=True)
class Whisper:
    """What a colleague hears before they take a call: who, about what, and whether it is grave."""

    name: str
    whom: str
    matters: str
    is_grave: bool


def ring_next(
    session: Session, conversation_id: uuid.UUID, *, council: Council, step: int, at: datetime
) -> Ringing | None:
    """Choose the next colleague on duty who wants to be rung; None when there is nobody more.

    The same step asked again rings the same colleague.
    """
    tried = _tried(session, conversation_id)
    again = next((one for one in tried if one.step == step), None)
    if again is not None and again.ended_at is None:
        return _ringing(session, again)
    if len(tried) >= MOST_TRIES or any(one.taken_at for one in tried):
        return None
    takers = _on_duty(session, council, at)
    left = [taker for taker in takers if taker.staff_id not in {one.staff_id for one in tried}]
    if not left:
        return None
    transfer = CallTransfer(
        conversation_id=conversation_id, staff_id=left[0].staff_id, step=step, tried_at=at,
        outcome=RINGING,
    )  # fmt: skip
    session.add(transfer)
    session.flush()
    return Ringing(transfer.id, left[0].number)


def whisper_of(session: Session, transfer_id: uuid.UUID) -> Whisper | None:
    """Return what to tell the colleague; None for an unknown transfer or one that is over."""
    transfer = session.get(CallTransfer, transfer_id)
    if transfer is None or transfer.outcome != RINGING:
        return None
    conversation = session.get_one(Conversation, transfer.conversation_id)
    person = session.get(Person, conversation.person_id) if conversation.person_id else None
    story = read_story(session, conversation.id)
    return Whisper(
        name=((person.name or "") if person else "").partition(" ")[0],
        whom=whom_in_words(story.last(ABOUT), story.last(WHOM)) if story.last(ABOUT) else "",
        matters=themes_in_words(story.values(THEME)),
        is_grave=_is_grave(session, conversation.id),
    )


def take_call(session: Session, transfer_id: uuid.UUID, *, at: datetime) -> bool:
    """Keep that the colleague takes the call: the caller is theirs, and their console opens the
    page. False when it is too late: the caller has gone, or somebody else is being rung.
    """
    transfer = session.get(CallTransfer, transfer_id, with_for_update=True)
    if transfer is None or transfer.outcome not in (RINGING, TAKEN):
        return False
    if transfer.outcome == TAKEN:
        return True
    transfer.outcome, transfer.taken_at = TAKEN, at
    conversation = session.get_one(Conversation, transfer.conversation_id)
    _claim(session, conversation, transfer.staff_id, at)
    record(
        session, by=transfer.staff_id, act="call_taken", subject="conversation",
        subject_id=conversation.id, at=at,
    )  # fmt: skip
    tell(
        session, QUEUE_TOPIC, kind=CALL_NOTICE, staff=str(transfer.staff_id),
        conversation=str(conversation.id),
    )  # fmt: skip
    return True


def transfer_ended(
    session: Session, transfer_id: uuid.UUID, *, is_bridged: bool, words: Words, at: datetime
) -> bool:
    """Keep how a transfer ended, and tell whether the two have talked.

    Taken counts only with Twilio's word that the calls were joined: a caller who hangs up while the
    colleague still listens to the summary has talked to nobody. Told again it changes nothing.
    """
    transfer = session.get(CallTransfer, transfer_id, with_for_update=True)
    if transfer is None:
        return False
    if transfer.ended_at is None:
        has_talked = transfer.taken_at is not None and is_bridged
        transfer.outcome, transfer.ended_at = (TALKED if has_talked else NOT_TAKEN), at
        if has_talked:
            _go_on_after(session, transfer, words, at)
    return transfer.outcome == TALKED


def give_up_transfers_of_call(session: Session, call_sid: str, *, at: datetime) -> None:
    """End what still rings for a caller who has hung up."""
    query = (
        select(CallTransfer)
        .join(Conversation, Conversation.id == CallTransfer.conversation_id)
        .where(
            Conversation.sender == call_sid,
            CallTransfer.ended_at.is_(None),
            CallTransfer.taken_at.is_(None),
        )
        .with_for_update(of=CallTransfer)
    )
    for transfer in session.scalars(query):
        transfer.outcome, transfer.ended_at = NOT_TAKEN, at


def set_call_taker(
    session: Session, staff_id: uuid.UUID, *, number: str, is_on: bool, at: datetime
) -> None:
    """Keep whether a colleague wants to be rung, and on which number (E.164)."""
    session.merge(CallTaker(staff_id=staff_id, number=number, is_on=is_on, changed_at=at))
    record(
        session, by=staff_id, act="ring_me_on" if is_on else "ring_me_off", subject="staff",
        subject_id=staff_id, at=at,
    )  # fmt: skip


def call_taker(session: Session, staff_id: uuid.UUID) -> CallTaker | None:
    """Return what a colleague has said about being rung."""
    return session.get(CallTaker, staff_id)


def _on_duty(session: Session, council: Council, at: datetime) -> list[CallTaker]:
    """Return who is on duty now and wants to be rung, in the rota's order."""
    duty = [one.id for one in read_rota(session, council).on_duty(at)]
    rows = session.execute(
        select(DutyPerson.id, CallTaker)
        .join(CallTaker, CallTaker.staff_id == DutyPerson.staff_id)
        .where(DutyPerson.id.in_(duty), CallTaker.is_on)
    ).all()
    takers: dict[int, CallTaker] = {row[0]: row[1] for row in rows}
    return [takers[one] for one in duty if one in takers]


def _tried(session: Session, conversation_id: uuid.UUID) -> list[CallTransfer]:
    query = select(CallTransfer).where(CallTransfer.conversation_id == conversation_id)
    return list(session.scalars(query.order_by(CallTransfer.tried_at, CallTransfer.id)))


def _ringing(session: Session, transfer: CallTransfer) -> Ringing | None:
    taker = session.get(CallTaker, transfer.staff_id)
    return Ringing(transfer.id, taker.number) if taker else None


def _claim(session: Session, conversation: Conversation, staff_id: uuid.UUID, at: datetime) -> None:
    why = Reasons(route="coordinator", reason="Asked for a person")
    referral = open_referral(session, conversation=conversation, why=why, at=at)
    try:
        claim(session, referral.id, by=staff_id, at=at)
    except AlreadyClaimed:
        return  # a colleague is at it already; the two talk to each other


def _go_on_after(session: Session, transfer: CallTransfer, words: Words, at: datetime) -> None:
    """Leave the caller, if they stay on the line, with an open door and no form to fill in."""
    conversation = session.get_one(Conversation, transfer.conversation_id, with_for_update=True)
    conversation.expects = "anything_else"
    conversation.asked = [*conversation.asked, "what_matters"]
    conversation.working = {**conversation.working, "agreed": True}
    say(session, conversation, [words.say("utter_voice_after_talk", Channel.VOICE)], at=at)


def _is_grave(session: Session, conversation_id: uuid.UUID) -> bool:
    query = select(SafetyFlag.id).where(
        SafetyFlag.conversation_id == conversation_id, SafetyFlag.level.in_(GRAVE)
    )
    return session.scalar(query.limit(1)) is not None
