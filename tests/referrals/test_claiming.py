"""One coordinator takes a resident on, and two never do."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from referrals.claiming import claim, hand_back, require_holder
from referrals.errors import AlreadyClaimed, AlreadyClosed, NoSuchReferral, NotHolder
from storage.engine import Sessions
from storage.tables.referrals import AuditLine
from tests.referrals import scene


def acts(session: Session) -> list[str]:
    return list(session.scalars(select(AuditLine.act).order_by(AuditLine.id)))


def test_of_two_claims_at_once_one_wins_and_the_other_is_told_who_has_it(
    sessions: Sessions, now: datetime
) -> None:
    with sessions.begin() as session:
        waiting = scene.referral(session, now)
        people = [scene.colleague(session, now, name) for name in ("Sam Okafor", "Priya Shah")]
    barrier = Barrier(2)

    def try_to_claim(staff_id: uuid.UUID) -> str:
        barrier.wait()
        with sessions.begin() as session:
            try:
                claim(session, waiting.id, by=staff_id, at=now)
            except AlreadyClaimed as lost:
                return lost.name
        return "won"

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(try_to_claim, [person.id for person in people]))
    loser = results.index(next(result for result in results if result != "won"))
    assert sorted(results).count("won") == 1
    assert results[loser] == people[1 - loser].name
    with sessions() as session:
        assert acts(session).count("claimed") == 1


def test_claiming_ones_own_referral_again_changes_nothing(session: Session, now: datetime) -> None:
    waiting, sam = scene.referral(session, now), scene.colleague(session, now)
    claim(session, waiting.id, by=sam.id, at=now)
    claim(session, waiting.id, by=sam.id, at=now)
    assert acts(session).count("claimed") == 1


def test_a_referral_handed_back_waits_again_at_its_old_age(session: Session, now: datetime) -> None:
    waiting, sam = scene.referral(session, now), scene.colleague(session, now)
    claim(session, waiting.id, by=sam.id, at=now)
    back = hand_back(session, waiting.id, by=sam.id, at=now)
    assert (back.claimed_by, back.opened_at) == (None, now)
    assert "unclaimed" in acts(session)


def test_only_the_holder_or_a_lead_hands_back(session: Session, now: datetime) -> None:
    waiting, sam = scene.referral(session, now), scene.colleague(session, now)
    priya = scene.colleague(session, now, "Priya Shah")
    claim(session, waiting.id, by=sam.id, at=now)
    with pytest.raises(NotHolder):
        hand_back(session, waiting.id, by=priya.id, at=now)
    assert hand_back(session, waiting.id, by=priya.id, at=now, may_release_others=True)
    assert waiting.claimed_by is None


def test_work_on_a_referral_needs_its_claim(session: Session, now: datetime) -> None:
    waiting, sam = scene.referral(session, now), scene.colleague(session, now)
    with pytest.raises(NotHolder):
        require_holder(session, waiting.id, by=sam.id)
    claim(session, waiting.id, by=sam.id, at=now)
    assert require_holder(session, waiting.id, by=sam.id) is waiting


def test_a_closed_or_unknown_referral_cannot_be_claimed(session: Session, now: datetime) -> None:
    waiting, sam = scene.referral(session, now), scene.colleague(session, now)
    waiting.closed_at = now
    session.flush()
    with pytest.raises(AlreadyClosed):
        claim(session, waiting.id, by=sam.id, at=now)
    with pytest.raises(NoSuchReferral):
        claim(session, uuid.uuid4(), by=sam.id, at=now)
