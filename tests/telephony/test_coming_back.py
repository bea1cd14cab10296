"""One story across channels: begun on the web, gone on by phone, ended by text; never two people's.

Everything goes through signed requests; the bot is on a script and the database is real.
"""

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update

from conversation.desk import Desk
from conversation.message import Channel, Incoming, Reply
from conversation.opening import open_conversation
from conversation.spoken_reference import as_keyed
from conversation.turn import take_turn
from conversation.words import words
from council import council
from people.contact import MOBILE, add_contact, person_of
from referrals.safe_contact import hold_contact
from storage.engine import Sessions
from storage.tables.conversations import Conversation, JoinedSender, Message
from storage.tables.people import Person
from telephony.rehearsal.carrier import new_sid
from tests.people import MARGARET, SUE
from tests.telephony.line import NUMBER, Line, open_test_line

NEED = "I can't get to the shops since my fall"
CHECK = "what name or phone number did you give us?"
CALL_CHECK = "what name or phone number did you give us"
WRONG = "Sorry, that does not fit"
NOT_FOUND = "I cannot find it that way"
WHOSE = "what is your first name?"


@dataclass
class Web:
    """A resident on the web page."""

    desk: Desk
    conversation_id: uuid.UUID
    reference: str
    reply: Reply | None = field(default=None)

    def says(self, text: str) -> None:
        heard = Incoming(
            self.conversation_id, Channel.WEB, text, uuid.uuid4().hex, self.desk.clock()
        )
        self.reply = take_turn(heard, desk=self.desk)

    def gives(self, name: str, number: str) -> None:
        with self.desk.sessions.begin() as session:
            thread = session.get_one(Conversation, self.conversation_id)
            person = person_of(session, thread, at=self.desk.clock())
            person.name = name
            add_contact(session, person, kind=MOBILE, value=number, at=self.desk.clock())


@pytest.fixture
def web(line: Line, now: datetime) -> Web:
    """Mabel told on the web what matters, and gave her name and number."""
    return on_the_web(line, now, "Mabel Quayle", MARGARET.mobile)


def on_the_web(line: Line, now: datetime, name: str, number: str) -> Web:
    desk = Desk(line.sessions, line.bot, words(), council(), lambda: now)
    with line.sessions.begin() as session:
        opened = open_conversation(session, channel=Channel.WEB, words=desk.words, at=now)
        thread = session.get_one(Conversation, opened.conversation_id)
        made = Web(desk, thread.id, thread.reference)
    made.says(NEED)
    made.gives(name, number)
    return made


def said_in(line: Line, thread: uuid.UUID, *, by: str = "resident") -> list[str]:
    with line.sessions() as session:
        query = select(Message.text).where(Message.conversation_id == thread, Message.sent_by == by)
        return list(session.scalars(query.order_by(Message.id)))


def later(line: Line, sessions: Sessions, tmp_path: Path, at: datetime) -> Line:
    """The same line at another time."""
    other = open_test_line(sessions, tmp_path, at)
    other.bot.answer = line.bot.answer
    return other


def spelled(reference: str) -> str:
    return " ".join(reference.replace("-", "")).lower()


def test_begun_on_the_web_gone_on_by_phone_and_ended_by_text(line: Line, web: Web) -> None:
    call = line.handset("+447700900456").call()
    assert CALL_CHECK in call.says(f"my reference is {spelled(web.reference)}")
    heard = call.says("Mabel Quayle")
    assert "We go on where we were" in heard
    assert f"I heard: {NEED}" in heard
    call.says("my daughter Ann visits on Sundays")
    sms = line.handset("+447700900457")
    sms.text(f"Hello, it is me again {web.reference}")
    (reply,) = sms.text("mabel quayle")
    assert "We go on where we were" in reply
    sms.text("thank you, that is all")
    assert said_in(line, web.conversation_id) == [
        NEED,
        "my daughter Ann visits on Sundays",
        "thank you, that is all",
    ]


def test_the_reference_is_keyed_on_a_call(line: Line, web: Web) -> None:
    call = line.handset("+447700900456").call()
    assert "key it in" in call.says("I have a reference")
    assert CALL_CHECK in call.presses(as_keyed(web.reference))
    heard = call.presses("0" + MARGARET.mobile.removeprefix("+44"))
    assert "We go on where we were" in heard


def test_the_callers_own_number_alone_opens_nothing(line: Line, web: Web) -> None:
    call = line.handset(MARGARET.mobile).call()
    heard = call.says(f"my reference is {spelled(web.reference)}")
    assert "shops" not in heard
    assert CALL_CHECK in heard


def test_three_wrong_tries_reveal_nothing_and_then_the_right_one_neither(
    line: Line, web: Web
) -> None:
    def three_tries(number: str, reference: str) -> list[str]:
        sms = line.handset(number)
        sms.text("hello")
        heard = [*sms.text(f"reference {reference}")]
        for name in ("Anne Brown", "Bob Green", "Mabel Quale"):
            heard += sms.text(name)
        heard += sms.text(f"reference {reference}")
        return heard

    known = three_tries("+447700900456", web.reference)
    unknown = three_tries("+447700900457", "ABC-234")
    assert known == unknown
    assert [CHECK in known[0], WRONG in known[1], WRONG in known[2]] == [True] * 3
    assert NOT_FOUND in known[3]
    assert NOT_FOUND in known[4]
    other = line.handset("+447700900458")
    other.text(f"reference {web.reference}")
    (locked,) = other.text("Mabel Quayle")
    assert WRONG in locked
    assert said_in(line, web.conversation_id) == [NEED]


