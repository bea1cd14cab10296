"""How callers really talk: stammering, with the television on, by Relay UK, or at length."""

from sqlalchemy import select

from storage.tables.conversations import Conversation, Message
from storage.tables.people import StoryNote
from storage.tables.safety import Alert, SafetyFlag
from tests.telephony.line import NUMBER, Line

STORY = "My husband died in March and since then I sit at home. " * 30 + "And I can't cook."


def test_a_long_answer_is_used_whole(line: Line) -> None:
    line.handset().call().says(STORY)
    assert len(STORY) > 1400
    assert line.bot.heard == [STORY]


def test_a_stammer_reaches_the_conversation_as_what_was_meant(line: Line) -> None:
    line.handset().call().says("m m my m mother can't c c cook")
    assert line.bot.heard == ["my mother can't cook"]


def test_talk_to_others_is_waited_for_and_misses_nothing(line: Line) -> None:
    call = line.handset().call()
    assert call.says("Turn the telly down, love.") == "Take your time. I am still here."
    assert line.bot.heard == []
    assert "I did not hear you" in call.silent()
    call.says("Hang on a minute")
    assert "Just say it in your own way" in call.silent()


def test_an_unclear_word_is_asked_for_again_and_a_story_never(line: Line) -> None:
    call = line.handset().call()
    assert call.says("wibble", confidence=0.1).startswith("Sorry, I did not catch that.")
    call.says("I fell over in the bath again", confidence=0.1)
    assert line.bot.heard == ["I fell over in the bath again"]
    with line.sessions() as session:
        said = session.scalars(select(Message).where(Message.sent_by == "resident")).one()
    assert said.extras == {"confidence": 0.1}


def test_three_misses_of_different_kinds_lead_to_the_keys(line: Line) -> None:
    call = line.handset().call()
    call.silent()
    call.says("wibble", confidence=0.1)
    assert "You can use the keys" in call.silent()


def test_three_answers_that_were_not_understood_lead_to_the_keys(line: Line) -> None:
    call = line.handset().call()
    call.silent()
    call.silent()
    line.bot.answer = misunderstands(line)
    assert "You can use the keys" in call.says("the thing with the other thing")


def misunderstands(line: Line):  # type: ignore[no-untyped-def]  # a bot's answer
    """Answer as the journey does that made nothing of it."""
    say = line.bot.answer

    def answer(question):  # type: ignore[no-untyped-def]
        with line.sessions.begin() as session:
            session.scalars(select(Conversation)).one().misunderstandings += 1
        return say(question)

    return answer


def test_relay_uk_gets_more_time_and_stands_in_the_story(line: Line) -> None:
    call = line.handset().call()
    heard = call.says("Hello, this is a Relay UK call.")
    assert heard.startswith("Thank you. I will wait longer for you.")
    assert call.gather is not None
    assert (call.gather.get("timeout"), call.gather.get("speechTimeout")) == ("40", "6")
    call.says("My husband has died and I am lonely. GA")
    assert line.bot.heard == ["My husband has died and I am lonely."]
    assert call.gather.get("timeout") == "40"
    with line.sessions() as session:
        note = session.scalars(select(StoryNote).where(StoryNote.kind == "access_need")).one()
    assert "18002" in note.value


def test_danger_in_what_is_still_being_said_alerts_at_once_and_once(line: Line) -> None:
    handset = line.handset()
    handset.call()
    fields = {"CallSid": "CA1", "From": NUMBER}
    handset.post("/telephony/voice", fields)
    partial = {
        **fields,
        "UnstableSpeechResult": "I have taken all my tablets",
        "SequenceNumber": "4",
    }
    for _ in range(2):
        answer = handset.post("/telephony/voice/partial?step=1", partial)
        assert answer.status_code == 204
    with line.sessions() as session:
        assert session.scalars(select(Alert.level)).all() == ["immediate"]
    said = {**fields, "SpeechResult": "I have taken all my tablets and I want to sleep"}
    heard = handset.post("/telephony/voice/turn?step=1", said).text
    assert "9 9 9" in heard
    with line.sessions() as session:
        assert len(session.scalars(select(Alert)).all()) == 1
        assert len(session.scalars(select(SafetyFlag)).all()) == 1
        [message] = session.scalars(select(Message).where(Message.sent_by == "resident"))
    assert message.text == said["SpeechResult"]
    assert "partial" not in message.extras


def test_who_hangs_up_in_the_middle_of_such_a_sentence_has_been_heard(line: Line) -> None:
    handset = line.handset()
    fields = {"CallSid": "CA1", "From": NUMBER}
    handset.post("/telephony/voice", fields)
    partial = {**fields, "UnstableSpeechResult": "I have taken all my tablets"}
    handset.post("/telephony/voice/partial?step=1", partial)
    handset.post("/telephony/voice/status", {**fields, "CallStatus": "completed"})
    with line.sessions() as session:
        [message] = session.scalars(select(Message).where(Message.sent_by == "resident"))
        assert session.scalars(select(Alert)).one().level == "immediate"
    assert message.extras["partial"] is True


def test_a_late_partial_changes_nothing_that_was_answered(line: Line) -> None:
    handset = line.handset()
    fields = {"CallSid": "CA1", "From": NUMBER}
    handset.post("/telephony/voice", fields)
    said = {**fields, "SpeechResult": "I have taken all my tablets, help"}
    handset.post("/telephony/voice/turn?step=1", said)
    partial = {**fields, "UnstableSpeechResult": "I have taken all my tablets"}
    handset.post("/telephony/voice/partial?step=1", partial)
    with line.sessions() as session:
        [message] = session.scalars(select(Message).where(Message.sent_by == "resident"))
        assert len(session.scalars(select(Alert)).all()) == 1
    assert message.text == said["SpeechResult"]


def test_ordinary_words_that_are_still_being_said_leave_no_trace(line: Line) -> None:
    handset = line.handset()
    fields = {"CallSid": "CA1", "From": NUMBER}
    handset.post("/telephony/voice", fields)
    partial = {**fields, "UnstableSpeechResult": "I can't get to the"}
    handset.post("/telephony/voice/partial?step=1", partial)
    with line.sessions() as session:
        assert session.scalars(select(Message).where(Message.sent_by == "resident")).all() == []
