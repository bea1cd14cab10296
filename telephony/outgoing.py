"""Sends the texts of the outbox through Twilio's REST API: each at most once, and never lost."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import requests
import structlog
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from twilio.base.exceptions import TwilioException, TwilioRestException
from twilio.rest import Client

from conversation.delivery import came_to, tell_of_text
from conversation.outbox import stop_texts, why_not
from conversation.text_times import wait_of
from settings import Settings
from storage.engine import Sessions
from storage.tables.outbox import OutgoingText
from telephony.rest import ReachableClient

log = structlog.get_logger()

STATUS_PATH = "/telephony/sms/status"

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=30), timedelta(hours=1)
"""Before the next try; doubled at each. Twilio asks for a back-off after 429 and 5xx."""
MOST_TRIES = 10
"""Over about four hours. Then the text is failed, and a person sees it in the console."""
VALID_FOR = timedelta(hours=4)
"""Older than this, Twilio drops an undelivered text: "ring us today" must not arrive tomorrow."""
STUCK_AFTER = timedelta(minutes=5)
"""In state sending for so long, the process that sent it is gone."""

STOPPED_AT_TWILIO = 21610
"""Twilio: the recipient has replied STOP."""
MAY_HAVE_LEFT = frozenset({502, 504})
"""A gateway gave up waiting for Twilio: the text may be on its way."""


@dataclass(frozen=True)
class Line:
    """Our number at Twilio, and how to reach Twilio."""

    client: Client
    number: str
    status_url: str
    texts_a_second: float = 1.0


@dataclass(frozen=True)
class Outcome:
    """What became of one try. ``state`` waiting means: try again later."""

    state: str
    provider_id: str | None = None
    error: str | None = None
    is_stop: bool = False


def open_line(settings: Settings, *, seconds: float = 10) -> Line:
    """Return the line of this process; ``seconds`` is how long Twilio has to answer."""
    return Line(
        client=Client(
            settings.twilio_account_sid,
            settings.twilio_auth_token.get_secret_value(),
            http_client=ReachableClient(settings.twilio_api_base, seconds=seconds),
        ),
        number=settings.twilio_number,
        status_url=settings.public_address + STATUS_PATH,
        texts_a_second=settings.twilio_texts_a_second,
    )


def send_text(sessions: Sessions, row_id: int, *, client: Line, at: datetime) -> str | None:
    """Send one text of the outbox and return its new state; None when it was not its turn.

    The state ``sending`` is committed before the request leaves. Whatever happens then, the row is
    never sent again by itself unless Twilio said, or could not have heard, that it was not taken,
    or its list shows that it never came (telephony/reconciling.py).
    """
    with sessions.begin() as session:
        text = _claim(session, row_id, at)
        if text is None:
            return None
        if not _may_leave(session, text, client, at):
            return text.state
        text.state, text.attempts = "sending", text.attempts + 1
        text.sent_at = text.state_at = at
    outcome = _send(text, client)
    with sessions.begin() as session:
        row = session.get_one(OutgoingText, row_id, with_for_update=True)
        _note(session, row, outcome, at)
        state = row.state
    log.info("text.sent", text=row_id, state=state, error=outcome.error)
    return state


def give_up_stuck(session: Session, *, at: datetime) -> int:
    """Mark texts whose sender died on the way as unknown, and return how many there were."""
    stuck = (
        update(OutgoingText)
        .where(OutgoingText.state == "sending", OutgoingText.state_at < at - STUCK_AFTER)
        .values(state="unknown", state_at=at, error="sender died")
        .returning(OutgoingText.id)
    )
    return len(session.scalars(stuck).all())


def _may_leave(session: Session, text: OutgoingText, line: Line, at: datetime) -> bool:
    """Tell whether a text may go out now; else it is stopped, or waits and says why."""
    if reason := why_not(session, text, at=at):
        text.state, text.error, text.state_at = "stopped", reason, at
        tell_of_text(session, text)
        return False
    wait = wait_of(session, text, at=at, a_second=line.texts_a_second)
    if wait is not None:
        text.try_after, text.error = wait.until, wait.why
    return wait is None


def _claim(session: Session, row_id: int, at: datetime) -> OutgoingText | None:
    """Lock a text whose turn it is; one that somebody else holds is theirs."""
    query = (
        select(OutgoingText)
        .where(
            OutgoingText.id == row_id,
            OutgoingText.state == "waiting",
            OutgoingText.try_after <= at,
        )
        .with_for_update(skip_locked=True)
    )
    return session.scalars(query).one_or_none()


def _send(text: OutgoingText, line: Line) -> Outcome:
    def create() -> str:
        sent = line.client.messages.create(
            to=text.number,
            from_=line.number,
            body=text.text,
            status_callback=line.status_url,
            validity_period=int(VALID_FOR.total_seconds()),
        )
        return str(sent.sid)

    return outcome_of(create)


def outcome_of(create: Callable[[], str]) -> Outcome:
    """Run the request and tell what became of it. In doubt it is unknown, never sent again."""
    try:
        return Outcome("sent", provider_id=create())
    except TwilioRestException as refusal:
        return _refused(refusal)
    except requests.exceptions.ConnectTimeout as problem:
        return Outcome("waiting", error=type(problem).__name__)
    except requests.exceptions.ConnectionError as problem:
        return Outcome("waiting" if _never_left(problem) else "unknown", error="ConnectionError")
    except (requests.exceptions.RequestException, TwilioException, ValueError, KeyError) as problem:
        return Outcome("unknown", error=type(problem).__name__)


def _refused(refusal: TwilioRestException) -> Outcome:
    error = f"HTTP {refusal.status}, Twilio {refusal.code or 'gives no code'}"
    if refusal.code == STOPPED_AT_TWILIO:
        return Outcome("stopped", error=error, is_stop=True)
    if refusal.status in MAY_HAVE_LEFT:
        return Outcome("unknown", error=error)
    is_passing = refusal.status == 429 or refusal.status >= 500
    return Outcome("waiting" if is_passing else "failed", error=error)


def _never_left(problem: requests.exceptions.ConnectionError) -> bool:
    """Tell a refused connection or an unknown host from one that broke after the request left."""
    reason = getattr(problem.args[0] if problem.args else None, "reason", None)
    return type(reason).__name__ in ("NewConnectionError", "NameResolutionError")


def _note(session: Session, row: OutgoingText, outcome: Outcome, at: datetime) -> None:
    row.error, row.state_at = outcome.error, at
    if outcome.provider_id is not None:
        came_to(session, row, provider_id=outcome.provider_id, status=outcome.state)
        return
    row.state = outcome.state
    if outcome.state == "waiting" and row.attempts >= MOST_TRIES:
        row.state = "failed"
    elif outcome.state == "waiting":
        row.try_after = at + min(LONGEST_WAIT, FIRST_WAIT * 2 ** (row.attempts - 1))
    elif outcome.is_stop:  # Twilio heard a STOP that we did not: from now on we know it too
        stop_texts(session, row.number, at=at)
    tell_of_text(session, row)
