"""A group's page for an introduction, and the page of an entry of the directory."""

from datetime import datetime

import pytest
from sqlalchemy import select

from directory.load import load_directory
from settings import settings
from storage.tables.directory import DirectoryReport, Service
from storage.tables.referrals import Introduction
from tests.webchat.front import Front, introduce


@pytest.fixture
def link(front: Front, now: datetime) -> str:
    """The link that a lunch club got, with the resident's yes."""
    return introduce(front, now)


def answer_of(front: Front) -> str | None:
    with front.desk.sessions() as session:
        return session.scalars(select(Introduction)).one().answer


def test_a_group_reads_exactly_what_is_shared(front: Front, link: str) -> None:
    page = front.browser().get(link)

    assert "Joan" in page.text
    assert 'href="tel:01632960333"' in page.text
    assert page.headers["X-Robots-Tag"] == "noindex, nofollow"


def test_looking_at_the_link_answers_nothing(front: Front, link: str) -> None:
    client = front.browser()
    client.get(link)
    client.get(f"{link}?answer=yes")
    client.head(link)

    assert answer_of(front) is None


@pytest.mark.parametrize("answer", ["yes", "no", "full"])
def test_a_group_answers_once(front: Front, link: str, answer: str) -> None:
    client = front.browser()

    page = client.post(link, data={"answer": answer}, follow_redirects=True)
    client.post(link, data={"answer": "yes" if answer == "no" else "no"})

    assert "Thank you. Your answer" in page.text
    assert answer_of(front) == answer


@pytest.mark.parametrize("form", [{}, {"answer": "perhaps"}])
def test_an_unclear_answer_is_asked_again(front: Front, link: str, form: dict[str, str]) -> None:
    page = front.browser().post(link, data=form)

    assert page.status_code == 400
    assert "Please choose an answer" in page.text
    assert answer_of(front) is None


def test_an_altered_link_opens_nothing(front: Front, link: str) -> None:
    client = front.browser()

    assert client.get(link + "x").status_code == 404
    assert client.post(link + "x", data={"answer": "yes"}).status_code == 404


def test_an_entry_has_a_page_and_can_be_reported(front: Front, now: datetime) -> None:
    with front.desk.sessions.begin() as session:
        load_directory(session, settings().directory_source, at=now)
        entry = session.scalars(select(Service).order_by(Service.name).limit(1)).one()
    client = front.browser()

    page = client.get(f"/directory/{entry.id}")
    told = client.post(
        f"/directory/{entry.id}/wrong",
        data={"what": "wrong_time", "words": "It is at 3 now"},
        follow_redirects=True,
    )

    assert entry.name.split("&")[0] in page.text
    assert "Thank you. A person will look at this entry." in told.text
    with front.desk.sessions() as session:
        report = session.scalars(select(DirectoryReport)).one()
    assert (report.what, report.words) == ("wrong_time", "It is at 3 now")


def test_the_directory_the_telephone_and_health_are_part_of_the_app(front: Front) -> None:
    client = front.browser()

    assert client.get("/directory/v3/").status_code == 200
    assert client.post("/telephony/sms", data={"From": "+447700900123"}).status_code == 403
    assert client.get("/health/live").status_code == 200
