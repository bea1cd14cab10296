"""A turn: once, in order, with danger first, and with an answer whatever is down."""

import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from conversation.desk import Desk
from conversation.message import Channel, Incoming, NoSuchConversation, Owner
from conversation.ownership import hand_back, take_over
from conversation.turn import take_turn
from referrals.staff import add_staff
from storage.tables.conversations import Message
from storage.tables.people import ContactPoint, NetworkMember, Person, StoryNote
from storage.tables.referrals import Promise, Referral
from storage.tables.safety import Alert, SafetyFlag
from tests.conversation.conftest import Chat
from tests.conversation.fakes import ScriptedBot, tells
from tests.people import MARGARET

DANGER = "I have taken all my tablets, I want to die"


def count(desk: Desk, table: type) -> int:
    with desk.sessions.begin() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_a_message_delivered_five_times_at_once_is_answered_once(chat: Chat, desk: Desk) -> None:
    once = Incoming(chat.conversation_id, Channel.WEB, "hello there friend", "m1", desk.clock())
    with ThreadPoolExecutor(5) as pool:
        replies = list(pool.map(lambda _: take_turn(once, desk=desk), range(5)))
    assert len({tuple(said.id for said in reply.said) for reply in replies}) == 1
    assert sorted(reply.repeated for reply in replies) == [False, True, True, True, True]
    with desk.sessions.begin() as session:
        said = session.scalars(select(Message).where(Message.sent_by == "resident")).all()
    assert len(said) == 1


def test_a_turn_cut_off_by_a_crash_is_taken_up_from_its_row(
    chat: Chat, desk: Desk, bot: ScriptedBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dies(question: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(bot, "ask", dies)
    with pytest.raises(KeyboardInterrupt):
        chat.says(DANGER, provider_id="m1")
    assert count(desk, Alert) == 1  # the alert was committed with the message, before the bot
    monkeypatch.undo()
    reply = chat.says(DANGER, provider_id="m1")
    assert not reply.repeated
    assert reply.said[0].alert is not None
    assert (count(desk, Alert), count(desk, SafetyFlag), count(desk, Referral)) == (1, 1, 1)


def test_danger_is_answered_first_and_a_person_is_told(chat: Chat, desk: Desk) -> None:
    reply = chat.says(DANGER)
    assert reply.said[0].alert is not None
    assert reply.expects == "safe_now"
    assert "safe" in reply.said[-1].text
    with desk.sessions.begin() as session:
        alert = session.scalars(select(Alert)).one()
        referral = session.scalars(select(Referral)).one()
        flag = session.scalars(select(SafetyFlag)).one()
    assert (alert.level, referral.route) == ("immediate", "emergency")
    assert flag.version
    assert flag.matches[0]["rule"]


def test_danger_goes_on_to_a_person_and_is_no_dead_end(chat: Chat, desk: Desk) -> None:
    chat.says(DANGER)
    chat.says("no")
    assert chat.reply.expects == "name"
    chat.says(MARGARET.name)
    chat.says(MARGARET.mobile)
    chat.says("yes")
    assert chat.reply.said[-2].promise is not None
    assert count(desk, Promise) == 1


def test_danger_is_noticed_while_a_coordinator_holds_the_thread(chat: Chat, desk: Desk) -> None:
    with desk.sessions.begin() as session:
        someone = add_staff(
            session,
            email="ruth@example.org",
            name="Ruth Adeyemi",
            role="coordinator",
            password="a long enough pass phrase",
            at=desk.clock(),
        )
        take_over(session, chat.conversation_id, by=someone.id, words=desk.words, at=desk.clock())
    assert chat.says("are you there").said == ()
    reply = chat.says(DANGER)
    assert [bool(said.alert) for said in reply.said] == [True]
    assert count(desk, Alert) == 1
    with desk.sessions.begin() as session:
        hand_back(session, chat.conversation_id, by=someone.id, words=desk.words, at=desk.clock())
    assert chat.says("yes I am").owner == Owner.QUEUE


def test_danger_is_noticed_when_the_bot_is_down(chat: Chat, desk: Desk, bot: ScriptedBot) -> None:
    bot.is_down = True
    reply = chat.says(DANGER)
    assert reply.said[0].alert is not None
    assert count(desk, Alert) == 1


def test_danger_split_over_two_messages_is_noticed(chat: Chat, desk: Desk) -> None:
    chat.says("I want")
    assert count(desk, Alert) == 0
    chat.says("to die")
    assert count(desk, Alert) == 1


def test_without_the_bot_the_story_still_reaches_a_person(
    chat: Chat, desk: Desk, bot: ScriptedBot
) -> None:
    bot.is_down = True
    chat.says(MARGARET.needs)
    assert chat.hears("Nothing you tell me is lost")
    assert chat.reply.expects == "name"
    chat.says(MARGARET.name)
    assert not chat.hears("Nothing you tell me is lost")
    chat.says(MARGARET.mobile)
    chat.says("yes")
    promise = next(said.promise for said in chat.reply.said if said.promise)
    assert promise.by == "Wednesday 25 November, 5pm"
    with desk.sessions.begin() as session:
        assert session.scalars(select(Referral)).one().route == "coordinator"
        assert session.scalars(select(Person.name)).one() == MARGARET.name
        point = session.scalars(select(ContactPoint)).one()
        note = session.scalars(select(StoryNote).where(StoryNote.kind == "matters")).one()
    assert (point.value, point.safe_to_text) == (MARGARET.mobile, True)
    assert note.words == MARGARET.needs


def test_a_bot_that_comes_back_goes_on_with_the_whole_journey(chat: Chat, bot: ScriptedBot) -> None:
    bot.understood = {"company would be nice, that is all": tells("tell_need", "company")}
    bot.is_down = True
    chat.says(MARGARET.needs)
    assert chat.reply.expects == "name"
    bot.is_down = False
    chat.says("company would be nice, that is all")
    assert chat.reply.expects == "confirm_summary"


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("", "no words"),
        ("   \n ", "no words"),
        ("\N{LOUDLY CRYING FACE}\N{HEAVY BLACK HEART}", "only read words"),
        ("\x00\x07\u202e", "only read words"),
    ],
)
def test_a_message_without_words_gets_a_kind_answer(chat: Chat, text: str, answer: str) -> None:
    assert chat.reply.expects == chat.says(text).expects
    assert chat.hears(answer)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script> I am lonely",
        "Robert'); DROP TABLE messages;--",
        "\u0627\u0646\u0627 \u0648\u062d\u064a\u062f",
        "lonely " * 2857,
    ],
)
def test_odd_words_are_kept_as_they_came(chat: Chat, desk: Desk, text: str) -> None:
    assert chat.says(text).said
    with desk.sessions.begin() as session:
        kept = session.scalars(select(Message.text).where(Message.sent_by == "resident")).one()
    assert kept == text


