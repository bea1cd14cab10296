"""Who is around: an answer in any words counts, also after somebody who is gone was told of."""

from conversation.journey.heard import Heard
from people.story import read_story
from storage.tables.conversations import Conversation
from tests.conversation.conftest import Chat
from tests.conversation.fakes import ScriptedBot, tells

LOSS = "My husband died in spring and the house is so quiet"


def test_somebody_around_is_kept_though_the_story_told_of_one_who_is_gone(
    chat: Chat, bot: ScriptedBot
) -> None:
    bot.understood[LOSS] = tells("tell_need", "loss")
    bot.understood["Linda and Mrs Patel"] = Heard(intent="tell_network", confidence=0.9)
    chat.says(LOSS)
    with chat.desk.sessions.begin() as session:
        session.get_one(Conversation, chat.conversation_id).expects = "network"
    chat.says("Linda and Mrs Patel")
    with chat.desk.sessions() as session:
        story = read_story(session, chat.conversation_id)
    assert not story.has_no_one
    assert "Linda and Mrs Patel" in [member.words for member in story.network]
