"""A coordinator puts a theme right: the story changes, and the words can be learnt from."""

from datetime import datetime

import pytest
import yaml
from click.testing import CliRunner
from playwright.sync_api import Page
from sqlalchemy import select

from doorstep.corrections import corrections
from people.erase import erase_conversation
from people.story import THEME, read_story
from people.without_names import without_names
from referrals.theme_corrections import LearntExample, learnt_examples
from settings import settings
from storage.engine import Sessions
from storage.tables.conversations import Conversation, Message
from storage.tables.people import Consent, StoryNote
from storage.tables.referrals import AuditLine, Referral
from storage.tables.understanding import ThemeCorrection
from tests.console.conftest import Browser
from tests.console.test_browser import is_accessible, logs_in
from tests.referrals import scene


@pytest.fixture
def edith(staffed: Sessions, now: datetime) -> Referral:
    with staffed.begin() as session:
        return scene.edith(session, now)


@pytest.fixture
def page(edith: Referral) -> str:
    return f"/people/{edith.conversation_id}"


def note_id(sessions: Sessions, theme: str) -> int:
    with sessions() as session:
        found = select(StoryNote.id).where(StoryNote.kind == THEME, StoryNote.value == theme)
        return session.scalars(found).one()


def themes(sessions: Sessions, edith: Referral) -> tuple[str, ...]:
    with sessions() as session:
        return read_story(session, edith.conversation_id).values(THEME)


def test_the_page_says_how_sure_a_theme_is_and_because_of_which_words(
    browser: Browser, page: str
) -> None:
    shown = browser.logs_in().opens(page)
    assert "77% sure" in shown
    assert "because of" in shown
    assert "I can&#39;t manage the stairs”" in shown


def test_a_wrong_theme_gives_way_to_the_right_one_on_record(
    browser: Browser, staffed: Sessions, edith: Referral, page: str
) -> None:
    wrong = note_id(staffed, "equipment")
    browser.logs_in().sends(f"{page}/themes/{wrong}", on=page, meant="housing")
    assert themes(staffed, edith) == ("company", "bereavement", "housing")
    with staffed() as session:
        kept = session.scalars(select(ThemeCorrection)).one()
        assert (kept.heard, kept.meant) == ("equipment", "housing")
        acts = session.scalars(select(AuditLine).where(AuditLine.act == "theme_corrected")).all()
    assert [line.details for line in acts] == [{"heard": "equipment", "meant": "housing"}]
    browser.sends(f"{page}/themes/{wrong}", status=422, on=page, meant="housing")


def test_a_theme_that_nobody_meant_goes_and_a_missed_one_comes(
    browser: Browser, staffed: Sessions, edith: Referral, page: str
) -> None:
    browser.logs_in()
    browser.sends(f"{page}/themes/{note_id(staffed, 'equipment')}", on=page, meant="nothing")
    with staffed() as session:
        second = session.scalars(
            select(Message.id).where(Message.text.startswith("I used to sing"))
        ).one()
    browser.sends(f"{page}/themes", on=page, message=str(second), meant="activity")
    assert themes(staffed, edith) == ("company", "bereavement", "activity")


def test_without_a_choice_the_form_comes_back_with_words(
    browser: Browser, staffed: Sessions, page: str
) -> None:
    browser.logs_in()
    theme = note_id(staffed, "company")
    back = browser.sends(f"{page}/themes/{theme}", status=422, on=page, meant="")
    assert f'href="#theme-{theme}"' in back.text
    assert "Choose what they meant" in back.text
    assert 'id="themes" open' in back.text


def test_the_words_are_learnt_from_without_names_and_only_with_consent(
    browser: Browser, staffed: Sessions, edith: Referral, page: str
) -> None:
    browser.logs_in()
    browser.sends(f"{page}/themes/{note_id(staffed, 'equipment')}", on=page, meant="nothing")
    with staffed() as session:
        [learnt] = learnt_examples(session)
    assert learnt == LearntExample(
        text="since … died I don't really see anyone, and I can't manage the stairs",
        themes=("company", "bereavement"),
        about="self",
    )
    with staffed.begin() as session:
        session.scalars(select(Consent)).one().given = False
        session.scalars(select(ThemeCorrection)).one().words = None
    browser.sends(f"{page}/themes/{note_id(staffed, 'company')}", on=page, meant="nothing")
    with staffed() as session:
        assert list(learnt_examples(session)) == []


def test_the_command_writes_what_the_bot_learns_from(
    browser: Browser,
    staffed: Sessions,
    page: str,
    monkeypatch: pytest.MonkeyPatch,
    database_url: str,
) -> None:
    browser.logs_in()
    browser.sends(f"{page}/themes/{note_id(staffed, 'equipment')}", on=page, meant="housing")
    monkeypatch.setenv("DATABASE_URL", database_url)
    settings.cache_clear()
    told = CliRunner().invoke(corrections, catch_exceptions=False)
    settings.cache_clear()
    [learnt] = yaml.safe_load(told.output)["nlu"]
    assert learnt["intent"] == "tell_need"
    assert learnt["examples"][0]["metadata"] == {
        "themes": ["company", "bereavement", "housing"],
        "about": "self",
    }


def test_being_forgotten_takes_the_learnt_words_too(
    browser: Browser, staffed: Sessions, edith: Referral, page: str, now: datetime
) -> None:
    browser.logs_in()
    browser.sends(f"{page}/themes/{note_id(staffed, 'equipment')}", on=page, meant="nothing")
    with staffed.begin() as session:
        erase_conversation(session, session.get_one(Conversation, edith.conversation_id), at=now)
    with staffed() as session:
        assert session.scalars(select(ThemeCorrection)).all() == []


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("ring Jean Marlow on 07700 900123", "ring … … on …"),
        ("I'm at 12 Mill Street, HB1 2AB", "I'm at …Mill Street, …"),
        ("edith@example.org is mine", "… is mine"),
        ("two of us since 1998", "two of us since …"),
        ("I fell on 3 stairs", "I fell on 3 stairs"),
    ],
)
def test_names_numbers_and_addresses_leave_a_gap(said: str, kept: str) -> None:
    assert without_names(said, ["Jean Marlow"]) == kept


@pytest.mark.browser
def test_the_open_form_is_accessible(tab: Page, address: str, edith: Referral) -> None:
    logs_in(tab, address)
    tab.goto(f"{address}/people/{edith.conversation_id}")
    tab.get_by_text("Why these themes? Put them right").click()
    is_accessible(tab, "themes")
