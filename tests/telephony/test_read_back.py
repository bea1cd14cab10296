"""What is heard on a call is read back before it is kept."""

import pytest
from sqlalchemy import select

from conversation.message import Saying
from storage.tables.conversations import Conversation
from storage.tables.people import ContactPoint, Person
from storage.tables.safety import Alert
from telephony.rehearsal.call import Call
from tests.telephony.line import Line


def asked_for(line: Line, expects: str) -> Call:
    """Ring, and be asked for something."""
    call = line.handset().call()
    with line.sessions.begin() as session:
        session.scalars(select(Conversation)).one().expects = expects
    return call


@pytest.mark.parametrize(
    ("expects", "said", "heard"),
    [
        ("name", "It's Margaret Olds", "I heard Margaret Olds. Is that right?"),
        ("contact", "oh double seven double oh nine hundred four five six",
         "I heard 0 7 7 0 0, 9 0 0, 4 5 6. Is that right?"),
        ("place", "h b one two a b", "I heard H B 1, 2 A B. Is that right?"),
    ],
)  # fmt: skip
def test_a_name_a_number_and_a_postcode_are_kept_after_a_yes(
    line: Line, expects: str, said: str, heard: str
) -> None:
    call = asked_for(line, expects)
    assert heard in call.says(said)
    assert line.bot.heard == []
    assert call.expects == expects
    call.says("yes that's right")
    assert line.bot.heard == [said]


def test_saying_the_same_again_is_a_yes(line: Line) -> None:
    call = asked_for(line, "name")
    call.says("Margaret")
    call.says("Margaret!")
    assert line.bot.heard == ["Margaret"]


def test_a_no_asks_again_and_the_right_one_is_read_back(line: Line) -> None:
    call = asked_for(line, "name")
    call.says("Market")
    call.says("Margaret")
    call = asked_for_again(line, call)
    assert "or spell it" in call.says("no")
    assert "I heard Janet" in call.says("it's Janet")
    call.presses("1")
    assert line.bot.heard[-1] == "it's Janet"


def asked_for_again(line: Line, call: Call) -> Call:
    """Have another name read back, whatever came before."""
    call.says("Hannah")
    return call


def test_a_no_with_the_right_one_beside_it_is_read_back(line: Line) -> None:
    call = asked_for(line, "name")
    call.says("Margaret")
    assert "I heard Janet" in call.says("no, it's Janet")


def test_after_two_noes_the_journey_goes_on_without(line: Line) -> None:
    call = asked_for(line, "contact")
    call.says("07700 900456")
    assert "key it in" in call.says("no")
    assert "I heard" in call.says("07700 900457")
    call.says("no")
    assert line.bot.heard == ["no"]


def test_danger_is_never_read_back_first(line: Line) -> None:
    call = asked_for(line, "name")
    heard = call.says("I'm Margaret and I have taken all my tablets")
    assert "9 9 9" in heard.splitlines()[0]
    assert "Is that right?" not in heard
    with line.sessions() as session:
        assert session.scalars(select(Alert)).one().level == "immediate"


def test_a_wish_beside_the_question_is_heard_and_what_waited_is_let_go(line: Line) -> None:
    call = asked_for(line, "name")
    call.says("Margaret")
    call.presses("0")
    call.says("yes")
    assert line.bot.heard == ["I want to talk to a person", "yes"]


def test_hanging_up_at_the_read_back_keeps_the_number(line: Line) -> None:
    call = line.handset().call(withheld=True)
    with line.sessions.begin() as session:
        session.scalars(select(Conversation)).one().expects = "contact"
    call.says("01632 960457")
    call.hang_up()
    with line.sessions() as session:
        point = session.scalars(select(ContactPoint)).one()
    assert (point.value, point.kind, point.safe_to_text) == ("+441632960457", "landline", None)


def test_hanging_up_at_the_read_back_keeps_the_name(line: Line) -> None:
    call = asked_for(line, "name")
    call.says("Margaret Olds")
    call.hang_up()
    with line.sessions() as session:
        assert session.scalars(select(Person.name)).one() == "Margaret Olds"


def test_a_text_to_a_mobile_waits_for_a_yes_that_it_is_safe(line: Line) -> None:
    line.bot.answer = lambda _: (Saying(text="Here it is."),)
    call = asked_for(line, "choose_service")
    assert "ending in 1 2 3" in call.says("can you text it to me")
    call.says("yes")
    assert line.bot.heard == ["can you text it to me"]
    with line.sessions() as session:
        assert session.scalars(select(ContactPoint)).one().safe_to_text is True


def test_a_no_to_a_text_is_kept_and_never_asked_again(line: Line) -> None:
    call = asked_for(line, "choose_service")
    call.says("text me that")
    call.says("no")
    assert "Is it safe" not in call.says("text me that")
    with line.sessions() as session:
        assert session.scalars(select(ContactPoint)).one().safe_to_text is False
