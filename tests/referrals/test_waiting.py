"""The queue: the most urgent first, then the longest wait."""

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from referrals.claiming import claim
from referrals.standing import standing
from referrals.waiting import waiting
from tests.referrals import scene


def test_urgency_comes_before_age(session: Session, now: datetime) -> None:
    old = scene.referral(session, now - timedelta(days=2))
    older_but_an_offer = scene.referral(session, now - timedelta(days=9), route="offer")
    danger = scene.referral(session, now, route="emergency")
    rows = waiting(session, at=now)
    assert [row.referral_id for row in rows] == [danger.id, old.id, older_but_an_offer.id]


def test_a_row_says_why_how_long_and_what_was_promised(session: Session, now: datetime) -> None:
    scene.edith(session, now - timedelta(hours=8))
    [row] = waiting(session, at=now)
    assert row.name == "Edith Marlow"
    assert row.reason == "Asked to talk to a person."
    assert row.themes == ["company", "bereavement", "equipment"]
    assert (row.channel, row.patch) == ("web", "West")
    assert row.waited == timedelta(hours=8)
    assert row.due_at == now - timedelta(hours=1)
    assert row.is_overdue


def test_who_took_somebody_on_and_open_danger_show(session: Session, now: datetime) -> None:
    made, sam = scene.edith(session, now), scene.colleague(session, now)
    claim(session, made.id, by=sam.id, at=now)
    [row] = waiting(session, at=now)
    assert (row.claimed_by_name, row.has_open_alert, row.is_overdue) == ("Sam Okafor", False, False)


def test_a_closed_referral_waits_no_more(session: Session, now: datetime) -> None:
    made = scene.referral(session, now)
    made.closed_at = now
    session.flush()
    assert waiting(session, at=now) == []


def test_a_lead_sees_waits_overdue_promises_and_counts(session: Session, now: datetime) -> None:
    made = scene.edith(session, now - timedelta(hours=8))
    scene.referral(session, now - timedelta(minutes=5), route="urgent")
    sam = scene.colleague(session, now)
    claim(session, made.id, by=sam.id, at=now)
    seen = standing(session, at=now)
    assert [row.route for row in seen.unclaimed] == ["urgent"]
    assert seen.longest_wait == timedelta(minutes=5)
    assert [row.name for row in seen.overdue] == ["Edith Marlow"]
    assert seen.by_route == {"coordinator": 1, "urgent": 1}
    assert seen.by_holder == {"Sam Okafor": 1}
    assert (seen.promises_due, seen.promises_kept_in_time) == (1, 0)
    assert (seen.opened, seen.closed) == (2, 0)
