"""The plain journey, when the bot does not answer: short words are kept too."""

from tests.conversation.conftest import Chat
from tests.conversation.fakes import ScriptedBot
from tests.people import MARGARET


def test_a_few_words_after_the_promise_are_noted_and_are_no_goodbye(
    chat: Chat, bot: ScriptedBot
) -> None:
    bot.is_down = True
    for said in ("my wife is in hospital and I cannot cook", MARGARET.name, MARGARET.mobile, "yes"):
        chat.says(said)
    assert chat.reply.expects == "anything_else"
    chat.says("my cat needs feeding")
    assert chat.hears("I've added that for the person")
    chat.says("no")
    assert chat.reply.expects == "nothing"
