"""The chat page as a browser without JavaScript uses it, and the pages around it."""

import json
import re
import uuid
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from itsdangerous import TimestampSigner

from conversation.message import Choice, Saying
from conversation.ownership import coordinator_says, take_over
from conversation.summary import summary_token
from people.contact import MOBILE, add_contact, person_of
from storage.engine import Sessions
from tests.webchat.front import (
    LUNCH_CLUB,
    OFFER,
    PROMISE,
    Front,
    a_coordinator,
    open_front,
    the_conversation,
)

WRITTEN = re.compile(r'<textarea[^>]*id="text"[^>]*>([^<]*)<')


def write(client: FlaskClient, text: str, **more: str) -> str:
    """Write and send, and read the page that comes back."""
    answer = client.post("/", data={"text": text, **more}, follow_redirects=True)
    assert answer.status_code == 200
    return answer.text


def test_the_first_page_opens_nothing_before_something_is_said(front: Front) -> None:
    client = front.browser()

    page = client.get("/")

    assert "What matters to you at the moment?" in page.text
    assert client.get_cookie("doorstep_chat") is None


def test_a_first_message_opens_the_chat_and_shows_it(front: Front) -> None:
    page = write(front.browser(), "I am on my own a lot")

    assert "I am on my own a lot" in page
    assert "I heard: I am on my own a lot" in page
    assert "Your reference" in page


def test_a_post_redirects_so_that_a_refresh_sends_nothing_twice(front: Front) -> None:
    client = front.browser()

    answer = client.post("/", data={"text": "hello"})
    client.get("/")
    client.get("/")

    assert (answer.status_code, answer.location) == (303, "/#newest")
    assert front.bot.heard == ["hello"]


def test_the_chat_is_there_the_next_day(front: Front) -> None:
    client = front.browser()
    write(client, "my mum keeps falling")

    assert "my mum keeps falling" in client.get("/").text


def test_the_same_form_sent_twice_is_one_message(front: Front) -> None:
    client = front.browser()
    write(client, "hello")
    form = {"text": "is it free", "id": str(uuid.uuid4())}

    client.post("/", data=form)
    client.post("/", data=form)

    assert front.bot.heard == ["hello", "is it free"]


def test_choices_are_buttons_that_post_and_only_the_newest_can_be_picked(front: Front) -> None:
    client = front.browser()
    front.bot.says(Saying("Ok?", choices=(Choice("Yes", "yes please"),)))
    page = write(client, "hello")
    assert 'value="yes please"' in page

    front.bot.says(Saying("Thank you."))
    page = write(client, "yes please")

    assert 'value="yes please"' not in page


def test_a_service_card_tells_why_where_when_and_how_to_begin(front: Front) -> None:
    front.bot.says(OFFER)

    page = write(front.browser(), "company")

    for words in (
        LUNCH_CLUB.why,
        "About half a mile away",
        LUNCH_CLUB.when,
        'href="tel:01632960222"',
        "Checked in October 2026",
        f"/directory/{LUNCH_CLUB.id}",
        "Choose this",
    ):
        assert words in page


def test_a_card_never_links_to_a_script(front: Front) -> None:
    evil = replace(LUNCH_CLUB, url="javascript:alert(1)", name="<b>x</b>", checked_at="soon")
    front.bot.says(replace(OFFER, services=(evil,)))

    page = write(front.browser(), "company")

    assert "javascript:" not in page
    assert "<b>x</b>" not in page


def test_a_promise_stands_out_with_by_when_and_by_whom(front: Front) -> None:
    front.bot.says(PROMISE)

    page = write(front.browser(), "ring me")

    assert "What happens next" in page
    assert "Wednesday 25 November, 5pm" in page


def test_danger_words_stand_before_everything_else_and_can_be_rung(front: Front) -> None:
    page = write(front.browser(), "I want to kill myself")

    after = page[page.index("I want to kill myself") :]
    assert after.index('role="alert"') < after.index("Are you safe")
    assert 'href="tel:116123"' in after


def test_what_a_resident_writes_is_never_markup(front: Front) -> None:
    page = write(front.browser(), "<script>alert(1)</script> & <img src=x onerror=y>")

    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "&lt;script&gt;" in page


@pytest.mark.parametrize(
    "form",
    [{}, {"text": ""}, {"text": "😀"}, {"id": "nonsense", "text": "hello"}, {"text": "\x00"}],
)
def test_an_odd_form_gets_a_kind_sentence(front: Front, form: dict[str, str]) -> None:
    answer = front.browser().post("/", data=form, follow_redirects=True)

    assert answer.status_code == 200
    assert "door-said--assistant" in answer.text


