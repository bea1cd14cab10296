"""A resident puts right what was understood, and the story changes, whatever was being asked."""

import pytest
from sqlalchemy import select

from conversation.desk import Desk
from conversation.journey.asides import answer_aside, forget_me
from conversation.journey.heard import Heard
from council import council
from directory.load import load_directory
from directory.load_places import load_places
from language.putting_right import PutRight, find_part_to_forget, find_put_right
from settings import settings
from storage.tables.conversations import Message
from storage.tables.people import NetworkMember, Person
from tests.conversation.conftest import Chat
from tests.conversation.fakes import ScriptedBot, tells
from tests.conversation.test_journey import notes, up_to_offers
from tests.people import MARGARET


@pytest.fixture(autouse=True)
def harbourside(desk: Desk) -> None:
    with desk.sessions.begin() as session:
        load_places(session, settings().places_source, at=desk.clock())
        load_directory(session, settings().directory_source, at=desk.clock())


MONEY = "and I can't keep up with the electric bill"
MUM = "my mum is on her own all day"


@pytest.fixture(autouse=True)
def understanding(bot: ScriptedBot) -> None:
    bot.understood = {
        MARGARET.needs: tells("tell_need", "bereavement", "company"),
        MONEY: tells("tell_need", "money"),
        MUM: Heard("tell_need", 0.9, tells("tell_need", "company").themes, about="other",
                   entities={"relation": [{"value": "mother", "phrase": "mum", "gone": False}]}),
        "yes": tells("affirm"),
        "no": tells("deny"),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("forget what I said about money", "money"),
        ("can you leave out the bit about my drinking please", "my drinking"),
        ("I don't need help with transport any more", "transport"),
        ("never mind the bills", "the bills"),
        ("forget me", None),
        ("forget it", None),
        ("please delete everything", None),
        ("delete what I told you", None),
        ("forget everything I've said", None),
        ("never mind", None),
        ("I keep forgetting things", None),
    ],
)
def test_a_part_that_is_taken_back_is_told_from_a_wish_to_be_forgotten(
    text: str, part: str | None
) -> None:
    assert find_part_to_forget(text) == part


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("it's my dad not my mum", PutRight("my dad", "my mum")),
        ("not my mum, my dad", PutRight("my dad", "my mum")),
        ("no, I said Mill Street", PutRight("mill street", "")),
        ("not HB2, HB3", PutRight("hb3", "hb2")),
        ("no it's Joan not Jean", PutRight("joan", "jean")),
        ("no", None),
        ("I can't manage the shops", None),
    ],
)
def test_what_is_said_anew_is_found_with_what_it_replaces(text: str, told: PutRight | None) -> None:
    assert find_put_right(text) == told


def test_it_is_my_dad_not_my_mum(chat: Chat, desk: Desk) -> None:
    chat.says(MUM)
    assert notes(desk, "whom") == ["mother"]
    chat.says("no sorry it's my dad not my mum")
    assert notes(desk, "whom") == ["father"]
    assert chat.hears("your dad")
    assert chat.reply.expects == "confirm_summary"


def test_he_is_still_the_client_of_who_told_of_one(
    chat: Chat, desk: Desk, bot: ScriptedBot
) -> None:
    bot.understood |= {
        "my patient can't cook": tells("tell_need", "food", about="client"),
        "he plays chess": tells("tell_strength", "activity", about="other"),
    }
    for words in ("my patient can't cook", "yes", "he plays chess"):
        chat.says(words)
    assert notes(desk, "about") == ["client"]


def test_another_street_is_taken_while_something_else_is_asked(chat: Chat, desk: Desk) -> None:
    up_to_offers(chat)
    before = notes(desk, "place")
    chat.says("no, I said Mill Lane not Quay Street")
    assert notes(desk, "place") != before
    assert chat.hears("I have")
    assert chat.reply.expects == "choose_service"
    assert len([card for said in chat.reply.said for card in said.services]) == 3


def test_what_was_said_about_money_is_taken_out_and_the_rest_stays(chat: Chat, desk: Desk) -> None:
    chat.says(MARGARET.needs)
    chat.says(MONEY)
    assert "money" in notes(desk, "theme")
    chat.says("forget what I said about the bills")
    assert notes(desk, "theme") == ["bereavement", "company"]
    assert MARGARET.needs in notes(desk, "matters")
    assert MONEY not in notes(desk, "matters")


def test_a_part_heard_as_all_erases_nothing_else(chat: Chat, desk: Desk) -> None:
    chat.says(MARGARET.needs)
    chat.says("forget what I said about the cat")
    with desk.sessions.begin() as session:
        last = session.scalars(
            select(Message).where(Message.sent_by == "resident").order_by(Message.id.desc())
        ).first()
        assert last is not None
        line = answer_aside(
            forget_me,
            session,
            conversation_id=chat.conversation_id,
            message_id=last.id,
            council=council(),
        )
    assert line.response == "utter_part_not_found"
    assert notes(desk, "theme") == ["bereavement", "company"]


def test_somebody_around_is_renamed(chat: Chat, desk: Desk) -> None:
    chat.says(MARGARET.needs)
    for words in ("yes", "to sing", "I sang in a choir", "my brother Tom rings on Sundays"):
        chat.says(words)
    chat.says("no it's my son not my brother")
    with desk.sessions.begin() as session:
        [tom] = session.scalars(
            select(NetworkMember).where(
                NetworkMember.name == "Tom", NetworkMember.withdrawn_at.is_(None)
            )
        )
        assert tom.relation == "son"


def test_a_name_and_a_number_are_put_right(chat: Chat, desk: Desk) -> None:
    up_to_offers(chat)
    for words in ("none of these", "ring me", "yes", "Jean Platt", "07700 900111"):
        chat.says(words)
    chat.says("no it's Joan not Jean")
    chat.says("sorry the number is 07700 900112")
    with desk.sessions.begin() as session:
        person = session.scalars(select(Person)).one()
        assert person.name == "Joan"
    assert chat.hears("1 1 2")


@pytest.mark.parametrize("words", ["no", "not really", "nothing really, not much", "no thanks"])
def test_a_plain_no_is_an_answer_and_no_correction(chat: Chat, desk: Desk, words: str) -> None:
    chat.says(MARGARET.needs)
    for answer in ("yes", "to sing"):
        chat.says(answer)
    assert chat.reply.expects == "strengths"
    chat.says(words)
    assert "strengths" not in chat.reply.expects
    assert not chat.hears("put that right")
    assert notes(desk, "strength") == []
