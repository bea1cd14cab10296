"""A service picked by its whole name, as a click sends it."""

import pytest

from conversation.journey.heard import Heard
from conversation.thread import read_thread
from storage.tables.conversations import Conversation
from tests.conversation.conftest import Chat
from tests.conversation.fakes import ScriptedBot


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
