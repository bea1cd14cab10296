"""The rota and the drill in the console: a lead changes who is told, everybody reads it."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy import select

from council import council
from referrals.rota import Part
from referrals.rota_rows import read_rota
from storage.engine import Sessions
from storage.tables.rota import DutyPerson
from storage.tables.safety import Alert
from storage.tables.staff import StaffMember
from tests.console.conftest import Browser, Clock

NOBODY_AT_ALL = "nobody would get a text or an e-mail"
SHIFT: dict[str, Any] = {"weekday": ["0", "1", "2", "3", "4"], "begins": "09:00", "ends": "17:00"}


@pytest.fixture
def lee(browser: Browser, staffed: Sessions) -> Browser:
    return browser.logs_in("lee")


def add_sam(browser: Browser, sessions: Sessions) -> int:
    with sessions() as session:
        sam = session.scalars(select(StaffMember).where(StaffMember.name == "Sam Okafor")).one()
    browser.sends(
        "/rota/people", on="/rota/", part="duty", staff=str(sam.id), mobile="07700 900301"
    )
    with sessions() as session:
        return session.scalars(select(DutyPerson.id).order_by(DutyPerson.id.desc())).first() or 0


def test_with_nobody_on_duty_every_page_says_so_loudly(
    lee: Browser, staffed: Sessions, clock: Clock
) -> None:
    assert NOBODY_AT_ALL in lee.opens("/queue")
    assert "console-duty--loud" in lee.opens("/live/alerts")
    person = add_sam(lee, staffed)
    assert NOBODY_AT_ALL in lee.opens("/queue")
    lee.sends(f"/rota/people/{person}/shifts", on="/rota/", **SHIFT)
    assert "console-duty" not in lee.opens("/queue")
    clock.passes(hours=9)
    lee.logs_in("lee")
    assert NOBODY_AT_ALL in lee.opens("/queue")
    lee.sends("/rota/people", on="/rota/", part="out_of_hours", name="Team", mobile="07700 900304")
    night = lee.opens("/queue")
    assert "the out-of-hours team is told of danger at once" in night
    assert "console-duty--loud" not in night


def test_the_rota_says_who_is_told_now_and_why(lee: Browser, staffed: Sessions) -> None:
    person = add_sam(lee, staffed)
    lee.sends(f"/rota/people/{person}/shifts", on="/rota/", **SHIFT)
    page = lee.opens("/rota/")
    assert "<strong>The person on duty:</strong> Sam Okafor" in page
    assert "Because one named person is asked first" in page
    assert "The out-of-hours list is empty" in page


def test_hours_days_off_and_closed_days_are_added_and_removed(
    lee: Browser, staffed: Sessions, now: datetime
) -> None:
    person = add_sam(lee, staffed)
    lee.sends(f"/rota/people/{person}/shifts", on="/rota/", **SHIFT)
    off: dict[str, Any] = {"first-day": "2026-11-24", "last-day": "2026-11-25"}
    lee.sends(f"/rota/people/{person}/days-off", on="/rota/", **off)
    assert "Away 24 November 2026 to 25 November 2026" in lee.opens("/rota/")
    with staffed() as session:
        [sam] = read_rota(session, council()).people
        assert read_rota(session, council()).on_duty(now) == []
    lee.sends(f"/rota/people/{person}/days-off/{sam.days_off[0].id}/remove", on="/rota/")
    with staffed() as session:
        assert [one.name for one in read_rota(session, council()).on_duty(now)] == ["Sam Okafor"]
    closed: dict[str, Any] = {"closed-day": "2026-11-24", "closed-name": "Moving house"}
    lee.sends("/rota/closed-days", on="/rota/", **closed)
    with staffed() as session:
        assert read_rota(session, council()).on_duty(now) == []
    lee.sends("/rota/closed-days/2026-11-24/remove", on="/rota/")
    lee.sends(f"/rota/people/{person}/shifts/{sam.shifts[0].id}/remove", on="/rota/")
    with staffed() as session:
        [sam] = read_rota(session, council()).people
        assert [shift.weekday for shift in sam.shifts] == [1, 2, 3, 4]


def test_somebody_is_told_earlier_and_taken_off(lee: Browser, staffed: Sessions) -> None:
    for name, number in (("Night team", "07700 900304"), ("Duty doctor", "07700 900305")):
        lee.sends("/rota/people", on="/rota/", part="out_of_hours", name=name, mobile=number)
    with staffed() as session:
        team, doctor = read_rota(session, council()).people
    lee.sends(f"/rota/people/{doctor.id}/earlier", on="/rota/")
    lee.sends(f"/rota/people/{team.id}/change", on="/rota/", email="night@example.org")
    with staffed() as session:
        people = read_rota(session, council()).out_of_hours()
    assert [(one.name, one.mobile, one.email) for one in people] == [
        ("Duty doctor", "+447700900305", ""),
        ("Night team", "", "night@example.org"),
    ]
    lee.sends(f"/rota/people/{doctor.id}/remove", on="/rota/")
    lee.sends(f"/rota/people/{doctor.id}/remove", on="/rota/")
    with staffed() as session:
        assert [one.name for one in read_rota(session, council()).people] == ["Night team"]


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ({"part": ""}, "Choose what they are on the rota for"),
        ({"name": ""}, "Choose a colleague, or write a team&#39;s name"),
        ({"mobile": "01632 960999"}, "A landline cannot get a text"),
        ({"mobile": ""}, "Write a mobile number or an e-mail address"),
        ({"email": "nobody"}, "Write an e-mail address"),
    ],
)
def test_what_cannot_be_used_comes_back_with_words(
    lee: Browser, form: dict[str, str], words: str
) -> None:
    good = {"part": "out_of_hours", "name": "Team", "mobile": "07700 900304", "email": ""}
    assert words in lee.sends("/rota/people", 422, on="/rota/", **{**good, **form}).text


@pytest.mark.parametrize(
    ("path", "form", "words"),
    [
        ("shifts", {"begins": "09:00", "ends": "17:00"}, "Choose at least one day"),
        ("shifts", {"weekday": "1", "begins": "soon", "ends": "17:00"}, "Write a time"),
        ("days-off", {"first-day": "2026-02-31", "last-day": "2026-03-01"}, "Write a real date"),
        ("days-off", {"first-day": "2026-03-02", "last-day": "2026-03-01"}, "before the first"),
    ],
)
def test_hours_and_days_that_cannot_be_come_back_at_their_person(
    lee: Browser, staffed: Sessions, path: str, form: dict[str, Any], words: str
) -> None:
    person = add_sam(lee, staffed)
    answer = lee.sends(f"/rota/people/{person}/{path}", 422, on="/rota/", **form)
    assert words in answer.text
    assert 'details console-details" open' in answer.text


def test_a_coordinator_reads_the_rota_and_cannot_change_it(
    browser: Browser, staffed: Sessions
) -> None:
    browser.logs_in("sam")
    page = browser.opens("/rota/")
    assert "Put somebody on the rota" not in page
    assert "Start a DRILL" not in page
    browser.sends("/rota/people", 403, part=Part.DUTY, name="Me", mobile="07700 900301")
    browser.sends("/alerts/drill", 403)


def test_a_lead_starts_a_drill_and_finishes_it(lee: Browser, staffed: Sessions) -> None:
    answer = lee.sends("/alerts/drill", on="/rota/")
    drill = answer.headers["Location"]
    assert "DRILL: a test of the alerts" in lee.opens(drill)
    banner = lee.opens("/live/alerts")
    assert "<strong>DRILL:</strong> a test alert. Nobody is in danger." in banner
    lee.sends(f"{drill}/acknowledge", on=drill)
    lee.sends(f"{drill}/handle", 422, on=drill)
    note: dict[str, Any] = {"alert-note": "Everybody got it."}
    lee.sends(f"{drill}/handle", on=drill, **note)
    assert "Everybody got it." in lee.opens(drill)
    with staffed() as session:
        alert = session.scalars(select(Alert)).one()
    assert (alert.is_drill, alert.conversation_id, alert.handled_at is not None) == (
        True,
        None,
        True,
    )
