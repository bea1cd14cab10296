"""A service picked by its whole name, as a click sends it."""

import pytest
from sqlalchemy import select

from conversation.desk import Desk
from conversation.journey.heard import Heard
from conversation.message import Channel, Incoming
from conversation.opening import conversation_for_call, conversation_for_number
from conversation.thread import read_thread
from conversation.turn import take_turn
from people.contact import contacts_of
from storage.tables.conversations import Conversation
from storage.tables.outbox import OutgoingText
from tests.conversation.conftest import Chat
from tests.conversation.fakes import ScriptedBot
from tests.people import MARGARET


def offers(*names: str) -> list[dict[str, object]]:
    return [
        {"id": name, "name": name, "cost": "", "card": {"id": name, "name": name, "why": ""}}
        for name in names
    ]


@pytest.mark.parametrize("name", ["Stop smoking clinic", "Forget-Me-Not Café", "Start something"])
def test_a_service_is_chosen_by_its_name_whatever_wish_the_name_sounds_like(
    chat: Chat, bot: ScriptedBot, name: str
) -> None:
    with chat.desk.sessions.begin() as session:
        conversation = session.get_one(Conversation, chat.conversation_id)
        conversation.expects = "choose_service"
        conversation.working = {"offers": offers("Harbour Singers", name)}
    bot.understood["option 2"] = Heard(intent="choose_option", confidence=0.9)
    chat.says(name)
    assert bot.asked == ["option 2"]
    assert chat.hears(f"{name} it is")
    with chat.desk.sessions() as session:
        said = [said.text for said in read_thread(session, chat.conversation_id).said]
    assert name in said


def test_a_name_means_nothing_special_while_another_question_is_open(
    chat: Chat, bot: ScriptedBot
) -> None:
    with chat.desk.sessions.begin() as session:
        conversation = session.get_one(Conversation, chat.conversation_id)
        conversation.working = {"offers": offers("Stop smoking clinic")}
    chat.says("Stop smoking clinic")
    assert bot.asked == ["Stop smoking clinic"]


def test_a_caller_who_asks_for_a_text_gets_one_about_the_offer_that_was_read(
    desk: Desk, bot: ScriptedBot
) -> None:
    with desk.sessions.begin() as session:
        opened = conversation_for_call(
            session, call_sid="CA1", number=MARGARET.mobile, words=desk.words, at=desk.clock()
        )
        conversation = session.get_one(Conversation, opened.conversation_id)
        conversation.expects = "choose_service"
        conversation.working = {"offers": offers("Harbour Singers", "Harbour Walks")}
        [point] = contacts_of(session, conversation.person_id)
        point.safe_to_text = True
    bot.understood["Text me the details of number 2"] = Heard(intent="send_details", confidence=0.9)
    said = Incoming(
        opened.conversation_id, Channel.VOICE, "Text me the details of number 2", "m1", desk.clock()
    )
    reply = take_turn(said, desk=desk)
    assert reply.said[0].text == "I have texted you about Harbour Walks."
    with desk.sessions() as session:
        text = session.scalars(select(OutgoingText)).one()
    assert text.text.startswith("Harbour Walks.")
    assert (text.number, text.state) == (MARGARET.mobile, "waiting")


@pytest.mark.parametrize(("number", "heard"), [("1", "Yes"), ("2", "No"), ("3", "3"), ("2.", "No")])
def test_a_number_by_text_is_the_answer_that_the_text_gave_it(
    desk: Desk, bot: ScriptedBot, number: str, heard: str
) -> None:
    with desk.sessions.begin() as session:
        texting = conversation_for_number(
            session, number=MARGARET.mobile, provider_id="m0", at=desk.clock()
        )
        session.get_one(Conversation, texting).expects = "consent_store"
    take_turn(Incoming(texting, Channel.SMS, number, "m1", desk.clock()), desk=desk)
    assert bot.asked == [heard]
