"""Looks for danger in every message before anything else, and gets a person told."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from conversation.inbox import earlier_words
from conversation.message import AlertShown, Saying
from referrals.alerts import Noticed, has_open_alert, raise_alert, store_flag
from referrals.queue import Reasons, open_referral
from referrals.safe_contact import hold_contact
from storage.tables.conversations import Conversation, Message
from storage.tables.safety import SafetyFlag
from triage.danger import Level, Screening, screen, screening_version
from triage.words import danger_words

ACT_NOW = Level.urgent
"""From this level on a person is alerted and the dialogue waits until safety has been asked."""

SAFE_WAY = "safe_way"
"""The open question after suspected abuse: how may we be in touch?"""

ROUTES = {Level.immediate: "emergency", Level.urgent: "urgent"}


@dataclass(frozen=True)
class Danger:
    """What was noticed in a message, and what to say about it first."""

    level: Level
    sayings: tuple[Saying, ...]

    @property
    def must_act(self) -> bool:
        """Tell whether a person has been alerted."""
        return self.level >= ACT_NOW


def look_for_danger(session: Session, conversation: Conversation, message: Message) -> Danger:
    """Screen a message, keep what is found in its own transaction, alert a person, choose words."""
    message.rules_version = screening_version()
    if message.expects in ("safe_now", SAFE_WAY):
        screening = screen(message.text)
    else:
        screening = screen(message.text, before=earlier_words(session, message))
    if screening.level is Level.none:
        return Danger(Level.none, ())
    said_before = _categories_before(session, message)
    is_part_of_answer = _is_part_of_answer(session, message, screening, said_before)
    if not _is_flagged(session, message):  # a turn taken up again after a crash has its flag
        flag = _keep(session, conversation, message, screening)
        hold_contact(session, conversation.id, categories=screening.categories, at=message.at)
        if screening.level >= ACT_NOW and not is_part_of_answer:
            _get_a_person(session, conversation, message, screening, flag)
    if is_part_of_answer:
        return Danger(Level.none, ())
    if screening.level < ACT_NOW and said_before.issuperset(screening.categories):
        return Danger(screening.level, ())
    return Danger(screening.level, (_words(screening, message.channel),))


def _is_part_of_answer(
    session: Session, message: Message, screening: Screening, said_before: set[str]
) -> bool:
    """Tell whether the same harm is only named again while saying what is safe.

    "Don't text, he reads my phone" answers the question. A person has been alerted already; to ask
    *are you safe right now?* over and over would drive anybody away.
    """
    return (
        message.expects == SAFE_WAY
        and screening.level <= Level.urgent
        and said_before.issuperset(screening.categories)
        and has_open_alert(session, message.conversation_id)
    )


def _get_a_person(
    session: Session,
    conversation: Conversation,
    message: Message,
    screening: Screening,
    flag: SafetyFlag,
) -> None:
    """Alert, put the resident in the queue, and ask next whether they are safe."""
    reason = _reason(screening)
    raise_alert(session, flag, reason=reason, at=message.at)
    why = Reasons(route=ROUTES[screening.level], reason=reason)
    open_referral(session, conversation=conversation, why=why, at=message.at)
    if conversation.expects != "safe_now":
        conversation.working = {**conversation.working, "before_safe_now": conversation.expects}
    conversation.expects = "safe_now"


def _keep(
    session: Session, conversation: Conversation, message: Message, screening: Screening
) -> SafetyFlag:
    noticed = Noticed(
        level=str(screening.level),
        categories=screening.categories,
        matches=[{"rule": found.rule, "text": found.text} for found in screening.matches],
        version=screening.version,
        reason=_reason(screening),
    )
    return store_flag(
        session,
        noticed,
        conversation_id=conversation.id,
        message_id=message.id,
        at=message.at,
    )


def _reason(screening: Screening) -> str:
    """Say in words why, from the highest match."""
    return max(screening.matches, key=lambda match: match.level).reason


def _words(screening: Screening, channel: str) -> Saying:
    words = danger_words(screening, channel=channel)
    alert = AlertShown(level=str(screening.level), lines=words.lines)
    return Saying(text=words.text, response=words.response, alert=alert)


def _is_flagged(session: Session, message: Message) -> bool:
    query = select(SafetyFlag.id).where(SafetyFlag.message_id == message.id)
    return session.scalar(query) is not None


def _categories_before(session: Session, message: Message) -> set[str]:
    """Return what help was already shown for, so that a concern is not said at every turn."""
    query = select(SafetyFlag.categories).where(
        SafetyFlag.conversation_id == message.conversation_id,
        SafetyFlag.message_id < message.id,
    )
    return {category for categories in session.scalars(query) for category in categories}
