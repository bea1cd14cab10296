"""A resident says in the conversation that an offer has closed: it is kept, and help goes on."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from conversation.desk import Desk
from conversation.journey.heard import Heard
from conversation.thread import read_thread
from directory.load import load_directory
from directory.load_places import load_places
from settings import settings
from storage.tables.conversations import Conversation
from storage.tables.directory import DirectoryReport, Service
from storage.tables.freshness import DirectoryTask
from tests.conversation.conftest import Chat
from tests.conversation.fakes import ScriptedBot, tells
from tests.people import MARGARET


@pytest.fixture(autouse=True)
def harbourside(desk: Desk, bot: ScriptedBot) -> None:
    bot.understood = {
        MARGARET.needs: tells("tell_need", "bereavement", "company"),
        "yes": tells("affirm"),
        "no": tells("deny"),
        "what does the first one cost": tells("ask_details"),
    }
    with desk.sessions.begin() as session:
        load_places(session, settings().places_source, at=desk.clock())
        load_directory(session, settings().directory_source, at=desk.clock())


def up_to_offers(chat: Chat) -> list[str]:
    """Tell Margaret's story up to the offers, and return their names."""
    for words in (
        MARGARET.needs, "yes", "to sing with people again", "I sang in a choir",
        "my daughter Karen rings on Sundays", "Quay Street", "no",
    ):  # fmt: skip
        chat.says(words)
    return names(chat)


def names(chat: Chat) -> list[str]:
    return [card.name for said in chat.reply.said for card in said.services]


def reports(desk: Desk) -> list[tuple[str, str, str | None]]:
    with desk.sessions() as session:
        query = select(Service.name, DirectoryReport.what, DirectoryReport.channel).join(
            Service, Service.id == DirectoryReport.service_id
        )
        return [(name, what, channel) for name, what, channel in session.execute(query)]


def test_the_second_one_has_shut_is_kept_and_the_others_stay(chat: Chat, desk: Desk) -> None:
    first, second, third = up_to_offers(chat)
    chat.says("the second one has shut")
    assert reports(desk) == [(second, "closed", "web")]
    assert chat.hears(f"Our team will look into {second}")
    assert names(chat) == [first, third]
    assert chat.reply.expects == "choose_service"
    chat.says("2")
    assert chat.hears(f"{third} it is")


def test_wrong_after_details_is_about_those_details(chat: Chat, desk: Desk) -> None:
    first, *_ = up_to_offers(chat)
    chat.says("what does the first one cost")
    chat.says("WRONG")
    assert reports(desk) == [(first, "other", "web")]
    assert chat.reply.expects == "choose_service"
    assert chat.hears("Would one of these be good?")


def test_where_it_is_unclear_which_one_is_asked_once(chat: Chat, desk: Desk) -> None:
    offered = up_to_offers(chat)
    chat.says("that number is dead")
    assert chat.hears("Which one do you mean?")
    assert not chat.hears("Would one of these be good?")
    assert reports(desk) == []
    chat.says("the third one")
    assert reports(desk) == [(offered[2], "wrong_number", "web")]
    assert chat.reply.expects == "choose_service"


def test_who_does_not_answer_which_one_is_heard_as_usual(chat: Chat, desk: Desk) -> None:
    up_to_offers(chat)
    chat.says("it has closed")
    chat.says("no")
    assert reports(desk) == []
    assert chat.reply.expects != "choose_service" or chat.hears("Which")


def test_the_chosen_one_has_shut_brings_the_others_back(chat: Chat, desk: Desk) -> None:
    first, *others = up_to_offers(chat)
    chat.says("1")
    assert chat.reply.expects == "next_step"
    chat.says("I rang and they've closed down")
    assert reports(desk) == [(first, "closed", "web")]
    assert names(chat) == others
    assert chat.reply.expects == "choose_service"


def test_a_closed_day_centre_in_the_story_is_no_report(chat: Chat, desk: Desk) -> None:
    up_to_offers(chat)
    chat.says("my day centre has closed and I miss it")
    assert reports(desk) == []


def test_before_any_offer_nothing_is_taken_for_a_report(chat: Chat, desk: Desk) -> None:
    chat.says("that group has shut")
    assert reports(desk) == []
    assert chat.reply.expects == "what_matters" or chat.reply.said


def test_two_residents_who_say_so_hide_it_for_the_third(
    open_chat: Callable[[], Chat], desk: Desk
) -> None:
    offered = set()
    for _ in range(2):
        chat = open_chat()
        first, *_rest = up_to_offers(chat)
        offered.add(first)
        chat.says(f"{first} has closed down")
    assert len(offered) == 1
    with desk.sessions() as session:
        service = session.scalars(select(Service).where(Service.name == first)).one()
        assert service.hidden_at is not None
        assert session.scalars(select(DirectoryTask)).one().kind == "hidden_after_reports"
    assert first not in up_to_offers(open_chat())


def test_it_is_heard_without_the_bot_too(chat: Chat, bot: ScriptedBot, desk: Desk) -> None:
    first, *_ = up_to_offers(chat)
    bot.understood["number 1 has closed"] = Heard()
    chat.says("number 1 has closed")
    assert reports(desk) == [(first, "closed", "web")]


def test_after_a_check_in_it_is_a_report_and_an_answer(chat: Chat, desk: Desk) -> None:
    first, *_ = up_to_offers(chat)
    chat.says("1")
    with desk.sessions.begin() as session:
        session.get_one(Conversation, chat.conversation_id).expects = "feedback"
    chat.says("it has closed")
    assert reports(desk) == [(first, "closed", "web")]
    with desk.sessions() as session:
        told = [said.text for said in read_thread(session, chat.conversation_id).said]
    assert any("Our team will look into" in text for text in told)
