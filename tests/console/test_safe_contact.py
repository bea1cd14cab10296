"""What is safe stands before whoever is about to reach for the telephone, and is kept to."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from referrals.safe_contact import SafeWay, give_safe_way, hold_contact, open_hold
from storage.engine import Sessions
from storage.tables.conversations import Conversation
from storage.tables.outbox import OutgoingText
from storage.tables.referrals import AuditLine, Referral
from storage.tables.safety import ContactHold
from tests.console.conftest import Browser
from tests.referrals import scene

WORDS = "Do not text. Ring only weekday mornings, say it's the library."
DUE: dict[str, Any] = {"due-day": "27", "due-month": "11", "due-year": "2026", "due-hour": "10"}


@pytest.fixture
def edith(staffed: Sessions, now: datetime) -> Referral:
    """Edith told of abuse and was not asked yet what is safe."""
    with staffed.begin() as session:
        made = scene.edith(session, now)
        hold_contact(session, made.conversation_id, categories=["domestic_abuse"], at=now)
        return made


@pytest.fixture
def page(edith: Referral) -> str:
    return f"/people/{edith.conversation_id}"


def tells_what_is_safe(sessions: Sessions, edith: Referral, now: datetime, way: SafeWay) -> None:
    with sessions.begin() as session:
        thread = session.get_one(Conversation, edith.conversation_id)
        hold = open_hold(session, thread.id)
        assert hold is not None
        message = scene.says(session, thread, WORDS, now)
        give_safe_way(
            session, hold, thread, way, words=WORDS, message_id=message.id, at=now
        )  # fmt: skip


def plain(html: str) -> str:
    return " ".join(html.replace("&#39;", "'").split())


def test_before_it_is_known_nobody_is_to_text_or_ring(browser: Browser, page: str) -> None:
    shown = plain(browser.logs_in().opens(page))
    assert "Do not text, ring or e-mail first: they have not said yet what is safe." in shown
    assert "Ask before contact" in browser.opens("/queue")


@pytest.mark.parametrize(
    ("way", "words"),
    [
        (SafeWay(False, True, False, "weekday mornings", "the library"), WORDS),
        (SafeWay(True, False, None), "You may text. Do not ring."),
        (SafeWay(True, True, True), "You may text. Ring."),
        (SafeWay(False, False, False), "They said that no way is safe"),
        (SafeWay(best_time="when he's at work"), "if you do, ring only when he's at work"),
    ],
)
def test_what_is_safe_is_said_in_words(
    browser: Browser, staffed: Sessions, edith: Referral, page: str, now: datetime,
    way: SafeWay, words: str,
) -> None:  # fmt: skip
    tells_what_is_safe(staffed, edith, now, way)
    assert words in plain(browser.logs_in().opens(page))


def test_a_promise_is_told_by_text_only_where_that_is_safe(
    browser: Browser, staffed: Sessions, edith: Referral, page: str, now: datetime
) -> None:
    browser.logs_in().sends(f"{page}/promises", on=page, what="Sam visits", who="Sam", **DUE)
    assert "The resident was not told: it may not be safe" in browser.opens(page)
    tells_what_is_safe(staffed, edith, now, SafeWay(may_text=True))
    browser.sends(f"{page}/promises", on=page, what="Sam rings", who="Sam", **DUE)
    assert "the resident gets it by text" in browser.opens(page)
    with staffed() as session:
        [text] = session.scalars(select(OutgoingText)).all()
    assert (text.state, text.purpose) == ("waiting", "promise")


def test_a_group_is_given_no_number_of_who_is_not_safe(
    browser: Browser, staffed: Sessions, edith: Referral, page: str, now: datetime
) -> None:
    from referrals.introductions import ask_group

    with staffed.begin() as session:
        introduction = ask_group(
            session, conversation_id=edith.conversation_id, referral_id=edith.id,
            service_id="s1", service_name="Choir", at=now,
        )  # fmt: skip
    browser.logs_in().sends(f"{page}/claim", on=page)
    path = f"{page}/introductions/{introduction.id}"
    form = {"first_name": "Edith", "agreed": "yes", "contact": "07700 900123"}
    assert "has not said that ringing is safe" in browser.sends(path, 422, on=path, **form).text
    browser.sends(path, on=path, first_name="Edith", agreed="yes")


def test_a_coordinator_writes_down_what_is_safe_and_how_that_is_known(
    browser: Browser, staffed: Sessions, page: str
) -> None:
    browser.logs_in()
    form: dict[str, Any] = {"safe-may": ["ring"], "safe-time": "Tuesdays", "safe-say": "the choir"}
    answer = browser.sends(f"{page}/safe-contact", 422, on=page, **form)
    assert "Write how you know that it is safe" in answer.text
    form["safe-reason"] = "She told me at the desk."
    browser.sends(f"{page}/safe-contact", on=page, **form)
    shown = plain(browser.opens(page))
    assert "Do not text. Ring only Tuesdays, say it's the choir. Leave no message." in shown
    assert "wrote down what is safe" in shown
    with staffed() as session:
        assert len(session.scalars(select(ContactHold)).all()) == 2


def test_a_hold_ends_with_a_reason_and_that_is_on_record(
    browser: Browser, staffed: Sessions, page: str
) -> None:
    browser.logs_in().sends(f"{page}/safe-contact/lift", 422, on=page)
    reason: dict[str, Any] = {"lift-reason": "It was a line from a film."}
    browser.sends(f"{page}/safe-contact/lift", on=page, **reason)
    assert "Before you contact them" not in browser.opens(page)
    with staffed() as session:
        hold = session.scalars(select(ContactHold)).one()
        acts = session.scalars(select(AuditLine.act)).all()
    assert hold.lift_reason == "It was a line from a film."
    assert "contact_hold_lifted" in acts
