"""Texts in, one reply out, as a resident sees it."""

import json
import uuid
from datetime import datetime
from urllib.parse import urlencode

import pytest
from sqlalchemy import func, select

from conversation.message import Choice, Saying
from conversation.outbox import is_stopped, queue_text
from conversation.words import words
from language.segments import segments
from storage.tables.conversations import Conversation, Message
from storage.tables.outbox import AnsweredText, OutgoingText
from telephony.rehearsal.carrier import new_sid
from tests.telephony.line import NUMBER, Line

LONG = "There is a lunch club on Mondays in the chapel hall. " * 12


def count(line: Line, table: type[Conversation | Message]) -> int:
    with line.sessions() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_text_gets_one_reply_and_says_what_is_asked(line: Line) -> None:
    sms = line.handset()
    (reply,) = sms.text("my knee is bad and I feel cut off")
    assert "I heard: my knee is bad and I feel cut off" in reply
    assert sms.expects


def test_the_same_text_delivered_five_times_at_once_gets_one_reply(line: Line) -> None:
    replies = line.handset().text_at_once("hello there", copies=5)
    assert len({tuple(reply) for reply in replies}) == 1
    assert line.bot.heard == ["hello there"]
    assert count(line, Conversation) == 1


def test_a_repeat_gets_the_stored_reply(line: Line) -> None:
    sms, sid = line.handset(), new_sid("SM")
    first = sms.text("hello", sid=sid)
    sms.text("something else")
    assert sms.text("hello", sid=sid) == first
    assert line.bot.heard == ["hello", "something else"]


def test_texts_of_one_number_are_one_thread_and_of_two_are_two(line: Line) -> None:
    line.handset().text("hello")
    line.handset().text("again")
    assert count(line, Conversation) == 1
    line.handset("+447700900456").text("hello")
    assert count(line, Conversation) == 2


def test_a_long_answer_goes_on_with_more(line: Line) -> None:
    sms = line.handset()
    sms.text("hello")
    line.bot.answer = lambda _: (Saying(text=LONG.strip()),)
    (first,) = sms.text("what is on?")
    (second,) = sms.text("More")
    (third,) = sms.text("MORE 3")
    texts = [first, second, third]
    assert all(segments(text) <= 2 for text in texts)
    endings = ("\nText MORE to read on.", "\nText MORE 3 to read on.", "")
    assert [text.endswith(end) for text, end in zip(texts, endings, strict=True)] == [True] * 3
    bodies = [text.removesuffix(end) for text, end in zip(texts, endings, strict=True)]
    assert " ".join(bodies).split() == LONG.split()
    assert line.bot.heard == ["hello", "what is on?"]


def test_more_without_more_to_read_belongs_to_the_conversation(line: Line) -> None:
    sms = line.handset()
    sms.text("hello")
    sms.text("more")
    assert line.bot.heard == ["hello", "more"]


def test_stop_and_start_change_our_own_texts_only(line: Line) -> None:
    sms = line.handset()
    sms.text("hello")
    (stopped,) = sms.text("STOP")
    with line.sessions() as session:
        assert is_stopped(session, NUMBER)
    assert "We will not text you first any more" in stopped
    (reply,) = sms.text("are you there?")
    assert "I heard" in reply
    (started,) = sms.text("Start")
    with line.sessions() as session:
        assert not is_stopped(session, NUMBER)
    assert "We may text you again" in started


@pytest.mark.parametrize(
    ("word", "heard"),
    [("PERSON", "I want to talk to a person"), ("when?", "When will somebody ring me?")],
)
def test_keywords_are_said_in_whole_sentences(line: Line, word: str, heard: str) -> None:
    line.handset().text(word)
    assert line.bot.heard == [heard]


