"""After suspected abuse nothing goes out unasked until a safe way is given, and then only that."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from conversation.check_in import ask_due_check_ins
from conversation.desk import Desk
from conversation.journey.safe_way import read_safe_way
from conversation.message import Channel, Incoming
from conversation.opening import conversation_for_number
from conversation.outbox import HELD, LANDLINE, queue_staff_text, queue_text
from conversation.ownership import coordinator_says
from conversation.promising import Heard as HeardOf
from conversation.promising import tell_promise
from conversation.turn import take_turn
from people.contact import LANDLINE as LANDLINE_KIND
from people.contact import MOBILE, add_contact, contacts_of, person_of
from people.erase import erase_conversation
from referrals.check_ins import plan_check_in
from referrals.promises import make_promise, open_promises
from referrals.safe_contact import (
    ABUSE,
    SafeWay,
    hold_contact,
    hold_on,
    lift_hold,
    open_hold,
    record_safe_way,
    resident_of,
    way_of,
)
from referrals.staff import Role
from storage.engine import Sessions
from storage.tables.conversations import Conversation
from storage.tables.outbox import OutgoingText
from storage.tables.referrals import AuditLine
from storage.tables.safety import Alert, ContactHold
from tests.conversation.conftest import Chat
from tests.conversation.fakes import ScriptedBot, tells
from tests.people import SUE
from tests.referrals import scene

ABUSED = "my husband hits me"
WORDS = "Do not text. Ring only weekday mornings, say it's the library."
PHONE = "+447700900123"


@pytest.mark.parametrize(
    ("text", "way"),
    [
        (WORDS, SafeWay(False, True, False, "weekday mornings", "the library")),
        ("text only, don't ring", SafeWay(True, False)),
        ("no", SafeWay(False, False, False)),
        ("there isn't one", SafeWay(False, False, False)),
        ("not safe, he checks everything", SafeWay(False, False, False)),
        ("it's not safe to ring, text is ok", SafeWay(True, False)),
        ("no voicemail. ring tuesday mornings", SafeWay(None, True, False, "Tuesday morning")),
        ("when he's at work", SafeWay(best_time="when he's at work")),
        ("just call and say you're from the surgery", SafeWay(None, True, pretext="the surgery")),
        ("no texts please", SafeWay(False, None, False)),
        ("yes", None),
        ("what do you mean", None),
    ],
)
def test_a_safe_way_is_read_with_care(text: str, way: SafeWay | None) -> None:
    assert read_safe_way(text, by_text=False) == way


def test_this_number_is_fine_allows_texts_to_who_texts_alone() -> None:
    fine = "yes this number is fine"
    by_text, by_chat = (read_safe_way(fine, by_text=each) for each in (True, False))
    assert by_text == SafeWay(True, True)
    assert by_chat == SafeWay(None, True)


def hold_of(sessions: Sessions, chat: Chat) -> ContactHold | None:
    with sessions() as session:
        return open_hold(session, chat.conversation_id)


@pytest.mark.parametrize("answer", ["yes", "no", "I don't know"])
@pytest.mark.parametrize("is_down", [True, False])
def test_every_answer_to_are_you_safe_is_followed_by_how_we_may_be_in_touch(
    chat: Chat, bot: ScriptedBot, sessions: Sessions, answer: str, is_down: bool
) -> None:
    bot.is_down = is_down
    assert chat.says(ABUSED).expects == "safe_now"
    assert chat.says(answer).expects == "safe_way"
    assert chat.hears("We won't ring, text or write to you first")
    reply = chat.says(WORDS)
    assert chat.hears("We will only be in touch that way.")
    assert chat.hears("So that a person can help")
    assert reply.expects == "name"
    hold = hold_of(sessions, chat)
    assert hold is not None
    assert hold.words == WORDS
    assert way_of(hold) == SafeWay(False, True, False, "weekday mornings", "the library")


def test_no_safe_way_is_an_answer_and_nobody_promises_to_ring(
    chat: Chat, sessions: Sessions
) -> None:
    for text in (ABUSED, "no", "there is no safe way", "Edith Marlow"):
        reply = chat.says(text)
    assert reply.expects == "anything_else"
    assert chat.hears("won't ring or write first")
    with sessions() as session:
        [promise] = open_promises(session, chat.conversation_id)
    assert promise.what == "A coordinator reads what you told us"


def test_a_safe_way_leads_to_a_promise_that_keeps_it(chat: Chat, sessions: Sessions) -> None:
    for text in (ABUSED, "no", f"ring me on {PHONE} weekday mornings, no texts", "Edith Marlow"):
        reply = chat.says(text)
    assert reply.expects == "anything_else"
    assert chat.hears("only in the way you told me")
    with sessions() as session:
        person = session.get_one(Conversation, chat.conversation_id).person_id
        [point] = contacts_of(session, person)
    assert (point.value, point.safe_to_text, point.best_time) == (PHONE, False, "weekday mornings")


def test_a_yes_alone_is_asked_how_once(chat: Chat, sessions: Sessions) -> None:
    for text in (ABUSED, "yes", "yes"):
        reply = chat.says(text)
    assert (reply.expects, chat.hears("I need to know how and when")) == ("safe_way", True)
    assert chat.says("yes please").expects == "name"
    hold = hold_of(sessions, chat)
    assert hold is not None
    assert (hold.words, hold.may_text, hold.may_ring) == ("yes please", None, None)


def test_naming_the_same_harm_in_the_answer_does_not_begin_anew(
    chat: Chat, sessions: Sessions
) -> None:
    for text in (ABUSED, "no"):
        chat.says(text)
    assert chat.says("don't text, he checks my phone. ring tuesday mornings").expects == "name"
    with sessions() as session:
        assert len(session.scalars(select(Alert)).all()) == 1


def test_new_danger_in_the_answer_is_danger(chat: Chat) -> None:
    for text in (ABUSED, "no"):
        chat.says(text)
    reply = chat.says("I've taken all my tablets, I want to die")
    assert reply.expects == "safe_now"
    assert chat.hears("999")


def test_only_abuse_by_somebody_close_holds_contact(chat: Chat, sessions: Sessions) -> None:
    assert chat.says("I have no food left").expects == "safe_now"
    assert hold_of(sessions, chat) is None
    assert chat.says("yes").expects == "name"
    assert chat.hears("So that a person can help")


def test_texts_of_our_own_are_visibly_not_sent(chat: Chat, desk: Desk, now: datetime) -> None:
    chat.says(ABUSED)
    with desk.sessions.begin() as session:
        row = queue_text(
            session, conversation_id=chat.conversation_id, number=SUE.mobile,
            text="How did it go?", purpose="check_in", at=now,
        )  # fmt: skip
        assert (row.state, row.error) == ("stopped", HELD)


def test_a_hold_counts_for_the_number_in_every_other_thread(
    chat: Chat, open_chat: Callable[[], Chat], desk: Desk, now: datetime
) -> None:
    chat.says(ABUSED)
    other = open_chat()
    with desk.sessions.begin() as session:
        thread = session.get_one(Conversation, chat.conversation_id)
        person = person_of(session, thread, at=now)
        add_contact(session, person, kind=MOBILE, value=SUE.mobile, at=now)
    with desk.sessions.begin() as session:
        row = queue_text(
            session, conversation_id=other.conversation_id, number=SUE.mobile,
            text="Hello", purpose="details", at=now,
        )  # fmt: skip
        assert row.error == HELD


def test_a_landline_is_never_texted(chat: Chat, desk: Desk, now: datetime) -> None:
    with desk.sessions.begin() as session:
        row = queue_text(
            session, conversation_id=chat.conversation_id, number="+441632960123",
            text="Hello", purpose="details", at=now,
        )  # fmt: skip
        assert (row.state, row.error) == ("stopped", LANDLINE)


def test_a_check_in_waits_for_a_safe_way(chat: Chat, desk: Desk, now: datetime) -> None:
    chat.says(ABUSED)
    with desk.sessions.begin() as session:
        plan_check_in(session, chat.conversation_id, service_id=None, due_at=now)
    with desk.sessions.begin() as session:
        assert ask_due_check_ins(session, words=desk.words, council=desk.council, at=now) == 0
        thread = resident_of(session, chat.conversation_id)
        by = scene.colleague(session, now, "Lee Tremayne", Role.LEAD).id
        lift_hold(session, thread, reason="She lives alone again.", by=by, at=now)
    with desk.sessions.begin() as session:
        assert ask_due_check_ins(session, words=desk.words, council=desk.council, at=now) == 1
        acts = session.scalars(select(AuditLine.act)).all()
    assert "contact_hold_lifted" in acts


def texting(desk: Desk, *texts: str) -> Conversation:
    at = desk.clock()
    with desk.sessions.begin() as session:
        thread = conversation_for_number(session, number=PHONE, provider_id="SM0", at=at)
    for count, text in enumerate(texts):
        take_turn(Incoming(thread, Channel.SMS, text, f"SM{count}", at), desk=desk)
    with desk.sessions() as session:
        return session.get_one(Conversation, thread)


def test_a_coordinator_answers_while_they_text_and_writes_nothing_later(
    desk: Desk, now: datetime
) -> None:
    thread = texting(desk, ABUSED)
    with desk.sessions.begin() as session:
        by = scene.colleague(session, now).id
        for minutes in (2, 60):
            coordinator_says(
                session, thread.id, "I am here.", by=by, at=now + timedelta(minutes=minutes)
            )
        states = session.scalars(select(OutgoingText.state).order_by(OutgoingText.id)).all()
    assert states == ["waiting", "stopped"]


def test_texts_come_again_once_texting_was_called_safe(desk: Desk, now: datetime) -> None:
    thread = texting(desk, ABUSED, "no", "text me here, it's only me who has this phone")
    with desk.sessions.begin() as session:
        later = now + timedelta(days=1)
        row = queue_text(
            session, conversation_id=thread.id, number=PHONE, text="Hello", purpose="check_in",
            at=later,
        )  # fmt: skip
        assert row.state == "waiting"


def test_nothing_holds_a_text_to_a_colleague(chat: Chat, desk: Desk, now: datetime) -> None:
    chat.says(ABUSED)
    with desk.sessions.begin() as session:
        row = queue_staff_text(session, number=SUE.mobile, text="Doorstep: an alert", at=now)
        assert (row.state, row.conversation_id) == ("waiting", None)


def test_what_a_coordinator_learnt_is_kept_with_the_reason_and_the_old_one_too(
    chat: Chat, desk: Desk, now: datetime
) -> None:
    chat.says(ABUSED)
    with desk.sessions.begin() as session:
        thread = resident_of(session, chat.conversation_id)
        by = scene.colleague(session, now).id
        way = SafeWay(may_text=False, may_ring=True, best_time="Tuesdays")
        record_safe_way(session, thread, way, reason="Told me at the desk.", by=by, at=now)
    with desk.sessions() as session:
        old, new = session.scalars(select(ContactHold).order_by(ContactHold.id)).all()
    assert (old.lift_reason, old.lifted_by) == ("Told me at the desk.", by)
    assert (new.may_ring, new.best_time, new.lifted_at) == (True, "Tuesdays", None)


def test_abuse_noticed_twice_is_one_hold(chat: Chat, desk: Desk, now: datetime) -> None:
    with desk.sessions.begin() as session:
        for category in sorted(ABUSE):
            assert hold_contact(session, chat.conversation_id, categories=[category], at=now)
        assert len(session.scalars(select(ContactHold)).all()) == 1


def test_erasing_takes_what_was_said_of_the_safe_way(chat: Chat, desk: Desk, now: datetime) -> None:
    for text in (ABUSED, "no", WORDS):
        chat.says(text)
    with desk.sessions.begin() as session:
        erase_conversation(session, resident_of(session, chat.conversation_id), at=now)
    with desk.sessions() as session:
        hold = session.scalars(select(ContactHold)).one()
    assert (hold.words, hold.best_time, hold.pretext) == (None, None, None)


def a_promise(desk: Desk, thread: Conversation, now: datetime) -> HeardOf:
    with desk.sessions.begin() as session:
        promise = make_promise(
            session, conversation_id=thread.id, what="Sam visits you", who="Sam Okafor",
            due_at=now + timedelta(days=2), at=now,
        )  # fmt: skip
        return tell_promise(session, promise, words=desk.words, council=desk.council, at=now)


def test_a_promise_made_by_a_person_is_told_where_that_is_safe(
    chat: Chat, desk: Desk, now: datetime
) -> None:
    texter = texting(desk, "I am lonely")
    assert a_promise(desk, texter, now) is HeardOf.BY_TEXT
    with desk.sessions() as session:
        text = session.scalars(select(OutgoingText)).one()
        web = session.get_one(Conversation, chat.conversation_id)
    assert "Sam visits you, by Thursday 26 November, 10am" in text.text
    assert a_promise(desk, web, now) is HeardOf.IN_CHAT
    chat.says(ABUSED)
    assert a_promise(desk, web, now) is HeardOf.HELD


def test_a_caller_with_a_landline_is_not_told_by_text(desk: Desk, now: datetime) -> None:
    with desk.sessions.begin() as session:
        thread = scene.conversation(session, now, channel="voice")
        person = person_of(session, thread, at=now)
        add_contact(session, person, kind=LANDLINE_KIND, value="+441632960123", at=now)
    assert a_promise(desk, thread, now) is HeardOf.UNTOLD


def test_a_hold_is_found_by_the_person_on_another_thread(
    chat: Chat, open_chat: Callable[[], Chat], desk: Desk, now: datetime
) -> None:
    chat.says(ABUSED)
    other = open_chat()
    with desk.sessions.begin() as session:
        first = session.get_one(Conversation, chat.conversation_id)
        second = session.get_one(Conversation, other.conversation_id)
        second.person_id = person_of(session, first, at=now).id
        session.flush()
        assert hold_on(session, second) is not None


def test_who_has_no_food_and_asks_where_gets_the_offers_at_once(
    chat: Chat, bot: ScriptedBot, desk: Desk, now: datetime
) -> None:
    from directory.load import load_directory
    from directory.load_places import load_places
    from settings import ROOT

    with desk.sessions.begin() as session:
        load_places(session, ROOT / "directory" / "demonstration" / "places.csv", at=now)
        load_directory(session, ROOT / "directory" / "demonstration" / "services.json", at=now)
    bot.understood["where is the nearest food bank"] = tells("tell_need", "food")
    chat.says("I have no food left")
    assert chat.says("yes").expects == "name"
    reply = chat.says("where is the nearest food bank")
    assert reply.expects == "choose_service"
    offered = [card.name for said in reply.said for card in said.services]
    assert any("food" in name.lower() for name in offered), offered
    assert chat.says(offered[0]).expects == "name"
