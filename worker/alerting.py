"""Takes the steps of alerts: at once when one is raised, when a step falls due, every minute."""

import uuid
from datetime import datetime

import structlog

from conversation.alerting import (
    Letter,
    claim_letters,
    next_look_at,
    note_letter,
    take_due_steps,
    unheard_alerts,
)
from referrals.alert_steps import alert_steps
from referrals.alerts import QUEUE_TOPIC
from referrals.staff_words import why_in_words
from storage.live import tell
from worker.mail import MailFailed, mail_server
from worker.workplace import Workplace

log = structlog.get_logger()


def tell_of_alert(place: Workplace, alert_id: uuid.UUID, *, at: datetime) -> None:
    """Take what is due of one alert, send its e-mails, and come back when the next step is due.

    An e-mail that cannot go out at all may make the next step due: hence the rounds.
    """
    for _ in alert_steps():
        has_taken = _take(place, alert_id, at)
        _send_letters(place, alert_id, at)
        if not has_taken:
            break
    with place.desk.sessions() as session:
        then = next_look_at(session, alert_id)
    if then is not None:
        place.queue.tell_of_alert(alert_id, seconds=max((then - at).total_seconds(), 1.0))


def sweep_alerts(place: Workplace, *, at: datetime) -> int:  # noqa: ARG001  every sweep has it
    """Look at every alert that nobody has taken up: send what was not sent, show it again.

    Does not trust the queue, the notice or the stream of an open page. Returns how many there are.
    """
    with place.desk.sessions.begin() as session:
        unheard = unheard_alerts(session)
        if unheard:
            tell(session, QUEUE_TOPIC, kind="alert")
    for alert_id in unheard:
        place.queue.tell_of_alert(alert_id)
    return len(unheard)


def _take(place: Workplace, alert_id: uuid.UUID, at: datetime) -> bool:
    desk, console = place.desk, place.settings.console_address
    with desk.sessions.begin() as session:
        return take_due_steps(session, alert_id, council=desk.council, console=console, at=at)


def _send_letters(place: Workplace, alert_id: uuid.UUID, at: datetime) -> None:
    """Send the e-mails that wait; each is noted at once, whatever happens to the next."""
    with place.desk.sessions.begin() as session:
        console = place.settings.console_address
        letters = claim_letters(session, alert_id, console=console, at=at)
    for letter in letters:
        problem, may_try_again = _send(place, letter)
        with place.desk.sessions.begin() as session:
            note_letter(
                session,
                letter.step_id,
                problem=problem,
                at=place.desk.clock(),
                may_try_again=may_try_again,
            )
        log.info("alert.mailed", step=letter.step_id, problem=problem or None)


def _send(place: Workplace, letter: Letter) -> tuple[str, bool]:
    """Return what went wrong, empty if nothing, and whether a later try may help."""
    server = mail_server(place.settings)
    if server is None:
        return why_in_words("no_server"), False
    try:
        server.send(address=letter.address, subject=letter.subject, body=letter.body)
    except MailFailed as problem:
        return str(problem), True
    return "", True