def test_a_stop_delivered_again_after_start_stops_nothing(line: Line) -> None:
    sms, sid = line.handset(), new_sid("SM")
    first = sms.text("STOP", sid=sid)
    sms.text("START")
    assert sms.text("STOP", sid=sid) == first
    with line.sessions() as session:
        assert not is_stopped(session, NUMBER)


def test_more_delivered_again_gets_the_same_page_after_another_answer(line: Line) -> None:
    sms, sid = line.handset(), new_sid("SM")
    line.bot.answer = lambda _: (Saying(text=LONG.strip()),)
    sms.text("what is on?")
    second = sms.text("MORE", sid=sid)
    line.bot.answer = lambda _: (Saying(text="Something quite different. " * 30),)
    sms.text("and now?")
    assert sms.text("MORE", sid=sid) == second


def test_a_stop_that_twilio_took_itself_is_kept_and_not_answered_twice(line: Line) -> None:
    sms = line.handset()
    assert sms.text("Arret", opt_out="STOP") == []
    with line.sessions() as session:
        assert is_stopped(session, NUMBER)
    assert sms.text("Commencer", opt_out="START") == []
    with line.sessions() as session:
        assert not is_stopped(session, NUMBER)


def test_a_help_that_twilio_took_still_gets_the_help_lines(line: Line) -> None:
    (reply,) = line.handset().text("Aide", opt_out="HELP")
    assert "999" in reply


def test_each_answer_is_kept_with_its_segments(line: Line) -> None:
    sms = line.handset()
    replies = [*sms.text("hello"), *sms.text("STOP"), *sms.text("HELP")]
    with line.sessions() as session:
        rows = session.scalars(select(AnsweredText).order_by(AnsweredText.at)).all()
    assert sorted(row.answer for row in rows) == sorted(replies)
    assert {row.answer: row.segments for row in rows} == {r: segments(r) for r in replies}


def test_an_answer_that_twilio_could_not_deliver_joins_what_did_not_arrive(line: Line) -> None:
    sms, sid = line.handset(), new_sid("SM")
    (reply,) = sms.text("hello", sid=sid)
    report = {"MessageSid": "SM2", "MessageStatus": "undelivered", "ErrorCode": "30003"}
    report |= {"To": NUMBER, "From": sms.to}
    for status in ("sent", "undelivered", "undelivered", "sent"):
        posted = report | {"MessageStatus": status}
        assert sms.post(f"/telephony/sms/status?answers={sid}", posted).status_code == 204
    with line.sessions() as session:
        lost = session.scalars(select(OutgoingText)).one()
    assert (lost.text, lost.number, lost.error) == (reply, NUMBER, "30003")
    assert (lost.purpose, lost.state) == ("answer", "undelivered")


def test_a_machine_that_answers_our_answers_is_heard_and_no_more_answered(line: Line) -> None:
    sms = line.handset()
    replies = [sms.text("I am driving and will text you later.") for _ in range(6)]
    assert [len(reply) for reply in replies] == [1, 1, 1, 0, 0, 0]
    assert len(line.bot.heard) == 6
    assert [len(sms.text("skip")) for _ in range(6)] == [1] * 6


def test_words_beside_a_picture_are_answered_and_the_picture_is_not_passed_over(
    line: Line,
) -> None:
    line.handset().text("hello")
    (reply,) = line.handset().text("this letter came today", media=1)
    assert "cannot see pictures" in reply
    assert "I heard: this letter came today" in reply


def test_help_gets_the_help_lines(line: Line) -> None:
    (reply,) = line.handset().text("HELP")
    assert "999" in reply
    assert "116 123" in reply
    assert "PERSON" in reply
    assert segments(reply) <= 2


def test_a_picture_alone_is_answered_kindly(line: Line) -> None:
    (reply,) = line.handset().text("", media=1)
    assert "cannot see pictures" in reply
    assert line.bot.heard == []