def test_skip_leaves_the_check_and_the_open_question_stands(line: Line, web: Web) -> None:
    sms = line.handset("+447700900456")
    sms.text("hello")
    before = sms.expects
    sms.text(f"reference {web.reference}")
    assert sms.expects == "reference"
    (reply,) = sms.text("skip")
    assert "I heard: skip" in reply
    assert sms.expects == before


def test_danger_during_the_check_is_answered_as_danger(line: Line, web: Web) -> None:
    sms = line.handset("+447700900456")
    sms.text(f"reference {web.reference}")
    (reply,) = sms.text("I want to kill myself")
    assert "999" in reply or "116 123" in reply


def test_a_step_of_the_check_that_is_posted_again_is_heard_once(line: Line, web: Web) -> None:
    sms, sid = line.handset("+447700900456"), new_sid("SM")
    sms.text(f"reference {web.reference}")
    first = sms.text("Mabel Quayle", sid=sid)
    assert sms.text("Mabel Quayle", sid=sid) == first
    handset = line.handset("+447700900457")
    fields = {"CallSid": "CA1", "From": handset.number, "To": handset.to, "Confidence": "0.9"}
    handset.post("/telephony/voice", fields)
    said = [f"my reference is {spelled(web.reference)}", "Mabel Quayle", "I feel better"]
    for step, text in enumerate(said, 1):
        answers = [
            handset.post(f"/telephony/voice/turn?step={step}", fields | {"SpeechResult": text})
            for _ in "12"
        ]
        assert answers[0].text == answers[1].text
    assert said_in(line, web.conversation_id) == [NEED, "I feel better"]


def test_two_callers_who_withhold_their_number_share_nothing(line: Line) -> None:
    for words_said in ("I am Pat and I need food", "who was here before me?"):
        line.handset().call(withheld=True).says(words_said)
    with line.sessions() as session:
        threads = session.scalars(select(Conversation)).all()
        assert len(threads) == 2
        assert session.scalars(select(JoinedSender)).all() == []
    assert len({thread.person_id for thread in threads if thread.person_id}) in (0, 2)


def test_two_people_with_one_telephone_are_kept_apart_by_their_names(
    line: Line, now: datetime, sessions: Sessions, tmp_path: Path
) -> None:
    pat, tom = (on_the_web(line, now, name, NUMBER) for name in ("Pat Reed", "Tom Reed"))
    sms = line.handset(NUMBER)
    (first,) = sms.text("I would like to hear more")
    assert WHOSE in first
    assert "shops" not in first
    (reply,) = sms.text("Tom")
    assert "I heard: I would like to hear more" in reply
    sms.text("and on Fridays?")  # within the hour nobody is asked again
    tomorrow = later(line, sessions, tmp_path, now + timedelta(days=1)).handset(NUMBER)
    assert WHOSE in tomorrow.text("good morning")[0]
    tomorrow.text("it's Pat")
    assert said_in(line, tom.conversation_id) == [
        NEED, "I would like to hear more", "and on Fridays?",
    ]  # fmt: skip
    assert said_in(line, pat.conversation_id) == [NEED, "good morning"]


def test_a_third_person_on_a_shared_telephone_begins_anew(line: Line, now: datetime) -> None:
    threads = [on_the_web(line, now, name, NUMBER) for name in ("Pat Reed", "Tom Reed")]
    sms = line.handset(NUMBER)
    sms.text("I would like to hear more")
    (reply,) = sms.text("Ivy")
    assert "I heard: I would like to hear more" in reply
    assert "shops" not in reply
    assert [said_in(line, web.conversation_id) for web in threads] == [[NEED], [NEED]]


def test_a_name_opens_no_thread_in_which_abuse_was_told(line: Line, now: datetime) -> None:
    pat, _ = (on_the_web(line, now, name, NUMBER) for name in ("Pat Reed", "Tom Reed"))
    with line.sessions.begin() as session:
        hold_contact(session, pat.conversation_id, categories=["domestic_abuse"], at=now)
    sms = line.handset(NUMBER)
    sms.text("what did I say before?")
    sms.text("Pat")
    assert said_in(line, pat.conversation_id) == [NEED]


def test_a_number_of_one_person_is_asked_nothing(
    line: Line, now: datetime, sessions: Sessions, tmp_path: Path
) -> None:
    sms = line.handset(SUE.mobile)
    sms.text("hello")
    with sessions.begin() as session:
        session.execute(update(Person).values(name="Sue"))
    tomorrow = later(line, sessions, tmp_path, now + timedelta(days=1)).handset(SUE.mobile)
    (reply,) = tomorrow.text("hello again")
    assert "I heard: hello again" in reply
