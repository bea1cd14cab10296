"""When a text on our own account may go out: not at night, not too many, and one a second.

What answers somebody who has just texted or called is no text on our own account: it overtakes.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from council import Council, TextRules, council
from referrals.queue import open_referral_of
from storage.tables.conversations import Conversation
from storage.tables.outbox import OutgoingText

STAFF_ALERT = "staff_alert"
"""Purpose of a text to a colleague. Neither STOP nor quiet hours nor a resident's hold keep it."""
ANSWER, BY_COORDINATOR = "answer", "coordinator"
"""Purposes of what answers a text that was kept on disk, and of what a coordinator writes."""

ANSWERS_FOR = timedelta(minutes=10)
"""So long after a resident's words ours are an answer and no text on our own account."""

DANGER_ROUTES = frozenset({"emergency", "urgent"})

QUIET, TOO_MANY, ITS_TURN = "quiet hours", "enough texts", "its turn"
"""Why a text waits, in the outbox's column ``error``."""

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SUNDAY = 7
"""By ISO 8601."""

_ONE_AT_A_TIME = select(func.pg_advisory_xact_lock(func.hashtext("pace of texts")))


@dataclass(frozen=True)
class Wait:
    """A text must wait until then, and why."""

    until: datetime
    why: str


def is_answer(session: Session, text: OutgoingText) -> bool:
    """Tell whether a text answers a resident who is there now, or goes to a colleague.

    An answer to a kept message always is one: who wrote waits for it, and the words for danger may
    be in it. So is what a coordinator writes while the matter is urgent, at whatever hour.
    """
    if text.purpose in (STAFF_ALERT, ANSWER):
        return True
    thread = session.get(Conversation, text.conversation_id) if text.conversation_id else None
    if thread is None:
        return False
    if thread.last_heard_at and text.created_at - thread.last_heard_at <= ANSWERS_FOR:
        return True
    referral = open_referral_of(session, thread.id) if text.purpose == BY_COORDINATOR else None
    return referral is not None and referral.route in DANGER_ROUTES


def wait_of(session: Session, text: OutgoingText, *, at: datetime, a_second: float) -> Wait | None:
    """Return why a text on our own account waits; None takes its turn on the line.

    The caller's transaction holds the line's pace until it commits, so that two workers count the
    same texts. ``a_second`` is how many texts the line carries.
    """
    if is_answer(session, text):
        return None
    quiet = quiet_until(council(), at)
    if quiet is not None:
        return Wait(quiet, QUIET)
    session.execute(_ONE_AT_A_TIME)
    return _too_many(session, text.number, council().texts, at) or _turn(
        session, text, at, a_second
    )


def quiet_until(of: Council, at: datetime) -> datetime | None:
    """Return when the quiet time that it is now ends; None by day."""
    moment = at
    while (end := _end_of_quiet(of, moment)) is not None:
        moment = end
    return None if moment == at else moment


def _end_of_quiet(of: Council, at: datetime) -> datetime | None:
    rules, local = of.texts, at.astimezone(of.zone)
    clock, today = local.time(), local.date()
    if rules.quiet_on_sundays and local.isoweekday() == SUNDAY:
        return _moment(of, today + DAY, time.min)
    is_over_midnight = rules.quiet_from > rules.quiet_until
    if is_over_midnight and clock >= rules.quiet_from:
        return _moment(of, today + DAY, rules.quiet_until)
    if clock < rules.quiet_until and (is_over_midnight or clock >= rules.quiet_from):
        return _moment(of, today, rules.quiet_until)
    return None


def _moment(of: Council, day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, of.zone).astimezone(UTC)


def _too_many(session: Session, number: str, rules: TextRules, at: datetime) -> Wait | None:
    """Let a number rest that has had enough of our own texts: a loop of ours ends here."""
    newest = select(OutgoingText.sent_at).where(
        OutgoingText.number == number, OutgoingText.slot_at.is_not(None)
    )
    newest = newest.where(OutgoingText.sent_at > at - DAY).order_by(OutgoingText.sent_at.desc())
    sent = [moment for moment in session.scalars(newest.limit(rules.most_a_day)) if moment]
    waits = [
        sent[most - 1] + span
        for most, span in ((rules.most_an_hour, HOUR), (rules.most_a_day, DAY))
        if len(sent) >= most and sent[most - 1] + span > at
    ]
    return Wait(max(waits), TOO_MANY) if waits else None


def _turn(session: Session, text: OutgoingText, at: datetime, a_second: float) -> Wait | None:
    """Take the next free place of the line, if this text has none of its own yet."""
    slot = text.slot_at
    if slot is None or (text.sent_at is not None and slot <= text.sent_at):
        last = session.scalar(select(func.max(OutgoingText.slot_at)))
        slot = max(at, last + timedelta(seconds=1 / a_second)) if last else at
        text.slot_at = slot
    return Wait(slot, ITS_TURN) if slot > at else None
