"""A referral closes with an outcome, and never over danger or a promise."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from referrals.alerts import handle_alert
from referrals.claiming import claim
from referrals.errors import (
    AlertsOpen,
    AlreadyClosed,
    NotHolder,
    OutcomeNeedsNote,
    PromisesOpen,
    UnknownOutcome,
)
from referrals.outcomes import close_referral, outcomes
from referrals.promises import change_due_date, open_promises
from storage.tables.conversations import Conversation
from storage.tables.referrals import AuditLine
from tests.referrals import scene


def test_closing_keeps_outcome_note_and_what_became_of_each_promise(
    session: Session, now: datetime
) -> None:
    made, sam = scene.edith(session, now), scene.colleague(session, now)
    claim(session, made.id, by=sam.id, at=now)
    [promise] = open_promises(session, made.conversation_id)
    later = now + timedelta(hours=1)
    close_referral(
        session,
        made.id,
        outcome="connected",
        note=" Joins the choir. ",
        promises={promise.id: "kept"},
        by=sam.id,
        at=later,
    )
    assert (made.closed_at, made.outcome, made.outcome_note) == (
        later,
        "connected",
        "Joins the choir.",
    )
    assert promise.kept_at == later
    lines = session.scalars(select(AuditLine).where(AuditLine.act == "referral_closed")).all()
    assert [line.details for line in lines] == [{"outcome": "connected"}]


def test_a_promise_that_nobody_kept_stops_the_closing(session: Session, now: datetime) -> None:
    made, sam = scene.edith(session, now), scene.colleague(session, now)
    claim(session, made.id, by=sam.id, at=now)
    with pytest.raises(PromisesOpen):
        close_referral(session, made.id, outcome="connected", by=sam.id, at=now)
    assert made.closed_at is None


def test_danger_that_nobody_dealt_with_stops_the_closing(session: Session, now: datetime) -> None:
    made, sam = scene.referral(session, now), scene.colleague(session, now)
    thread = session.get_one(Conversation, made.conversation_id)
    alert = scene.alert(session, thread, scene.says(session, thread, "my chest hurts", now), now)
    claim(session, made.id, by=sam.id, at=now)
    with pytest.raises(AlertsOpen):
        close_referral(session, made.id, outcome="connected", by=sam.id, at=now)
    handle_alert(session, alert, note="Ambulance is there.", by=sam.id, at=now)
    close_referral(session, made.id, outcome="connected", by=sam.id, at=now)
    assert made.closed_at == now


def test_an_outcome_is_required_and_some_need_a_sentence(session: Session, now: datetime) -> None:
    made, sam = scene.referral(session, now), scene.colleague(session, now)
    claim(session, made.id, by=sam.id, at=now)
    with pytest.raises(UnknownOutcome):
        close_referral(session, made.id, outcome="", by=sam.id, at=now)
    with pytest.raises(OutcomeNeedsNote):
        close_referral(session, made.id, outcome="other", note="  ", by=sam.id, at=now)


def test_only_the_holder_closes_and_only_once(session: Session, now: datetime) -> None:
    made, sam = scene.referral(session, now), scene.colleague(session, now)
    with pytest.raises(NotHolder):
        close_referral(session, made.id, outcome="connected", by=sam.id, at=now)
    claim(session, made.id, by=sam.id, at=now)
    close_referral(session, made.id, outcome="connected", by=sam.id, at=now)
    with pytest.raises(AlreadyClosed):
        close_referral(session, made.id, outcome="connected", by=sam.id, at=now)


def test_the_outcomes_have_ids_and_words_of_their_own() -> None:
    words = [outcome.words for outcome in outcomes().values()]
    assert len(set(words)) == len(words) >= 5
    assert all(key == outcome.id for key, outcome in outcomes().items())


def test_a_changed_due_date_keeps_the_old_promise_in_the_record(
    session: Session, now: datetime
) -> None:
    made, sam = scene.edith(session, now), scene.colleague(session, now)
    [old] = open_promises(session, made.conversation_id)
    change_due_date(session, old, due_at=now + timedelta(days=2), by=sam.id, at=now)
    [new] = open_promises(session, made.conversation_id)
    assert (new.what, new.due_at) == (old.what, now + timedelta(days=2))
    assert old.replaced_at == now