def test_choices_are_numbered(line: Line) -> None:
    picks = (Choice("Yes", "yes"), Choice("No", "no"))
    line.bot.answer = lambda _: (Saying(text="Is that right?", choices=picks),)
    (reply,) = line.handset().text("hello")
    assert reply.endswith("Is that right?\n1 Yes\n2 No")


def test_a_coordinator_holding_the_thread_is_not_talked_over(line: Line) -> None:
    sms = line.handset()
    sms.text("hello")
    with line.sessions.begin() as session:
        session.scalars(select(Conversation)).one().owner = "coordinator"
    assert sms.text("thank you for ringing") == []
    assert line.bot.heard == ["hello"]


@pytest.mark.parametrize("path", ["sms", "sms/status", "voice", "voice/turn?step=1"])
def test_a_forged_request_gets_403_and_leaves_nothing(line: Line, path: str) -> None:
    fields = {"From": NUMBER, "Body": "hello", "MessageSid": "SM1", "CallSid": "CA1"}
    answer = line.app.test_client().post(
        f"/telephony/{path}",
        data=urlencode(fields),
        content_type="application/x-www-form-urlencoded",
        headers={"X-Twilio-Signature": "RSOYDt4T1cUTdK1PDd93/VVr8B8="},
    )
    assert answer.status_code == 403
    assert count(line, Message) == 0


def test_a_form_without_its_fields_gets_a_kind_400(line: Line) -> None:
    for path in ("/telephony/sms", "/telephony/voice", "/telephony/sms/status"):
        answer = line.handset().post(path, {"Something": "else"})
        assert answer.status_code == 400
        assert "01632 960000" in answer.text


def test_delivery_is_noted_by_rank(line: Line, now: datetime) -> None:
    with line.sessions.begin() as session:
        conversation = Conversation(
            id=uuid.uuid4(), reference="K7M-2QF", channel="sms", opened_at=now
        )
        session.add(conversation)
        session.flush()
        text = queue_text(
            session,
            conversation_id=conversation.id,
            number=NUMBER,
            text="Hello",
            purpose="coordinator",
            at=now,
        )
        text.state, text.provider_id = "sent", "SM1"
    for status in ("delivered", "sent", "queued", "nonsense"):
        posted = {"MessageSid": "SM1", "MessageStatus": status}
        assert line.handset().post("/telephony/sms/status", posted).status_code == 204
    with line.sessions() as session:
        assert session.scalars(select(OutgoingText.state)).one() == "delivered"


def test_with_the_database_down_a_text_is_kept_and_answered(broken_line: Line) -> None:
    (reply,) = broken_line.handset().text("I need food for the weekend")
    assert "We have kept your message" in reply
    assert "999" in reply
    assert "01632 960000" in reply
    assert segments(reply) <= 2
    (path,) = broken_line.spooled()
    kept = json.loads(path.read_text())
    assert kept["text"] == "I need food for the weekend"
    assert kept["number"] == NUMBER


def test_without_disk_and_database_the_reply_does_not_claim_to_have_kept_it(
    broken_line: Line,
) -> None:
    (broken_line.var / "spool").write_text("a file where the folder should be")
    (reply,) = broken_line.handset().text("hello")
    assert "could not keep your message" in reply
    assert "999" in reply


def test_a_mistake_of_ours_is_never_an_error_page(line: Line) -> None:
    def fail(_: object) -> tuple[Saying, ...]:
        raise RuntimeError("a mistake")

    line.bot.answer = fail
    (reply,) = line.handset().text("hello")
    assert "999" in reply


def test_every_word_of_the_text_line_fits_two_segments() -> None:
    fill = {
        "council": "Harbourside Metropolitan Borough Council",
        "number": "01632 960000",
        "night_number": "01632 960999",
    }
    for name in (
        "utter_text_help",
        "utter_text_stopped",
        "utter_text_started",
        "utter_text_picture_only",
        "utter_text_fault",
        "utter_text_fault_not_kept",
    ):
        assert segments(words().say(name, "sms", **fill).text) <= 2, name
