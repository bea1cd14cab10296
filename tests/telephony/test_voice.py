"""Calls, as a caller hears them."""

import json
from dataclasses import replace

from sqlalchemy import func, select

from conversation.message import Choice, Saying, ServiceCard
from storage.tables.conversations import Conversation, Message
from storage.tables.people import ContactPoint
from tests.telephony.line import NUMBER, Line

CARDS = (
    ServiceCard(id="1", name="Harbour Walks", why="", when="Tuesdays at 10"),
    ServiceCard(id="2", name="Lunch Club", why="", when="Mondays at 12"),
)
OFFER = Saying(
    text="I found two things near you.",
    services=CARDS,
    choices=tuple(Choice(card.name, card.name) for card in CARDS),
)


def test_a_call_is_greeted_and_answered_in_turn(line: Line) -> None:
    call = line.handset().call()
    assert call.hears()
    assert "I heard: my wife has died" in call.says("my wife has died")
    assert "I heard: I live at the harbour" in call.says("I live at the harbour")
    assert call.expects
    assert not call.is_over


def test_every_gather_is_patient_and_british(line: Line) -> None:
    gather = line.handset().call().gather
    assert gather is not None
    assert gather.attrib == {
        "input": "speech dtmf",
        "language": "en-GB",
        "timeout": "10",
        "speechTimeout": "3",
        "profanityFilter": "false",
        "actionOnEmptyResult": "true",
        "action": "/telephony/voice/turn?step=1",
        "method": "POST",
        "partialResultCallback": "/telephony/voice/partial?step=1",
        "partialResultCallbackMethod": "POST",
        "numDigits": "1",
        "finishOnKey": "",
    }


def test_a_step_posted_again_gets_the_same_twiml(line: Line) -> None:
    handset = line.handset()
    fields = {"CallSid": "CA1", "From": NUMBER}
    greeting = handset.post("/telephony/voice", fields).content
    assert handset.post("/telephony/voice", fields).content == greeting
    said = {**fields, "SpeechResult": "I am lonely"}
    first = handset.post("/telephony/voice/turn?step=1", said).content
    assert handset.post("/telephony/voice/turn?step=1", said).content == first
    assert line.bot.heard == ["I am lonely"]


def test_keys_pick_choices_and_reach_a_person(line: Line) -> None:
    picks = (Choice("Yes", "yes please"), Choice("No", "no thank you"))
    line.bot.answer = lambda _: (Saying(text="Is that right?", choices=picks),)
    call = line.handset().call()
    heard = call.says("hello")
    assert heard.endswith("Yes is 1, no is 2.")
    call.presses("2")
    call.presses("0")
    assert line.bot.heard == ["hello", "no thank you", "I want to talk to a person"]


def test_hash_repeats_without_troubling_the_conversation(line: Line) -> None:
    call = line.handset().call()
    first = call.says("hello")
    assert call.presses("#") == first
    assert line.bot.heard == ["hello"]


def test_services_are_read_one_at_a_time_and_chosen_by_key_or_word(line: Line) -> None:
    line.bot.answer = lambda _: (OFFER,)
    call = line.handset().call()
    heard = call.says("I would like company")
    assert "Harbour Walks" in heard
    assert "Lunch Club" not in heard
    heard = call.says("Next, please")
    assert "Lunch Club" in heard
    assert "Harbour Walks" not in heard
    assert call.says("again") == heard
    assert "Harbour Walks" in call.presses("9")
    call.presses("2")
    assert line.bot.heard == ["I would like company", "Lunch Club"]


def test_text_me_that_is_for_the_conversation(line: Line) -> None:
    line.bot.answer = lambda _: (OFFER,)
    call = line.handset().call()
    call.says("I would like company")
    call.presses("8")
    call.presses("9")
    call.says("Text me that.")
    assert line.bot.heard[1:] == [
        "Text me the details of number 1",
        "Text me the details of number 2",
    ]


