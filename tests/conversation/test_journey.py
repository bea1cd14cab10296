"""The journey with a written-down understanding: what is kept, asked, offered and agreed."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from conversation.desk import Desk
from conversation.journey.heard import Heard
from directory.load import load_directory
from directory.load_places import load_places
from settings import settings
from storage.tables.people import Consent, NetworkMember, StoryNote
from storage.tables.referrals import CheckIn, Introduction, Referral
from tests.conversation.conftest import Chat
from tests.conversation.fakes import ScriptedBot, tells
from tests.people import MARGARET


@pytest.fixture(autouse=True)
def harbourside(desk: Desk) -> None:
    with desk.sessions.begin() as session:
        load_places(session, settings().places_source, at=desk.clock())
        load_directory(session, settings().directory_source, at=desk.clock())


@pytest.fixture(autouse=True)
def understanding(bot: ScriptedBot) -> None:
    bot.understood = {
        MARGARET.needs: tells("tell_need", "bereavement", "company"),
        "yes": tells("affirm"),
        "no": tells("deny"),
        "more": tells("more_options"),
        "what does the first one cost": tells("ask_details"),
        "none of these": tells("deny"),
        "go back": tells("go_back"),
        "skip": tells("skip"),
        "say that again": tells("repeat"),
        "start again": tells("restart"),
    }


def up_to_offers(chat: Chat) -> None:
    """Tell Margaret's story up to the offers."""
    for words in (
        MARGARET.needs, "yes", "to sing with people again", "I sang in a choir",
        "my daughter Karen rings on Sundays", "Quay Street", "no",
    ):  # fmt: skip
        chat.says(words)
    assert chat.reply.expects == "choose_service"


def notes(desk: Desk, kind: str) -> list[str]:
    with desk.sessions.begin() as session:
        query = select(StoryNote.value).where(
            StoryNote.kind == kind, StoryNote.withdrawn_at.is_(None)
        )
        return list(session.scalars(query.order_by(StoryNote.id)))


def test_the_story_is_kept_as_data_with_the_message_it_came_from(chat: Chat, desk: Desk) -> None:
    up_to_offers(chat)
    assert notes(desk, "theme") == ["bereavement", "company"]
    assert notes(desk, "wish") == ["to sing with people again"]
    assert len(notes(desk, "place")) == 1
    with desk.sessions.begin() as session:
        karen = session.scalars(
            select(NetworkMember).where(NetworkMember.relation == "daughter")
        ).one()
        first = session.scalars(select(StoryNote).order_by(StoryNote.id)).first()
    assert (karen.name, karen.is_gone) == ("Karen", False)
    assert first is not None
    assert first.message_id < karen.message_id


def test_three_offers_come_with_their_reasons(chat: Chat) -> None:
    up_to_offers(chat)
    cards = [card for said in chat.reply.said for card in said.services]
    assert len(cards) == 3
    assert all(card.why and card.first_step for card in cards)


def test_more_offers_are_other_offers(chat: Chat) -> None:
    up_to_offers(chat)
    first = {card.id for said in chat.reply.said for card in said.services}
    chat.says("more")
    second = {card.id for said in chat.reply.said for card in said.services}
    assert second
    assert not first & second


def test_details_leave_the_choice_open(chat: Chat) -> None:
    up_to_offers(chat)
    chat.says("what does the first one cost")
    assert chat.hears("Cost:")
    assert chat.reply.expects == "choose_service"


def test_none_of_these_is_counted_as_unmet_and_is_no_dead_end(chat: Chat, desk: Desk) -> None:
    up_to_offers(chat)
    chat.says("none of these")
    assert notes(desk, "unmet") == ["bereavement", "company"]
    assert chat.reply.expects == "next_step"


def test_an_introduction_keeps_the_consent_with_the_words_it_answers(
    chat: Chat, desk: Desk
) -> None:
    up_to_offers(chat)
    for words in ("1", "introduce me", "yes", MARGARET.name, MARGARET.mobile, "yes", "yes"):
        chat.says(words)
    with desk.sessions.begin() as session:
        store, share = session.scalars(select(Consent).order_by(Consent.id)).all()
        introduction = session.scalars(select(Introduction)).one()
        assert session.scalars(select(CheckIn)).one().service_id == introduction.service_id
    assert (store.purpose, store.given, "12 months" in store.wording) == ("store", True, True)
    assert introduction.service_name in share.wording
    assert chat.reply.said[-2].promise is not None
    assert chat.reply.expects == "anything_else"