def test_a_message_that_is_too_long_stays_in_the_box(front: Front) -> None:
    client = front.browser()
    write(client, "hello")

    answer = client.post("/", data={"text": "y" * 20_001})

    assert answer.status_code == 413
    assert "Your message is too long" in answer.text
    assert WRITTEN.search(answer.text)[1] == "y" * 20_001  # type: ignore[index]


def test_a_form_from_another_site_is_refused(front: Front) -> None:
    client = front.browser()
    elsewhere = [{"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://bad.example.org"}]

    for headers in elsewhere:
        assert client.post("/", data={"text": "hello"}, headers=headers).status_code == 403
    assert front.bot.heard == []


def test_an_altered_cookie_is_as_none(front: Front) -> None:
    client = front.browser()
    client.set_cookie("doorstep_chat", "WyJhIiwiYiJd.aaaa.bbbb")

    assert "What matters to you at the moment?" in client.get("/").text


def test_the_cookie_is_out_of_reach_of_scripts_and_lasts_90_days(front: Front) -> None:
    cookie = front.browser().post("/", data={"text": "hello"}).headers["Set-Cookie"]

    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert f"Max-Age={90 * 24 * 3600}" in cookie
    assert "Secure" not in cookie


def test_over_https_the_cookie_is_secure_and_a_framed_one_is_kept_apart(
    sessions: Sessions, tmp_path: Path, now: datetime
) -> None:
    front = open_front(sessions, tmp_path, now, secure_cookies=True)

    cookie = front.browser().post("/?embed=1", data={"text": "hi"}).headers["Set-Cookie"]

    assert all(word in cookie for word in ("Secure", "SameSite=None", "Partitioned"))


def test_leaving_takes_the_cookie_away_and_goes_to_a_harmless_page(front: Front) -> None:
    client = front.browser()
    write(client, "my husband hits me")

    answer = client.get("/leave")

    assert (answer.status_code, answer.location) == (303, front.settings.leave_url)
    assert "my husband" not in client.get("/").text


def test_starting_again_begins_anew_and_names_the_chat_before(front: Front) -> None:
    client = front.browser()
    write(client, "secret words")

    page = client.post("/start-again", follow_redirects=True).text

    assert "secret words" not in page
    assert "Your last chat is kept" in page


def test_the_reference_and_a_number_lead_back_to_the_chat(front: Front, now: datetime) -> None:
    page = write(front.browser(), "I am on my own a lot")
    reference = re.search(r'id="reference">([^<]+)<', page)[1]  # type: ignore[index]
    with front.desk.sessions.begin() as session:
        conversation = the_conversation(session)
        person = person_of(session, conversation, at=now)
        add_contact(session, person, kind=MOBILE, value="+447700900123", at=now)
    elsewhere = front.browser()

    wrong = elsewhere.post("/come-back", data={"reference": reference, "answer": "Sam"})
    form = {"reference": reference.lower(), "answer": "07700 900123"}
    right = elsewhere.post("/come-back", data=form, follow_redirects=True)

    assert wrong.status_code == 404
    assert "Those two do not belong together" in wrong.text
    assert "I am on my own a lot" in right.text


def test_three_wrong_references_are_told_to_wait(front: Front) -> None:
    client = front.browser()
    form = {"reference": "AAA-222", "answer": "Sam"}

    statuses = [client.post("/come-back", data=form).status_code for _ in range(4)]

    assert statuses == [404, 404, 404, 429]


def test_a_coordinators_message_is_on_the_page_at_the_next_look(
    front: Front, now: datetime
) -> None:
    client = front.browser()
    write(client, "can I talk to somebody")
    with front.desk.sessions.begin() as session:
        staff = a_coordinator(session, now)
        chat = the_conversation(session).id
        take_over(session, chat, by=staff.id, words=front.desk.words, at=now)
        coordinator_says(session, chat, "Hello, I am Priya.", by=staff.id, at=now)

    page = client.get("/").text

    assert "Hello, I am Priya." in page
    assert "See if there is something new" in page


def test_the_summary_shows_what_was_found_and_needs_its_signature(front: Front) -> None:
    client = front.browser()
    front.bot.says(OFFER)
    write(client, "company")

    page = client.get("/summary", follow_redirects=True)

    assert LUNCH_CLUB.name in page.text
    assert client.get("/s/forged").status_code == 404
    unknown = summary_token(front.settings, uuid.uuid4())
    assert client.get(f"/s/{unknown}").status_code == 404
    assert front.browser().get("/summary").status_code == 404