def test_silence_is_met_with_patience_and_the_line_stays_open(line: Line) -> None:
    call = line.handset().call()
    call.says("hello")
    assert call.silent() == "Sorry, I did not hear you.\nI heard: hello"
    assert "Sorry, I did not hear you." in call.silent()
    assert "press 5 twice" in call.silent()
    heard = call.silent()
    assert "For a person, press 0." in heard
    assert "leave a message in your own voice, press 7" in heard
    for _ in range(10):
        call.silent()
    assert not call.is_over
    assert line.bot.heard == ["hello"]
    assert "I heard: I am here" in call.says("I am here")
    assert "Sorry, I did not hear you." in call.silent()


def test_danger_is_said_before_anything_can_interrupt_it(line: Line) -> None:
    call = line.handset().call()
    heard = call.says("I have taken all my tablets, I want to die")
    assert "9 9 9" in heard.splitlines()[0]
    assert call.gather is not None
    gathered = "".join(call.gather.itertext())
    assert "9 9 9" not in gathered


def test_a_telephone_number_can_be_keyed_whole(line: Line) -> None:
    handset = line.handset()
    call = handset.call()
    with line.sessions.begin() as session:
        session.scalars(select(Conversation)).one().expects = "contact"
    call.says("yes")
    assert call.gather is not None
    assert (call.gather.get("numDigits"), call.gather.get("finishOnKey")) == ("11", "#")
    assert "0 7 7 0 0, 9 0 0, 4 5 6. Is that right?" in call.presses("07700900456")
    call.presses("1")
    assert line.bot.heard[-1] == "07700900456"


def test_a_withheld_number_is_kept_nowhere(line: Line) -> None:
    line.handset().call(withheld=True).says("hello")
    line.handset().call(withheld=True).says("hello")
    with line.sessions() as session:
        assert session.scalar(select(func.count()).select_from(ContactPoint)) == 0
        assert session.scalar(select(func.count()).select_from(Conversation)) == 2


def test_hanging_up_keeps_what_was_said(line: Line) -> None:
    call = line.handset().call()
    call.says("my neighbour has no heating")
    call.hang_up()
    with line.sessions() as session:
        said = session.scalars(select(Message.text).where(Message.sent_by == "resident")).all()
    assert said == ["my neighbour has no heating"]


def test_a_caller_whose_thread_a_person_holds_is_told_so(line: Line) -> None:
    call = line.handset().call()
    with line.sessions.begin() as session:
        session.scalars(select(Conversation)).one().owner = "coordinator"
    assert "has your message" in call.says("are you there?")
    assert not call.is_over


def test_the_fallback_page_needs_no_signature_and_no_database(broken_line: Line) -> None:
    client = broken_line.app.test_client()
    answer = client.get("/telephony/voice/fallback")
    assert answer.status_code == 200
    assert client.post("/telephony/voice/fallback").data == answer.data
    assert answer.headers["Doorstep-Expects"] == "nothing"
    for number in ("9 9 9", "1 1 1", "0 1 6 3 2, 9 6 0, 0 0 0"):
        assert number in answer.text


def test_with_the_database_down_a_caller_gets_numbers_to_ring(broken_line: Line) -> None:
    heard = broken_line.handset().call().hears()
    assert "9 9 9" in heard
    assert "Harbourside Council" in heard


def test_what_a_caller_said_while_the_database_was_down_is_kept(broken_line: Line) -> None:
    said = {"CallSid": "CA1", "From": NUMBER, "SpeechResult": "I have no food"}
    answer = broken_line.handset().post("/telephony/voice/turn?step=3", said)
    assert answer.status_code == 200
    kept = json.loads(broken_line.spooled()[-1].read_text())
    assert (kept["text"], kept["provider_id"]) == ("I have no food", "CA1:3")


def test_no_web_address_emoji_or_bracket_is_ever_spoken(line: Line) -> None:
    card = replace(CARDS[0], url="https://walks.example.org", first_step="Just turn up (free) 😀")
    line.bot.answer = lambda _: (
        Saying(text="See https://example.org (or ring).", services=(card,)),
    )
    heard = line.handset().call().says("company")
    assert not set("()[]😀/") & set(heard)
    assert "http" not in heard
