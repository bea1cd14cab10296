"""A caller who asks for a person is put through to a colleague on duty, or told what comes."""

from datetime import datetime, time

import pytest
from sqlalchemy import select

from conversation.message import Saying
from conversation.rasa import Question
from conversation.transfers import CALL_NOTICE, set_call_taker
from council import council
from people.story import THEME
from referrals.queue import Reasons, open_referral
from referrals.rota import Part
from referrals.rota_rows import add_shifts, add_to_rota
from referrals.staff import Role, add_staff
from storage.tables.calls import CallTransfer
from storage.tables.conversations import Conversation, Message
from storage.tables.people import Person, StoryNote
from storage.tables.referrals import Referral
from storage.tables.staff import StaffMember
from telephony.rehearsal.exchange import Answering, Exchange
from tests.telephony.line import NUMBER, Line

SAM, ROSE, LATE = "+441632960201", "+441632960202", "+441632960203"
TAKES, VOICEMAIL = Answering("answered", ("1",)), Answering("answered")


def on_duty(line: Line, name: str, number: str, now: datetime, *, is_on: bool = True) -> None:
    """Put a colleague on the rota, now, with a telephone that may ring."""
    with line.sessions.begin() as session:
        member = add_staff(
            session, email=f"{name.lower()}@example.org", name=name, role=Role.COORDINATOR,
            password="a long password for tests", at=now,
        )  # fmt: skip
        person = add_to_rota(
            session, part=Part.DUTY, by=member.id, at=now, staff_id=member.id, mobile=NUMBER
        )
        add_shifts(
            session, person.id, weekdays=range(7), begins=time(0, 0), ends=time(0, 0),
            by=member.id, at=now, on_holidays=True,
        )  # fmt: skip
        set_call_taker(session, member.id, number=number, is_on=is_on, at=now)


@pytest.fixture
def wants_person(line: Line) -> Line:
    """A bot that hears who wants a person, as the journey does."""

    def answer(question: Question) -> tuple[Saying, ...]:
        if "person" not in question.text:
            return (Saying(text="What matters to you?"),)
        with line.sessions.begin() as session:
            conversation = session.scalars(select(Conversation)).one()
            conversation.working = {**conversation.working, "called": question.message_id}
            why = Reasons(route="coordinator", reason="Asked for a person")
            open_referral(session, conversation=conversation, why=why, at=conversation.opened_at)
        return (Saying(text="You are next in the queue."), Saying(text="What is your name?"))

    line.bot.answer = answer
    return line


def outcomes(line: Line) -> list[str]:
    with line.sessions() as session:
        return list(session.scalars(select(CallTransfer.outcome).order_by(CallTransfer.tried_at)))


def test_a_colleague_who_presses_1_hears_who_it_is_and_gets_the_caller(
    wants_person: Line, now: datetime
) -> None:
    line, exchange = wants_person, Exchange({SAM: TAKES})
    on_duty(line, "Sam", SAM, now)
    handset = line.handset(exchange=exchange)
    call = handset.call()
    call.says("my mother cannot cook any more")
    with line.sessions.begin() as session:
        conversation = session.scalars(select(Conversation)).one()
        session.get_one(Person, conversation.person_id).name = "Margaret Olds"
        message = session.scalars(select(Message).where(Message.sent_by == "resident")).one()
        session.add(
            StoryNote(
                conversation_id=conversation.id, kind=THEME, value="food", words="cook",
                message_id=message.id, at=now,
            )
        )  # fmt: skip
    heard = call.presses("0")
    assert "put you through to a person" in heard
    assert f"[connected to {SAM}]" in heard
    assert call.other is not None
    whispered = call.other.hears()
    before, _, after = whispered.partition("The name is")
    assert "to take the call, press 1" in before
    assert "Margaret" not in before
    assert "food" not in before
    assert "Margaret" in after
    assert "Olds" not in after
    assert "food" in after
    assert outcomes(line) == ["taken"]
    with line.sessions() as session:
        sam = session.scalars(select(StaffMember)).one()
        assert session.scalars(select(Referral)).one().claimed_by == sam.id


def test_after_the_talk_the_door_stays_open_and_no_form_is_filled_in(
    wants_person: Line, now: datetime
) -> None:
    line = wants_person
    on_duty(line, "Sam", SAM, now)
    call = line.handset(exchange=Exchange({SAM: TAKES})).call()
    call.presses("0")
    assert call.other is not None
    call.other.hang_up()
    assert "Your talk has ended. You can tell me more, or just hang up." in call.hears()
    assert call.expects == "anything_else"
    assert outcomes(line) == ["talked"]
    call.hang_up()
    with line.sessions() as session:
        assert session.scalars(select(Referral)).one().reasons == ["Asked for a person"]