@pytest.mark.parametrize("address", ["/privacy", "/accessibility", "/come-back", "/", "/?embed=1"])
def test_pages_send_a_strict_policy_and_are_not_cached(front: Front, address: str) -> None:
    answer = front.browser().get(address)

    assert answer.status_code == 200
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    assert answer.headers["Cache-Control"] == "no-store"
    assert "style=" not in answer.text
    assert not re.search(r"<script(?![^>]*src=)", answer.text)


def test_only_the_councils_pages_may_frame_the_chat(
    sessions: Sessions, tmp_path: Path, now: datetime
) -> None:
    front = open_front(
        sessions, tmp_path, now, embed_origins="https://a.example.org, https://b.example.org"
    )

    policy = front.browser().get("/").headers["Content-Security-Policy"]

    assert policy.endswith("frame-ancestors 'self' https://a.example.org https://b.example.org")


def test_no_font_or_crown_of_gov_uk_is_served(front: Front) -> None:
    client = front.browser()
    version = re.search(r"/assets/(\w+)/govuk", client.get("/").text)[1]  # type: ignore[index]

    styles = client.get(f"/assets/{version}/govuk-frontend.min.css")

    assert "GDS Transport" not in styles.text
    assert "immutable" in styles.headers["Cache-Control"]
    assert client.get("/assets/fonts/light-94a07e06a1-v2.woff2").status_code == 404
    assert client.get(f"/assets/{version}/../app.py").status_code == 404


@pytest.mark.parametrize(
    "address",
    ["/nothing", "/r/forged", "/s/x", "/directory/0b0f6f0e-1111-4111-8111-000000000009", "/%00"],
)
def test_what_is_not_there_is_a_friendly_404(front: Front, address: str) -> None:
    answer = front.browser().get(address)

    assert answer.status_code == 404
    assert "<h1" in answer.text
    assert 'href="tel:999"' in answer.text


def test_with_the_database_down_a_message_is_kept_and_the_page_says_so(
    broken_front: Front,
) -> None:
    answer = broken_front.browser().post("/", data={"text": "is anybody there"})

    assert answer.status_code == 503
    assert "We have kept your message" in answer.text
    assert "Please come back in a few minutes" in answer.text
    for number in ("999", "111", broken_front.desk.council.phones.front_door.replace(" ", "")):
        assert f'href="tel:{number}"' in answer.text
    [kept] = broken_front.spooled()
    assert json.loads(kept.read_text())["text"] == "is anybody there"


def test_with_the_database_down_an_open_chat_keeps_its_message_and_its_token_as_a_hash(
    front: Front, broken_front: Front
) -> None:
    client = front.browser()
    write(client, "hello")
    cookie = client.get_cookie("doorstep_chat")
    assert cookie is not None
    later = broken_front.browser()
    later.set_cookie("doorstep_chat", cookie.value)

    answer = later.post("/", data={"text": "and now"})

    assert answer.status_code == 503
    with front.desk.sessions() as session:
        conversation = the_conversation(session)
    record = json.loads(broken_front.spooled()[0].read_text())
    assert record["conversation"] == str(conversation.id)
    assert record["token_hash"] == conversation.token_hash


def test_with_the_database_and_the_disk_gone_nobody_is_told_that_it_was_kept(
    broken_front: Front,
) -> None:
    broken_front.settings.doorstep_var.joinpath("spool").write_text("a file in the way")

    answer = broken_front.browser().post("/", data={"text": "hello"})

    assert answer.status_code == 503
    assert "could not keep your message" in answer.text


def test_with_the_database_down_the_first_page_still_comes(broken_front: Front) -> None:
    assert broken_front.browser().get("/").status_code == 200


def test_a_fault_in_the_desk_is_no_500_and_loses_nothing(front: Front) -> None:
    def breaks(question: object) -> tuple[Saying, ...]:
        raise ZeroDivisionError

    front.bot.answer = breaks

    answer = front.browser().post("/", data={"text": "hello"})

    assert answer.status_code == 503
    assert len(front.spooled()) == 1


def test_an_old_cookie_is_as_none(front: Front, monkeypatch: pytest.MonkeyPatch) -> None:
    client = front.browser()
    write(client, "hello there")
    later = TimestampSigner.get_timestamp
    days = int(timedelta(days=91).total_seconds())
    monkeypatch.setattr(TimestampSigner, "get_timestamp", lambda self: later(self) + days)

    assert "hello there" not in client.get("/").text
