"""A coordinator's day: take on, take over, reply, promise, introduce, close; all on record."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from people.consent import has_consent
from referrals.introductions import read_introduction
from storage.engine import Sessions
from storage.tables.conversations import Conversation, Message
from storage.tables.outbox import OutgoingText
from storage.tables.referrals import AuditLine, Introduction, Promise, Referral, ReferralNote
from storage.tables.safety import Alert
from tests.console.conftest import SECRET, Browser, Clock
from tests.referrals import scene


@pytest.fixture
def edith(staffed: Sessions, now: datetime) -> Referral:
    with staffed.begin() as session:
        return scene.edith(session, now)


@pytest.fixture
def page(edith: Referral) -> str:
    return f"/people/{edith.conversation_id}"


def audit(sessions: Sessions, by: str = "Sam Okafor") -> list[str]:
    """What a colleague did, in order."""
    with sessions() as session:
        rows = session.scalars(select(AuditLine).order_by(AuditLine.id))
        names = {str(member.id): member.name for member in scene.everybody(session)}
        return [row.act for row in rows if names.get(row.by) == by]


def test_every_look_at_a_page_and_at_the_queue_is_written_down(
    browser: Browser, staffed: Sessions, page: str, clock: Clock
) -> None:
    browser.logs_in()
    browser.opens("/queue")
    browser.opens(page)
    browser.opens(page)
    browser.opens(f"/live{page}")
    assert audit(staffed) == ["logged_in", "seen", "seen", "seen"]
    clock.passes(minutes=16)
    browser.opens(f"/live{page}")
    assert audit(staffed).count("seen") == 4


def test_of_two_coordinators_who_claim_at_once_one_wins_and_the_other_is_told(
    console: Flask, staffed: Sessions, page: str
) -> None:
    browsers = [Browser(console.test_client()).logs_in(name) for name in ("sam", "priya")]
    barrier = Barrier(2)

    def claims(browser: Browser) -> str:
        barrier.wait()
        browser.sends(f"{page}/claim", on=page)
        return browser.opens(page)

    with ThreadPoolExecutor(2) as pool:
        pages = list(pool.map(claims, browsers))
    told = [text for text in pages if "has this resident. Nothing was changed." in text]
    won = [text for text in pages if "You have taken this resident on." in text]
    assert (len(won), len(told)) == (1, 1)
    with staffed() as session:
        holder = session.scalars(select(Referral)).one().claimed_by
        name = next(each.name for each in scene.everybody(session) if each.id == holder)
    assert f"{name} has this resident." in told[0]


def test_a_reply_reaches_web_chat_and_silences_the_assistant(
    browser: Browser, staffed: Sessions, page: str, edith: Referral
) -> None:
    browser.logs_in().sends(f"{page}/claim", on=page)
    browser.sends(f"{page}/take-over", on=page)
    browser.sends(f"{page}/reply", on=page, reply="Hello Edith, this is Sam.")
    with staffed() as session:
        thread = session.get_one(Conversation, edith.conversation_id)
        said = session.scalars(select(Message).where(Message.sent_by == "coordinator")).one()
        assert (thread.owner, said.text) == ("coordinator", "Hello Edith, this is Sam.")
        assert said.staff_id == thread.owner_id
    browser.sends(f"{page}/give-back", on=page)
    with staffed() as session:
        assert session.get_one(Conversation, edith.conversation_id).owner == "queue"
    assert [act for act in audit(staffed) if act != "seen"] == [
        "logged_in",
        "claimed",
        "taken_over",
        "replied",
        "handed_back",
    ]


def test_a_reply_to_a_texting_resident_waits_in_the_outbox(
    browser: Browser, staffed: Sessions, now: datetime
) -> None:
    with staffed.begin() as session:
        made = scene.edith(session, now, channel="sms")
    path = f"/people/{made.conversation_id}"
    browser.logs_in().sends(f"{path}/claim", on=path)
    browser.sends(f"{path}/take-over", on=path)
    browser.sends(f"{path}/reply", on=path, reply="Shall I ring you at ten?")
    with staffed() as session:
        text = session.scalars(select(OutgoingText)).one()
        assert (text.number, text.text) == ("+447700900123", "Shall I ring you at ten?")
    assert "Text is waiting to go out" in browser.opens(path)


def test_nobody_replies_in_a_thread_that_they_do_not_hold(
    console: Flask, browser: Browser, staffed: Sessions, page: str
) -> None:
    browser.logs_in("sam")
    browser.sends(f"{page}/reply", on=page, reply="too early")
    assert "Take this resident on first." in browser.opens(page)
    browser.sends(f"{page}/claim", on=page)
    browser.sends(f"{page}/take-over", on=page)
    priya = Browser(console.test_client()).logs_in("priya")
    priya.sends(f"{page}/reply", on=page, reply="me too")
    assert "Sam Okafor has this resident." in priya.opens(page)
    with staffed() as session:
        query = select(Message.text).where(Message.sent_by == "coordinator")
        assert session.scalars(query).all() == []


@pytest.mark.parametrize(
    ("reply", "words"), [("  ", "Write a reply first"), ("x" * 1501, "too long")]
)
def test_a_reply_that_cannot_go_out_comes_back_with_its_reason(
    browser: Browser, page: str, reply: str, words: str
) -> None:
    browser.logs_in().sends(f"{page}/claim", on=page)
    browser.sends(f"{page}/take-over", on=page)
    answer = browser.sends(f"{page}/reply", 422, on=page, reply=reply)
    assert words in answer.text
    assert 'href="#reply"' in answer.text


def test_an_empty_form_shows_no_leftover_words(browser: Browser, page: str) -> None:
    browser.logs_in().sends(f"{page}/claim", on=page)
    browser.sends(f"{page}/take-over", on=page)
    assert ">None<" not in browser.opens(page)


def test_a_note_is_for_colleagues_and_not_in_the_thread(
    browser: Browser, staffed: Sessions, page: str
) -> None:
    browser.logs_in().sends(f"{page}/notes", on=page, note="<b>Rang</b>, no answer.")
    assert "&lt;b&gt;Rang&lt;/b&gt;, no answer." in browser.opens(page)
    with staffed() as session:
        assert session.scalars(select(ReferralNote)).one().text == "<b>Rang</b>, no answer."
        assert "Rang" not in " ".join(session.scalars(select(Message.text)))


def test_a_promise_is_made_moved_and_kept(browser: Browser, staffed: Sessions, page: str) -> None:
    browser.logs_in()
    due: dict[str, Any] = {"due-day": "27", "due-month": "11", "due-year": "2026", "due-hour": "10"}
    browser.sends(f"{page}/promises", on=page, what="I visit you", who="Sam", **due)
    with staffed() as session:
        made = session.scalars(select(Promise).where(Promise.what == "I visit you")).one()
        assert made.due_at.isoformat() == "2026-11-27T10:00:00+00:00"
    later: dict[str, Any] = {
        f"due-{made.id}-{part}": value
        for part, value in {"day": "1", "month": "12", "year": "2026", "hour": "9"}.items()
    }
    browser.sends(f"{page}/promises/{made.id}/change", on=page, **later)
    with staffed() as session:
        query = select(Promise).where(Promise.what == "I visit you", Promise.replaced_at.is_(None))
        moved = session.scalars(query).one()
    browser.sends(f"{page}/promises/{moved.id}/keep", on=page)
    browser.sends(f"{page}/promises/{moved.id}/keep", 404, on=page)
    assert audit(staffed)[-8:].count("promise_kept") == 1


@pytest.mark.parametrize(
    ("day", "month", "year", "words"),
    [
        ("31", "2", "2027", "real date"),
        ("", "", "", "real date"),
        ("1", "1", "2020", "in the future"),
        ("1", "1", "2999", "too far"),
    ],
)
def test_a_promise_needs_a_real_date_in_the_future(
    browser: Browser, page: str, day: str, month: str, year: str, words: str
) -> None:
    due: dict[str, Any] = {"due-day": day, "due-month": month, "due-year": year, "due-hour": "10"}
    answer = browser.logs_in().sends(
        f"{page}/promises", 422, on=page, what="I visit you", who="Sam", **due
    )
    assert words in answer.text


def test_an_alert_is_on_every_page_until_it_is_dealt_with(
    browser: Browser, staffed: Sessions, page: str, edith: Referral, now: datetime
) -> None:
    with staffed.begin() as session:
        thread = session.get_one(Conversation, edith.conversation_id)
        alert = scene.alert(session, thread, scene.says(session, thread, "help", now), now)
    browser.logs_in()
    for path in ("/queue", page, "/live/alerts"):
        assert "Says that their chest hurts." in browser.opens(path)
    browser.sends(f"/alerts/{alert.id}/acknowledge", on="/queue")
    folded = browser.opens("/live/alerts")
    assert "1 alert is taken up" in folded
    assert "Sam Okafor has taken it up" in folded
    assert "data-unheard" not in folded
    browser.sends(f"/alerts/{alert.id}/handle", 422, on=page)
    note: dict[str, Any] = {"alert-note": "Ambulance is there."}
    browser.sends(f"/alerts/{alert.id}/handle", on=page, **note)
    assert "Says that their chest hurts." not in browser.opens("/live/alerts")
    with staffed() as session:
        assert session.scalars(select(Alert)).one().note == "Ambulance is there."


def test_closing_needs_an_outcome_and_a_word_on_each_promise(
    browser: Browser, staffed: Sessions, page: str, edith: Referral
) -> None:
    browser.logs_in().sends(f"{page}/claim", on=page)
    assert "Choose how it ended" in browser.sends(f"{page}/close", 422, on=page).text
    answer = browser.sends(f"{page}/close", 422, on=page, outcome="connected")
    assert "Say for each promise whether it was kept" in answer.text
    with staffed() as session:
        promise = session.scalars(select(Promise)).one()
        assert session.get_one(Conversation, edith.conversation_id).owner == "queue"
    ends: dict[str, Any] = {f"promise-{promise.id}": "kept"}
    browser.sends(f"{page}/close", on=page, outcome="connected", **ends)
    with staffed() as session:
        closed = session.get_one(Referral, edith.id)
        thread = session.get_one(Conversation, edith.conversation_id)
        assert (closed.outcome, thread.owner) == ("connected", "closed")
    assert "Connected with people or a group nearby" in browser.opens(page)
    assert [act for act in audit(staffed) if act != "seen"][-3:] == [
        "promise_kept",
        "referral_closed",
        "closed",
    ]


def test_a_resident_put_back_waits_for_anybody_again(
    console: Flask, browser: Browser, staffed: Sessions, page: str, edith: Referral
) -> None:
    browser.logs_in().sends(f"{page}/claim", on=page)
    browser.sends(f"{page}/take-over", on=page)
    lee = Browser(console.test_client()).logs_in("lee")
    lee.sends(f"{page}/put-back", on=page)
    with staffed() as session:
        assert session.get_one(Referral, edith.id).claimed_by is None
        assert session.get_one(Conversation, edith.conversation_id).owner == "queue"
    assert "Take on" in browser.opens("/queue")


def test_a_group_is_told_only_what_the_resident_heard_and_agreed_to(
    browser: Browser, staffed: Sessions, page: str, clock: Clock
) -> None:
    browser.logs_in().sends(f"{page}/claim", on=page)
    asked = browser.sends(
        f"{page}/introductions", on=page, service_id="choir", service_name="Millfield Singers"
    )
    form = asked.headers["Location"]
    assert "sing again" in browser.opens(form)
    words: dict[str, Any] = {"first_name": "Edith", "wish": "to sing", "needs": "", "contact": ""}
    refused = browser.sends(form, 422, on=form, **words)
    assert "The resident has to agree" in refused.text
    browser.sends(form, on=form, agreed="yes", **words)
    link = browser.opens(form).split("https://doorstep.example.org/r/")[1].split('"')[0]
    with staffed() as session:
        introduction = read_introduction(session, link, secret=SECRET, at=clock())
        assert introduction.shared == {"first_name": "Edith", "wish": "to sing"}
        thread = session.get_one(Conversation, introduction.conversation_id)
        assert has_consent(session, thread.person_id, "share")
        assert session.scalars(select(Introduction)).one().token_hash != link


def test_the_lead_sees_how_things_stand(browser: Browser, page: str, clock: Clock) -> None:
    clock.passes(hours=8)
    text = browser.logs_in("lee").opens("/team")
    assert "Overdue promises" in text
    assert "Edith Marlow" in text


def test_an_administrator_adds_an_account_and_switches_it_off(
    console: Flask, browser: Browser, staffed: Sessions
) -> None:
    new: dict[str, Any] = {
        "name": "Tess Lind",
        "email": "tess@harbourside.example.org",
        "role": "coordinator",
    }
    browser.logs_in("ada")
    short = browser.sends("/accounts/", 422, on="/accounts/", password="short", **new)
    assert "at least 12 characters" in short.text
    browser.sends("/accounts/", on="/accounts/", password=scene.PASSWORD, **new)
    taken = browser.sends("/accounts/", 422, on="/accounts/", password=scene.PASSWORD, **new)
    assert "There is an account with this e-mail address" in taken.text
    tess = Browser(console.test_client()).logs_in("tess")
    tess.opens("/queue")
    with staffed() as session:
        account = next(each for each in scene.everybody(session) if each.name == "Tess Lind")
    browser.sends(f"/accounts/{account.id}/switch", on="/accounts/", active="no")
    assert tess.client.get("/queue").status_code == 303


@pytest.mark.parametrize(
    "path", ["", "/claim", "/reply", "/notes", "/close", "/promises", "/take-over", "/give-back"]
)
def test_an_unknown_resident_is_a_page_not_found(
    browser: Browser, staffed: Sessions, path: str
) -> None:
    browser.logs_in()
    nobody = f"/people/{uuid.uuid4()}"
    if not path:
        assert "Page not found" in browser.opens(nobody, status=404)
    else:
        browser.sends(f"{nobody}{path}", 404, on="/queue")


def test_words_of_a_resident_are_shown_as_they_are_and_never_run(
    browser: Browser, staffed: Sessions, edith: Referral, page: str, now: datetime
) -> None:
    with staffed.begin() as session:
        thread = session.get_one(Conversation, edith.conversation_id)
        scene.says(session, thread, "<script>alert(1)</script>", now + timedelta(minutes=9))
    text = browser.logs_in().opens(page)
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text
    assert "<script>alert" not in text