def test_a_voicemail_takes_no_call_and_hears_nothing_about_anybody(
    wants_person: Line, now: datetime
) -> None:
    line = wants_person
    on_duty(line, "Sam", SAM, now)
    call = line.handset(exchange=Exchange({SAM: VOICEMAIL})).call()
    heard = call.presses("0")
    assert "nobody could take the call just now" in heard
    assert "connected" not in heard
    assert "You are next in the queue." in heard
    assert "press 7" in heard
    assert outcomes(line) == ["not_taken"]
    assert not call.is_over


def test_the_next_on_duty_is_rung_and_at_most_two(wants_person: Line, now: datetime) -> None:
    line = wants_person
    for name, number in (("Sam", SAM), ("Rose", ROSE), ("Late", LATE)):
        on_duty(line, name, number, now)
    call = line.handset(exchange=Exchange()).call()
    heard = call.presses("0")
    assert f"[rings {SAM}]" in heard
    assert "I will try somebody else." in heard
    assert f"[rings {ROSE}]" in heard
    assert LATE not in heard
    assert outcomes(line) == ["not_taken", "not_taken"]
    assert "[rings" not in call.presses("0")


def test_the_second_may_take_it(wants_person: Line, now: datetime) -> None:
    line = wants_person
    on_duty(line, "Sam", SAM, now)
    on_duty(line, "Rose", ROSE, now)
    call = line.handset(exchange=Exchange({SAM: Answering("busy"), ROSE: TAKES})).call()
    assert f"[connected to {ROSE}]" in call.presses("0")
    assert outcomes(line) == ["not_taken", "taken"]


@pytest.mark.parametrize("is_on", [None, False])
def test_who_does_not_want_to_be_rung_is_not_rung(
    wants_person: Line, now: datetime, is_on: bool | None
) -> None:
    if is_on is not None:
        on_duty(wants_person, "Sam", SAM, now, is_on=is_on)
    heard = wants_person.handset(exchange=Exchange({SAM: TAKES})).call().presses("0")
    assert "[rings" not in heard
    assert "You are next in the queue." in heard


def test_danger_comes_before_any_transfer(wants_person: Line, now: datetime) -> None:
    on_duty(wants_person, "Sam", SAM, now)
    call = wants_person.handset(exchange=Exchange({SAM: TAKES})).call()
    heard = call.says("get me a person, I have taken all my tablets")
    assert "9 9 9" in heard.splitlines()[0]
    assert "[rings" not in heard


def test_a_caller_who_gives_up_while_it_rings_is_nobodys_talk(
    wants_person: Line, now: datetime
) -> None:
    line = wants_person
    on_duty(line, "Sam", SAM, now)
    handset = line.handset()
    fields = {"CallSid": "CA1", "From": NUMBER}
    handset.post("/telephony/voice", fields)
    rings = handset.post("/telephony/voice/turn?step=1", {**fields, "Digits": "0"}).text
    again = handset.post("/telephony/voice/turn?step=1", {**fields, "Digits": "0"}).text
    assert rings == again
    handset.post("/telephony/voice/status", {**fields, "CallStatus": "completed"})
    assert outcomes(line) == ["not_taken"]
    whisper = rings.partition('url="')[2].partition('"')[0]
    late = handset.post(whisper, {"CallSid": "CA2", "ParentCallSid": "CA1"}).text
    assert "The caller has gone" in late


def test_the_ringing_is_as_twilio_documents_it(wants_person: Line, now: datetime) -> None:
    on_duty(wants_person, "Sam", SAM, now)
    handset = wants_person.handset()
    fields = {"CallSid": "CA1", "From": NUMBER}
    handset.post("/telephony/voice", fields)
    twiml = handset.post("/telephony/voice/turn?step=1", {**fields, "Digits": "0"}).text
    assert 'timeout="20"' in twiml
    assert 'callerId="+441632960100"' in twiml
    assert 'answerOnBridge="true"' in twiml
    assert NUMBER not in twiml


def test_the_page_opens_for_who_took_the_call() -> None:
    assert CALL_NOTICE == "call"
    assert council().coordinators.name
