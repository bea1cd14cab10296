"""A group keeps its entry right by its link: GET shows, POST acts, no script is needed."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from sqlalchemy import select

from directory.freshness import hide
from directory.freshness_links import make_link, token_of
from directory.freshness_questions import ask_group
from storage.tables.directory import DirectoryReport
from storage.tables.freshness import DirectoryTask, StillRightQuestion
from tests.directory.upkeep import entry, entry_id, load_entries
from tests.webchat.chromium import is_too_wide, mistakes, served
from tests.webchat.front import SECRET, Front


@pytest.fixture
def link(front: Front, tmp_path: Path, now: datetime) -> str:
    """The address that a lunch club got by e-mail two days ago."""
    at = now - timedelta(days=2)
    given = {
        "number": 1,
        "name": "Thursday lunch club",
        "phone": "01632 960123",
        "email": "hello@lunch.example.org",
        "assured_date": "2026-01-05",
    }
    with front.desk.sessions.begin() as session:
        load_entries(session, tmp_path, at, given)
        ask_group(session, entry(session), why="due", at=at)
        made = make_link(session, entry(session).id, at=at)
        return f"/g/{token_of(made.id, secret=SECRET)}"


def stands(front: Front) -> tuple[str | None, str, bool]:
    """Return how it was checked last, its availability, and whether it is hidden."""
    with front.desk.sessions() as session:
        club = entry(session)
        return club.checked_how, club.availability, club.hidden_at is not None


def test_the_page_shows_what_people_read(front: Front, link: str) -> None:
    page = front.browser().get(link)
    assert "Thursday lunch club" in page.text
    assert 'href="tel:01632960123"' in page.text
    assert "January 2026" in page.text
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_looking_changes_nothing(front: Front, link: str) -> None:
    client = front.browser()
    client.get(link)
    client.get(f"{link}?says=right&room=full&thanks=right")
    client.head(link)
    assert stands(front) == ("feed", "open", False)


def test_one_click_makes_it_fresh_and_answers_the_question(
    front: Front, link: str, now: datetime
) -> None:
    page = front.browser().post(link, data={"says": "right"}, follow_redirects=True)
    assert "We tell people that you checked this today." in page.text
    assert stands(front) == ("group_link", "open", False)
    with front.desk.sessions() as session:
        assert session.scalars(select(StillRightQuestion)).one().answer == "still_right"
    assert (
        "Checked by the group in November 2026"
        in front.browser().get(f"/directory/{entry_id(1)}").text
    )


def test_full_for_eight_weeks_is_on_the_entry_in_the_same_minute(front: Front, link: str) -> None:
    client = front.browser()
    page = client.post(
        link, data={"says": "room", "room": "full", "weeks": "8"}, follow_redirects=True
    )
    assert "It says it is full until 19 January 2027" in page.text
    assert (
        "It says it is full until 19 January 2027" in client.get(f"/directory/{entry_id(1)}").text
    )
    client.post(link, data={"says": "room", "room": "open", "weeks": "8"})
    assert stands(front)[1] == "open"


def test_what_has_changed_goes_to_a_person(front: Front, link: str) -> None:
    client = front.browser()
    assert client.post(link, data={"says": "changed", "words": " "}).status_code == 400
    client.post(link, data={"says": "changed", "words": "Wednesdays <b>at 2</b> now"})
    with front.desk.sessions() as session:
        task = session.scalars(select(DirectoryTask)).one()
    assert (task.kind, task.notes[0]["words"]) == ("group_changed", "Wednesdays <b>at 2</b> now")


def test_closing_needs_a_tick_and_can_be_undone_by_the_group(front: Front, link: str) -> None:
    client = front.browser()
    assert client.post(link, data={"says": "closed"}).status_code == 400
    assert not stands(front)[2]
    client.post(link, data={"says": "closed", "sure": "yes"})
    assert stands(front)[2]
    assert client.get(f"/directory/{entry_id(1)}").status_code == 404
    assert "We do not show this to people now." in client.get(link).text
    client.post(link, data={"says": "right"})
    assert not stands(front)[2]
    with front.desk.sessions.begin() as session:
        hide(session, entry(session), why="Complaints", at=front.desk.clock())
    client.post(link, data={"says": "right"})
    assert stands(front)[2]


@pytest.mark.parametrize("form", [{}, {"says": "maybe"}, {"says": "room", "room": "sideways"}])
def test_an_unclear_answer_is_asked_again(front: Front, link: str, form: dict[str, str]) -> None:
    page = front.browser().post(link, data=form)
    assert page.status_code == 400
    assert "Something is missing" in page.text
    assert stands(front) == ("feed", "open", False)


def test_an_altered_link_opens_nothing_and_another_site_cannot_post(
    front: Front, link: str
) -> None:
    client = front.browser()
    assert client.get(link + "x").status_code == 404
    assert client.post(link + "x", data={"says": "right"}).status_code == 404
    refused = client.post(link, data={"says": "right"}, headers={"Sec-Fetch-Site": "cross-site"})
    assert refused.status_code == 403
    assert stands(front)[0] == "feed"


def test_two_visitors_from_one_address_are_one_reporter(front: Front, link: str) -> None:
    for words in ("gone", "really gone"):
        front.browser().post(
            f"/directory/{entry_id(1)}/wrong", data={"what": "closed", "words": words}
        )
    assert not stands(front)[2]
    with front.desk.sessions() as session:
        kept = session.scalars(select(DirectoryReport)).all()
    assert len({report.reporter for report in kept}) == 1
    assert "127.0.0.1" not in str(kept[0].reporter)


def test_two_visitors_from_two_addresses_hide_it(front: Front, link: str) -> None:
    for address in ("203.0.113.7", "198.51.100.9"):
        told = front.app.test_client().post(
            f"/directory/{entry_id(1)}/wrong",
            data={"what": "closed"},
            environ_overrides={"REMOTE_ADDR": address},
        )
        assert told.status_code == 303
    assert stands(front)[2]


@pytest.mark.browser
def test_the_page_is_accessible_and_works_by_keyboard_without_scripts(
    chromium: Browser, front: Front, link: str
) -> None:
    with served(front.app) as address:
        page = chromium.new_page(viewport={"width": 320, "height": 700})
        for state in (link, f"{link}?thanks=right"):
            page.goto(f"{address}{state}")
            assert (mistakes(page), is_too_wide(page)) == ([], False)
        for summary in page.locator("summary").all():
            summary.click()
        assert mistakes(page) == []
        page.get_by_role("button", name="Tell us").click()
        expect(page.get_by_role("alert")).to_contain_text("Please write what has changed")
        assert (mistakes(page), is_too_wide(page)) == ([], False)
        page.close()
        plain = chromium.new_context(java_script_enabled=False).new_page()
        plain.goto(f"{address}{link}")
        plain.get_by_role("radio", name="12 weeks").focus()
        plain.keyboard.press("Space")
        plain.get_by_role("button", name="We have a waiting list").focus()
        plain.keyboard.press("Enter")
        expect(plain.get_by_role("status")).to_contain_text("We tell people from this minute on")
        expect(plain.locator("dl")).to_contain_text("It has a waiting list until 16 February 2027")
        plain.get_by_role("button", name="Yes, this is still right").focus()
        plain.keyboard.press("Enter")
        expect(plain.get_by_role("status")).to_contain_text("you checked this today")
        plain.context.close()
    assert stands(front) == ("group_link", "waiting_list", False)
