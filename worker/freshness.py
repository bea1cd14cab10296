"""Keeps the directory fresh: the night's work, letters and texts to groups, states that ended."""

from datetime import datetime
from functools import cache
from typing import Any

import structlog
import yaml
from sqlalchemy.orm import Session

from conversation.message import Channel
from conversation.outbox import queue_group_text
from conversation.words import fill_fixed
from directory.availability import tidy_availability
from directory.freshness_links import token_of
from directory.freshness_night import keep_fresh
from directory.freshness_questions import Ask, Letter, claim_letters, note_letter
from referrals.hours import is_working_time
from settings import ROOT
from worker.mail import MailFailed, mail_server
from worker.workplace import Workplace

log = structlog.get_logger()

LETTERS = ROOT / "data" / "groups" / "letters.yml"

LONGEST_NAME = 40
"""Characters of a name in a text: its link is long."""


def keep_directory_fresh(place: Workplace, *, at: datetime) -> int:
    """Do the night's work; what is to be sent waits for the next working hours.

    Without a mail server, or an address that a link could have, nobody is asked by e-mail.
    """
    can_email = bool(place.settings.smtp_host and place.settings.public_base_url)
    with place.desk.sessions.begin() as session:
        return keep_fresh(session, can_email=can_email, at=at)


def end_states(place: Workplace, *, at: datetime) -> int:
    """Tidy states whose last day has passed; by the clock residents saw it already."""
    with place.desk.sessions.begin() as session:
        return tidy_availability(session, at=at)


def send_questions(place: Workplace, *, at: datetime) -> int:
    """Send what waits for groups; each letter is noted at once, whatever happens to the next.

    In working hours alone: nobody is woken by a text, and somebody is there to answer questions.
    """
    if not is_working_time(place.desk.council, at):
        return 0
    with place.desk.sessions.begin() as session:
        letters = claim_letters(session, at=at)
    for letter in letters:
        if letter.way == "text":
            problem, may_try_again = _queue_text(place, letter, at), False
        else:
            problem, may_try_again = _send_email(place, letter)
        with place.desk.sessions.begin() as session:
            note_letter(session, letter, problem=problem, may_try_again=may_try_again, at=at)
        log.info("group.asked", way=letter.way, entries=len(letter.asks), problem=problem or None)
    return len(letters)


def _queue_text(place: Workplace, letter: Letter, at: datetime) -> str:
    """Put a text into the outbox; return why it may not go out, if so."""
    [ask] = letter.asks
    response = f"utter_text_group_{_kind(ask)}"
    said = place.desk.words.say(
        response, Channel.SMS, name=ask.name[:LONGEST_NAME], link=_link(place, ask)
    )
    text = fill_fixed(said.text, "", place.desk.council)
    with place.desk.sessions.begin() as session:
        return _why_not(session, letter.address, text, at)


def _why_not(session: Session, number: str, text: str, at: datetime) -> str:
    return queue_group_text(session, number=number, text=text, at=at).error or ""


def _send_email(place: Workplace, letter: Letter) -> tuple[str, bool]:
    """Return what went wrong, empty if nothing, and whether a later try may help."""
    server = mail_server(place.settings)
    if server is None:
        return "No mail server is set", False
    subject, body = letter_in_words(place, letter)
    try:
        server.send(address=letter.address, subject=subject, body=body)
    except MailFailed as problem:
        return str(problem), True
    return "", True


def letter_in_words(place: Workplace, letter: Letter) -> tuple[str, str]:
    """Return the subject and body of an e-mail about one or more entries of one group."""
    words, first = _letters(), letter.asks[0]
    council = place.desk.council
    fill = {"council": council.name, "number": council.phones.front_door, "name": first.name}
    entries = [words["entry"].format(name=ask.name, link=_link(place, ask)) for ask in letter.asks]
    parts = [words["opening"][_kind(first)], *entries, words["closing"]]
    body = "\n".join(part.format(**fill) if part not in entries else part for part in parts)
    subject = words["subject"][_kind(first)].format(**fill)
    return " ".join(subject.split()), body


def _kind(ask: Ask) -> str:
    return f"{ask.why}_again" if ask.is_reminder else ask.why


def _link(place: Workplace, ask: Ask) -> str:
    secret = place.settings.secret_key.get_secret_value()
    return f"{place.settings.public_address}/g/{token_of(ask.link_id, secret=secret)}"


@cache
def _letters() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(LETTERS.read_text(encoding="utf-8"))
    return read
