"""Finds out at Twilio what became of a text whose request got no answer, before it goes again."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import requests
import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session
from twilio.base.exceptions import TwilioException
from twilio.rest.api.v2010.account.message import MessageInstance

from conversation.delivery import REPORTED, came_to, tell_of_text
from conversation.text_times import STAFF_ALERT
from storage.engine import Sessions
from storage.tables.outbox import OutgoingText
from telephony.outgoing import VALID_FOR, Line

log = structlog.get_logger()

LOOKS_AFTER = (timedelta(minutes=1), timedelta(minutes=3), timedelta(minutes=10))
"""After the request left. Twilio shows a text it has taken within seconds; three looks are sure."""
SINCE = timedelta(minutes=2)
"""How far our clock and Twilio's may differ."""
MOST = 50
"""Of the newest texts to a number. It gets a few a day."""
OURS = ("outbound-api",)
"""What we sent through the REST API; answers in TwiML are outbound-reply."""
NEVER_CAME, NO_LIST = "never reached Twilio", "Twilio's list could not be read"

PROBLEMS = (requests.exceptions.RequestException, TwilioException, ValueError, KeyError)


def is_due(text: OutgoingText, at: datetime) -> bool:
    """Tell whether an unknown text is to be looked for now."""
    looks = LOOKS_AFTER[min(text.checks, len(LOOKS_AFTER) - 1)]
    return at >= _left_at(text) + looks


def reconcile(sessions: Sessions, row_id: int, *, client: Line, at: datetime) -> str | None:
    """Look an unknown text up at Twilio and return its state; None when it is not its turn.

    Found, it takes Twilio's id and state. Not found three times over ten minutes, it never came:
    it goes out again while it is still worth reading, and else it has failed, where a person sees
    it. While Twilio cannot be asked nothing is sent.
    """
    with sessions() as session:
        text = session.get(OutgoingText, row_id)
        if text is None or text.state != "unknown" or not is_due(text, at):
            return None
        number = text.number
    try:
        listed = client.client.messages.list(to=number, limit=MOST)
    except PROBLEMS as problem:
        log.warning("text.not_looked_up", text=row_id, problem=type(problem).__name__)
        listed = None
    with sessions.begin() as session:
        row = session.get_one(OutgoingText, row_id, with_for_update=True)
        if row.state != "unknown":
            return row.state  # a report has come meanwhile
        _settle(session, row, listed, at)
        log.info("text.looked_up", text=row_id, state=row.state, checks=row.checks)
        return row.state


def _settle(
    session: Session, row: OutgoingText, listed: Sequence[MessageInstance] | None, at: datetime
) -> None:
    found = _match(session, row, listed or ())
    if found is not None:
        _take_over(session, row, found, at)
        return
    row.checks += listed is not None
    is_late = at - row.created_at >= VALID_FOR
    if row.checks < len(LOOKS_AFTER) and not is_late:
        return
    may_go_again = row.purpose != STAFF_ALERT and not is_late  # the next colleague was told
    row.state, row.state_at, row.checks = "waiting" if may_go_again else "failed", at, 0
    row.try_after, row.error = at, NEVER_CAME if listed is not None else NO_LIST
    tell_of_text(session, row)


def _take_over(session: Session, row: OutgoingText, found: MessageInstance, at: datetime) -> None:
    status = str(found.status)
    row.state_at, row.error = at, str(found.error_code) if found.error_code else None
    came_to(
        session,
        row,
        provider_id=str(found.sid),
        status=status if status in REPORTED else "sent",
    )
    tell_of_text(session, row)


def _match(
    session: Session, row: OutgoingText, listed: Sequence[MessageInstance]
) -> MessageInstance | None:
    """Return the listed text with these words that is no other text of ours.

    By when it was made: a text in Twilio's own queue has no DateSent yet, and a filter by it
    would hide the very text that is looked for.
    """
    known = set(
        session.scalars(
            select(OutgoingText.provider_id).where(
                OutgoingText.provider_id.in_([str(one.sid) for one in listed])
            )
        )
    )
    for one in listed:
        is_new = one.date_created is None or one.date_created >= _left_at(row) - SINCE
        is_same = str(one.body).strip() == row.text.strip() and one.direction in OURS
        if is_new and is_same and str(one.sid) not in known:
            return one
    return None


def _left_at(text: OutgoingText) -> datetime:
    return text.sent_at or text.state_at