def test_a_no_to_keeping_anything_keeps_nothing(chat: Chat, desk: Desk) -> None:
    up_to_offers(chat)
    for words in ("1", "I'll do it myself", "no"):
        chat.says(words)
    assert chat.reply.expects == "anything_else"
    with desk.sessions.begin() as session:
        assert not session.scalars(select(Consent)).one().given
        assert session.scalars(select(CheckIn)).all() == []
        assert session.scalars(select(Referral)).all() == []


def test_a_wrong_summary_is_put_right(chat: Chat, desk: Desk, bot: ScriptedBot) -> None:
    bot.understood["no, it's about money"] = tells("tell_need", "money")
    chat.says(MARGARET.needs)
    chat.says("no, it's about money")
    assert notes(desk, "theme") == ["money"]
    assert chat.hears("about money")
    assert chat.reply.expects == "confirm_summary"


def test_a_plain_no_to_the_summary_asks_anew(chat: Chat, desk: Desk) -> None:
    chat.says(MARGARET.needs)
    chat.says("no")
    assert notes(desk, "theme") == []
    assert chat.reply.expects == "what_matters"


def test_going_back_opens_the_question_before_and_drops_its_answer(chat: Chat, desk: Desk) -> None:
    for words in (MARGARET.needs, "yes", "to sing with people again"):
        chat.says(words)
    assert chat.reply.expects == "strengths"
    chat.says("go back")
    assert chat.reply.expects == "better_week"
    assert notes(desk, "wish") == []
    chat.says("a walk by the sea")
    assert notes(desk, "wish") == ["a walk by the sea"]
    assert chat.reply.expects == "strengths"


def test_a_question_can_be_skipped(chat: Chat) -> None:
    for words in (MARGARET.needs, "yes", "skip"):
        chat.says(words)
    assert chat.reply.expects == "strengths"


def test_what_was_said_is_said_again_whole(chat: Chat) -> None:
    up_to_offers(chat)
    before = [(said.text, said.services) for said in chat.reply.said]
    chat.says("say that again")
    assert [(said.text, said.services) for said in chat.reply.said] == before


def test_starting_again_asks_what_matters(chat: Chat) -> None:
    up_to_offers(chat)
    chat.says("start again")
    assert chat.reply.expects == "what_matters"


def test_an_aside_leaves_the_question_open(chat: Chat, bot: ScriptedBot) -> None:
    bot.understood["who are you"] = Heard(intent="ask_who", answered_aside=True)
    chat.says(MARGARET.needs)
    chat.says("who are you")
    assert chat.reply.expects == "confirm_summary"


def test_an_unknown_place_is_asked_for_once_more_and_then_left_open(chat: Chat) -> None:
    for words in (MARGARET.needs, "yes", "skip", "skip", "skip", "xyzzy"):
        chat.says(words)
    assert chat.reply.expects == "place"
    assert chat.hears("don't know that place")
    chat.says("plugh")
    assert chat.reply.expects == "access_needs"


def test_two_misunderstandings_in_a_row_bring_a_person(chat: Chat, desk: Desk) -> None:
    up_to_offers(chat)
    chat.says("blue")
    chat.says("green")
    assert chat.hears("asked our team")
    with desk.sessions.begin() as session:
        assert session.scalars(select(Referral)).one().route == "coordinator"


def test_a_further_need_does_not_ask_again_who_they_are(chat: Chat, bot: ScriptedBot) -> None:
    bot.understood["the damp in my bedroom"] = replace(tells("tell_need", "housing"))
    up_to_offers(chat)
    for words in ("1", "a person should ring me", "yes", MARGARET.name, MARGARET.mobile, "yes"):
        chat.says(words)
    chat.says("mornings")
    chat.says("the damp in my bedroom")
    assert chat.reply.expects == "confirm_summary"
    chat.says("yes")
    assert chat.reply.expects == "choose_service"
