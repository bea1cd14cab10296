"""Asks groups whether their entry is still right: who is due, what is sent, what became of it."""

import uuid
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from directory.freshness import end_question
from directory.freshness_audit import DOORSTEP, record_entry_act
from directory.freshness_contacts import way_to_ask
from directory.freshness_links import make_link
from directory.freshness_rules import freshness_rules
from storage.tables.directory import Service
from storage.tables.freshness import StillRightQuestion

WAITING, SENDING, SENT, UNKNOWN, FAILED = "waiting", "sending", "sent", "unknown", "failed"

FIRST_WAIT = timedelta(minutes=10)
"""Before the next try; doubled at each."""
STUCK_AFTER = timedelta(minutes=30)
"""In state sending for so long, the process that sent it is gone: it may have gone out."""


@dataclass(frozen=True)
class Ask:
    """One entry in a letter or text to its group."""

    question_id: int
    link_id: uuid.UUID
    service_id: uuid.UUID
    name: str
    why: str
    is_reminder: bool


@dataclass(frozen=True)
class Letter:
    """What goes to one address at once: several entries by e-mail, one by text."""

    way: str
    address: str
    asks: tuple[Ask, ...]


def ask_group(
    session: Session, service: Service, *, why: str, can_email: bool = True, at: datetime
) -> bool:
    """Put a question to the group of an entry, if it can be asked and is not being asked."""
    way = way_to_ask(session, service, can_email=can_email)
    if way is None or open_question(session, service.id) is not None:
        return False
    link = make_link(session, service.id, at=at)
    session.add(
        StillRightQuestion(
            service_id=service.id,
            link_id=link.id,
            why=why,
            way=way.way,
            address=way.address,
            state=WAITING,
            tries=0,
            try_after=at,
            asked_at=at,
        )
    )
    session.flush()
    record_entry_act(session, "still_right_asked", service.id, by=DOORSTEP, at=at, way=way.way)
    return True


def ask_group_again(session: Session, service: Service, *, why: str, at: datetime) -> bool:
    """Put a question although another is open: something new has happened."""
    end_question(session, service.id, answer=None, at=at)
    return ask_group(session, service, why=why, at=at)


def open_question(session: Session, service_id: uuid.UUID) -> StillRightQuestion | None:
    """Return the question that waits for a group's answer."""
    query = select(StillRightQuestion).where(
        StillRightQuestion.service_id == service_id, StillRightQuestion.ended_at.is_(None)
    )
    return session.scalars(query).one_or_none()


def questions_to_number(session: Session, number: str) -> Sequence[StillRightQuestion]:
    """Return the open questions that were texted to a number, the newest first."""
    query = (
        select(StillRightQuestion)
        .where(
            StillRightQuestion.address == number,
            StillRightQuestion.way == "text",
            StillRightQuestion.ended_at.is_(None),
            StillRightQuestion.state.in_((SENT, UNKNOWN)),
        )
        .order_by(StillRightQuestion.id.desc())
    )
    return session.scalars(query).all()


def remind_and_end(session: Session, *, at: datetime) -> int:
    """Remind who has not answered for two weeks, once; end what nobody answers. Return how many."""
    rules = freshness_rules()
    unanswered = (
        StillRightQuestion.ended_at.is_(None),
        StillRightQuestion.state.in_((SENT, UNKNOWN)),
    )
    reminded = session.scalars(
        update(StillRightQuestion)
        .where(
            *unanswered,
            StillRightQuestion.reminded_at.is_(None),
            StillRightQuestion.sent_at <= at - rules.days("remind"),
            StillRightQuestion.asked_at > at - rules.days("wait"),
        )
        .values(state=WAITING, reminded_at=at, try_after=at, tries=0)
        .returning(StillRightQuestion.id)
    ).all()
    session.execute(
        update(StillRightQuestion)
        .where(
            StillRightQuestion.ended_at.is_(None),
            StillRightQuestion.asked_at <= at - rules.days("wait"),
        )
        .values(ended_at=at)
    )
    return len(reminded)


def claim_letters(session: Session, *, at: datetime) -> list[Letter]:
    """Return what is to be sent now, by address, and mark it as being sent.

    One text a number at a time: a second question would make "yes" unclear. Commit before sending.
    """
    _give_up_stuck(session, at)
    due = session.execute(
        select(StillRightQuestion, Service)
        .join(Service, Service.id == StillRightQuestion.service_id)
        .where(
            StillRightQuestion.state == WAITING,
            StillRightQuestion.ended_at.is_(None),
            StillRightQuestion.try_after <= at,
        )
        .order_by(StillRightQuestion.id)
        .with_for_update(skip_locked=True, of=StillRightQuestion)
    ).all()
    by_address: dict[tuple[str, str], list[tuple[StillRightQuestion, Service]]] = defaultdict(list)
    for question, service in due:
        by_address[question.way, question.address].append((question, service))
    letters = []
    for (way, address), found in by_address.items():
        most = freshness_rules().at("most", "entries_an_email") if way == "email" else 1
        if way == "text" and _waits_for_answer(session, address, found[0][0]):
            continue
        for question, _ in found[:most]:
            question.state, question.tries, question.try_after = SENDING, question.tries + 1, at
        letters.append(Letter(way, address, tuple(_ask(*one) for one in found[:most])))
    return letters


def note_letter(
    session: Session, letter: Letter, *, at: datetime, problem: str = "", may_try_again: bool = True
) -> None:
    """Write down what became of a letter. One that failed is tried again, not for ever."""
    ids = [ask.question_id for ask in letter.asks]
    questions = session.scalars(
        select(StillRightQuestion).where(StillRightQuestion.id.in_(ids)).with_for_update()
    )
    for question in questions:
        question.error = problem[:200] or None
        if not problem:
            question.state, question.sent_at = SENT, at
        elif may_try_again and question.tries < freshness_rules().at("most", "tries"):
            question.state = WAITING
            question.try_after = at + FIRST_WAIT * 2 ** (question.tries - 1)
        else:
            question.state, question.ended_at = FAILED, at


def _waits_for_answer(session: Session, number: str, first: StillRightQuestion) -> bool:
    """Tell whether another question to this number is out and its answer still likely."""
    others = [one for one in questions_to_number(session, number) if one.id != first.id]
    return bool(others)


def _give_up_stuck(session: Session, at: datetime) -> None:
    session.execute(
        update(StillRightQuestion)
        .where(StillRightQuestion.state == SENDING, StillRightQuestion.try_after < at - STUCK_AFTER)
        .values(state=UNKNOWN, sent_at=at, error="sender died")
    )


def _ask(question: StillRightQuestion, service: Service) -> Ask:
    return Ask(
        question_id=question.id,
        link_id=question.link_id,
        service_id=service.id,
        name=service.name,
        why=question.why,
        is_reminder=question.reminded_at is not None,
    )