def test_an_unknown_conversation_is_said_to_be_unknown(desk: Desk) -> None:
    with pytest.raises(NoSuchConversation):
        take_turn(Incoming(uuid.uuid4(), Channel.WEB, "hi", "m1", desk.clock()), desk=desk)


def test_turns_of_different_people_do_not_wait_for_each_other(
    open_chat: Callable[[], Chat], bot: ScriptedBot
) -> None:
    chats = [open_chat() for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda one: one.says("hello everybody here"), chats))
    assert {reply.conversation_id for reply in replies} == {c.conversation_id for c in chats}
    assert all(reply.said for reply in replies)


def test_whom_a_story_is_about_is_not_somebody_around_them(
    chat: Chat, desk: Desk, bot: ScriptedBot
) -> None:
    needs = "my mum is on her own since dad died, my sister Jo pops in on Sundays"
    mother = [{"value": "mother", "phrase": "my mum", "gone": False}]
    bot.understood[needs] = replace(
        tells("tell_need", "company", about="other"), entities={"relation": mother}
    )
    chat.says(needs)
    with desk.sessions.begin() as session:
        around = {member.relation for member in session.scalars(select(NetworkMember))}
    assert "mother" not in around
    assert "sister" in around
    assert chat.hears("for your mum")


@pytest.mark.parametrize("no_name", ["yes", "a person should ring me"])
def test_what_is_no_name_is_not_kept_as_one(
    chat: Chat, desk: Desk, bot: ScriptedBot, no_name: str
) -> None:
    bot.understood = {"yes": tells("affirm"), "a person should ring me": tells("ask_callback")}
    chat.says(DANGER)
    chat.says("no")
    assert chat.reply.expects == "name"
    chat.says(no_name)
    with desk.sessions.begin() as session:
        assert session.scalars(select(Person.name)).all() in ([], [None])


def test_danger_to_somebody_else_asks_whether_they_are_safe(chat: Chat) -> None:
    chat.says("my neighbour has collapsed on the path and she can't get up")
    assert chat.reply.expects == "safe_now"
    assert "person you're telling me about" in chat.reply.said[-1].text


@pytest.mark.parametrize("wish", ["can someone ring me please"])
def test_a_wish_to_be_rung_is_heard_in_the_middle_of_the_story(
    chat: Chat, desk: Desk, bot: ScriptedBot, wish: str
) -> None:
    bot.understood = {
        MARGARET.needs: tells("tell_need", "company"),
        "yes": tells("affirm"),
        wish: tells("ask_callback"),
    }
    chat.says(MARGARET.needs)
    chat.says("yes")
    assert chat.reply.expects == "better_week"
    chat.says(wish)
    assert chat.reply.expects == "consent_store"
    assert count(desk, Referral) == 1


def test_thats_it_ends_the_conversation_kindly(chat: Chat) -> None:
    chat.says(DANGER)
    for answer in ("no", MARGARET.name, MARGARET.mobile, "yes", "thats it"):
        chat.says(answer)
    assert chat.reply.expects == "nothing"
    assert chat.hears("We'll do as we promised")
