"""Room for new people: set by group or coordinator, shown at once, back by itself."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from conversation.words import words
from directory.availability import Room, set_availability, tidy_availability
from directory.availability_texts import take_group_text
from directory.availability_words import ALL, GroupSays, read_group_text
from directory.entry import read_entry
from directory.errors import NoSuchAvailability
from directory.freshness_night import keep_fresh
from directory.freshness_questions import claim_letters, note_letter
from directory.freshness_tasks import open_tasks
from directory.search import FoundService, find_services
from language.segments import plain, segments
from storage.tables.freshness import GroupText
from storage.tables.outbox import OutgoingText
from tests.directory.upkeep import MOBILE, acts, caller, entry, entry_id, load_entries

FOUR_WEEKS = date(2026, 12, 22)


@pytest.fixture
def club(session: Session, tmp_path: Path, now: datetime) -> Session:
    load_entries(
        session, tmp_path, now,
        {"number": 1, "assured_date": "2026-10-05", "phone": "07700 900456"},
    )  # fmt: skip
    return session


def offered(session: Session, at: datetime) -> FoundService:
    [found] = find_services(session, words="lunch club", themes=["company"], at=at)
    return found


def texts(session: Session, text: str, at: datetime, *, number: str = MOBILE, sid: str = "") -> str:
    """Return our answer; "" where the text goes the usual way."""

    def say(response: str, **fill: str) -> str:
        return plain(words().say(response, "sms", **fill).text)

    sid = sid or f"SM{text}{at}"
    return take_group_text(session, number=number, text=text, provider_id=sid, say=say, at=at) or ""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("FULL 4 WEEKS", GroupSays("full", FOUR_WEEKS)),
        ("Full for four weeks please", GroupSays("full", FOUR_WEEKS)),
        ("full, 4wks", GroupSays("full", FOUR_WEEKS)),
        ("WAITING 2 WEEKS", GroupSays("waiting_list", date(2026, 12, 8))),
        ("waiting list until 12 January", GroupSays("waiting_list", date(2027, 1, 12))),
        ("We're full till the 5th of Dec.", GroupSays("full", date(2026, 12, 5))),
        ("full a month", GroupSays("full", date(2026, 12, 24))),
        ("Full", GroupSays("full")),
        ("OPEN", GroupSays("open")),
        ("Open again!", GroupSays("open")),
        ("ask first", GroupSays("ask_first")),
        ("2 full 4 weeks", GroupSays("full", FOUR_WEEKS, 2)),
        ("ALL OPEN", GroupSays("open", None, ALL)),
        ("STILL RIGHT", GroupSays("still_right")),
        ("Yes", GroupSays("still_right", is_short=True)),
        ("changed", GroupSays("changed", is_short=True)),
        ("I'm full of cold and lonely", None),
        ("my fridge is full", None),
        ("full until 40 March", None),
        ("waiting for the doctor", None),
        ("is the lunch club open", None),
        ("yes I would like that", None),
        ("yes 4 weeks", None),
        ("help", None),
        ("", None),
    ],
)
def test_a_groups_words_are_read_as_a_whole_and_nothing_else(
    text: str, expected: GroupSays | None, now: datetime
) -> None:
    assert read_group_text(text, at=now) == expected


def test_full_by_text_changes_offers_at_once_and_ends_by_the_clock(
    club: Session, now: datetime
) -> None:
    before = offered(club, now)
    answer = texts(club, "FULL 4 WEEKS", now)
    assert "full until 22 December" in answer
    full = offered(club, now)
    assert (full.availability, full.room) == ("full", "It says it is full until 22 December")
    assert full.score < before.score
    last_day = datetime.fromisoformat("2026-12-22T23:30:00+00:00")
    assert offered(club, last_day).availability == "full"
    next_day = last_day + timedelta(hours=1)
    assert (offered(club, next_day).availability, offered(club, next_day).room) == ("open", "")
    assert read_entry(club, entry_id(1), at=next_day).room == ""
    assert acts(club) == ["availability_set"]


def test_the_end_falls_at_midnight_where_people_live_in_summer_too(
    club: Session, now: datetime
) -> None:
    set_availability(
        club, entry(club), Room.FULL, until=date(2027, 4, 30), how="group_link", by="group", at=now
    )
    club.flush()
    british = datetime.fromisoformat("2027-05-01T00:30:00+01:00")
    assert offered(club, british).availability == "open"
    assert offered(club, british - timedelta(hours=1)).availability == "full"


def test_a_waiting_list_is_told_with_its_end(club: Session, now: datetime) -> None:
    texts(club, "WAITING 2 WEEKS", now)
    assert "It has a waiting list until 8 December" in offered(club, now).why
    assert read_entry(club, entry_id(1), at=now).room == "It has a waiting list until 8 December"
    texts(club, "OPEN", now)
    assert offered(club, now).room == ""


def test_the_job_gives_back_what_the_feed_says(
    session: Session, tmp_path: Path, now: datetime
) -> None:
    asks = {
        "id": "a1", "link_entity": "service", "link_id": entry_id(1),
        "taxonomy_term": {
            "id": "t1", "code": "ask_first", "name": "Ask first", "taxonomy": "Availability"
        },
    }  # fmt: skip
    given = {"number": 1, "phone": "07700 900456", "attributes": [asks]}
    load_entries(session, tmp_path, now, given)
    assert entry(session).availability == "ask_first"
    texts(session, "FULL 2 WEEKS", now)
    assert tidy_availability(session, at=now + timedelta(weeks=2)) == 0
    assert tidy_availability(session, at=now + timedelta(weeks=2, days=1)) == 1
    session.flush()
    after = entry(session)
    assert (after.availability, after.availability_by) == ("ask_first", None)
    assert tidy_availability(session, at=now + timedelta(weeks=3)) == 0
    assert acts(session) == ["availability_set", "availability_ended"]


def test_availability_survives_a_reload_until_it_ends(
    club: Session, tmp_path: Path, now: datetime
) -> None:
    texts(club, "FULL 4 WEEKS", now)
    club.flush()
    changed = {"number": 1, "phone": "07700 900456", "description": "Other words for company"}
    load_entries(club, tmp_path, now + timedelta(days=1), changed)
    kept = entry(club)
    assert kept.description == "Other words for company"
    assert (kept.availability, kept.availability_until) == ("full", FOUR_WEEKS)
    tidy_availability(club, at=now + timedelta(weeks=5))
    club.flush()
    load_entries(
        club, tmp_path, now + timedelta(weeks=5),
        changed | {"description": "This group is now closed"},
    )  # fmt: skip
    assert entry(club).availability == "closed"


@pytest.mark.parametrize("until", [date(2026, 11, 23), date(2027, 11, 24)])
def test_an_end_in_the_past_or_far_away_is_refused(
    club: Session, now: datetime, until: date
) -> None:
    with pytest.raises(NoSuchAvailability):
        set_availability(
            club, entry(club), Room.FULL, until=until, how="group_link", by="group", at=now
        )


def test_too_long_is_answered_and_changes_nothing(club: Session, now: datetime) -> None:
    assert "26 weeks at most" in texts(club, "FULL 40 WEEKS", now)
    assert entry(club).availability == "open"


def test_only_the_groups_own_number_is_heard(club: Session, now: datetime) -> None:
    for stranger in ("+447700900999", "+441632960123", "anonymous"):
        for text in ("FULL 4 WEEKS", "OPEN", "STILL RIGHT", "YES"):
            assert texts(club, text, now, number=stranger) == ""
    assert entry(club).availability == "open"


def test_who_has_several_entries_is_asked_which(
    session: Session, tmp_path: Path, now: datetime
) -> None:
    given = [{"number": n, "name": f"Club {n}", "phone": "07700 900456"} for n in (1, 2, 3)]
    load_entries(session, tmp_path, now, *given)
    assert "1 Club 1, 2 Club 2, 3 Club 3" in texts(session, "FULL 4 WEEKS", now)
    texts(session, "2 FULL 4 WEEKS", now)
    assert [entry(session, n).availability for n in (1, 2, 3)] == ["open", "full", "open"]
    texts(session, "ALL WAITING 2 WEEKS", now)
    assert {entry(session, n).availability for n in (1, 2, 3)} == {"waiting_list"}
    assert "Which one" in texts(session, "7 OPEN", now)


def test_the_same_text_again_changes_nothing_and_gets_the_same_answer(
    club: Session, now: datetime
) -> None:
    first = texts(club, "FULL 4 WEEKS", now, sid="SM1")
    texts(club, "OPEN", now, sid="SM2")
    assert texts(club, "FULL 4 WEEKS", now + timedelta(hours=1), sid="SM1") == first
    assert entry(club).availability == "open"
    assert len(club.scalars(select(GroupText)).all()) == 2


def asked(session: Session, at: datetime) -> None:
    """Let the night ask the group, and the text go out."""
    keep_fresh(session, can_email=False, at=at)
    for letter in claim_letters(session, at=at):
        note_letter(session, letter, at=at)


LATER = timedelta(days=200)


def test_yes_counts_only_as_the_answer_to_our_question(club: Session, now: datetime) -> None:
    assert texts(club, "YES", now) == ""
    asked(club, now + LATER)
    assert "counts as checked today" in texts(club, "Yes", now + LATER + timedelta(hours=5))
    assert entry(club).checked_how == "group_text"
    assert texts(club, "Yes", now + LATER + timedelta(hours=6)) == ""


def test_yes_to_something_else_that_was_spoken_of_since_goes_the_usual_way(
    club: Session, now: datetime
) -> None:
    at = now + LATER
    asked(club, at)
    thread = caller(club, at - timedelta(days=3), MOBILE)
    assert "checked" in texts(club, "still right", at, sid="SM9") or True
    asked(club, at + LATER)
    thread.last_heard_at = at + LATER + timedelta(hours=1)
    club.flush()
    assert texts(club, "YES", at + LATER + timedelta(hours=2)) == ""
    thread.last_heard_at = at
    club.add(
        OutgoingText(
            number=MOBILE, text="How did it go?", purpose="check_in", segments=1, state="sent",
            created_at=at + LATER + timedelta(hours=1), try_after=at, state_at=at,
        )
    )  # fmt: skip
    club.flush()
    assert texts(club, "YES", at + LATER + timedelta(hours=2)) == ""


def test_changed_as_an_answer_opens_a_task(club: Session, now: datetime) -> None:
    asked(club, now + LATER)
    assert "A person will look at" in texts(club, "CHANGED", now + LATER)
    assert [row.kind for row in open_tasks(club)] == ["group_changed"]


def test_every_answer_to_a_group_fits_two_segments_with_a_long_name_and_link() -> None:
    fill = {
        "name": "N" * 40,
        "link": "https://doorstep.somewhere-long.example.gov.uk/g/" + "x" * 50,
        "until": "22 September 2027",
        "groups": ", ".join(f"{n} {'N' * 30}" for n in range(1, 5)),
        "weeks": "26",
    }
    names = [name for name in words()._variants if name.startswith("utter_text_group_")]
    assert len(names) >= 12
    for name in names:
        text = words().say(name, "sms", **fill).text.replace("<council>", "C" * 30)
        assert segments(plain(text)) <= 2, name
