"""Takes a text of a group from its own number; any other text goes the usual way."""

from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from directory.availability import (
    Room,
    availability_rules,
    day_in_words,
    set_availability,
)
from directory.availability_words import ALL, GroupSays, read_group_text
from directory.errors import NoSuchAvailability
from directory.freshness import CheckedHow
from directory.freshness_audit import GROUP
from directory.freshness_by_group import group_says_changed, group_says_right
from directory.freshness_contacts import entries_of_number
from directory.freshness_questions import questions_to_number
from storage.tables.conversations import Conversation
from storage.tables.directory import Service
from storage.tables.freshness import GroupText
from storage.tables.outbox import OutgoingText

Say = Callable[..., str]
"""Turns a response's name and what fills it into the words of a text."""

TO_GROUP = "group"
"""Purpose of a text to a group in the outbox."""

LISTED = 6
"""Entries that one text can name; who has more uses the page."""


def take_group_text(
    session: Session, *, number: str, text: str, provider_id: str, say: Say, at: datetime
) -> str | None:
    """Do what a group's text says, and return the answer; None when it is no text of a group.

    The same ``provider_id`` again changes nothing and gets the same answer.
    """
    said = read_group_text(text, at=at)
    if said is None:
        return None
    session.execute(select(func.pg_advisory_xact_lock(func.hashtext(f"group {provider_id}"))))
    known = session.get(GroupText, provider_id)
    if known is not None:
        return known.answer
    entries = _entries_meant(session, number, said)
    if not entries:
        return None
    answer = _do(session, entries, said, say=say, at=at)
    only = entries[0].id if len(entries) == 1 else None
    session.add(GroupText(provider_id=provider_id, service_id=only, at=at, answer=answer))
    return answer


def _entries_meant(session: Session, number: str, said: GroupSays) -> Sequence[Service]:
    """Return the entries that a text can be about: a "yes" only after our question."""
    asked = questions_to_number(session, number)
    if said.is_short or (said.what == "still_right" and asked and said.pick is None):
        if not asked or _has_talked_since(session, number, asked[0].sent_at):
            return []
        service = session.get(Service, asked[0].service_id)
        return [service] if service is not None and not service.removed_at else []
    return entries_of_number(session, number)


def _has_talked_since(session: Session, number: str, since: datetime | None) -> bool:
    """Tell whether the number and we have spoken of something else since the question."""
    heard = select(Conversation.id).where(
        Conversation.sender == number, Conversation.last_heard_at > since
    )
    told = select(OutgoingText.id).where(
        OutgoingText.number == number,
        OutgoingText.created_at > since,
        OutgoingText.purpose != TO_GROUP,
    )
    return session.scalar(heard.limit(1)) is not None or session.scalar(told.limit(1)) is not None


def _do(
    session: Session, entries: Sequence[Service], said: GroupSays, *, say: Say, at: datetime
) -> str:
    chosen = _chosen(entries, said.pick)
    if not chosen:
        return _ask_which(entries, say)
    if said.what == "changed":
        for service in chosen:
            group_says_changed(session, service, "", at=at)
        return say("utter_text_group_changed", name=_names(chosen))
    if said.what == "still_right":
        for service in chosen:
            group_says_right(session, service, how=CheckedHow.GROUP_TEXT, at=at)
        return say("utter_text_group_checked", name=_names(chosen))
    return _set(session, chosen, said, say=say, at=at)


def _set(
    session: Session, chosen: Sequence[Service], said: GroupSays, *, say: Say, at: datetime
) -> str:
    room, last = Room(said.what), said.until
    try:
        for service in chosen:
            last = set_availability(
                session, service, room, until=said.until, how="group_text", by=GROUP, at=at
            )
    except NoSuchAvailability:
        return say("utter_text_group_too_long", weeks=str(availability_rules().longest_weeks))
    until = day_in_words(last, at=at) if last else ""
    return say(f"utter_text_group_{room}", name=_names(chosen), until=until)


def _chosen(entries: Sequence[Service], pick: int | None) -> Sequence[Service]:
    if pick == ALL or (pick is None and len(entries) == 1):
        return entries
    return [entries[pick - 1]] if pick and pick <= len(entries) else []


def _ask_which(entries: Sequence[Service], say: Say) -> str:
    listed = [f"{number} {_short(one)}" for number, one in enumerate(entries[:LISTED], start=1)]
    return say("utter_text_group_which", groups=", ".join(listed))


def _names(chosen: Sequence[Service]) -> str:
    return _short(chosen[0]) if len(chosen) == 1 else f"{len(chosen)} groups"


def _short(service: Service) -> str:
    """Return a name that leaves room for the rest of a text."""
    name = service.name
    return name if len(name) <= 30 else f"{name[:28].rstrip()}.."
