"""Dial, queues and conferences: who is rung, told, connected, and what happens when one goes."""

import pytest

from telephony.rehearsal.call import Call
from telephony.rehearsal.exchange import Answering, Exchange
from tests.telephony.rehearsal.scripted import COORDINATOR, NUMBER, Script, listen, say

DIAL = (
    '<Dial action="/telephony/voice/dialled" timeout="20">'
    '<Number url="/telephony/voice/whisper">' + COORDINATOR + "</Number></Dial>"
)
WHISPER = (
    '<Gather numDigits="1" action="/telephony/voice/accept">'
    + say("Enid Dunn, about shopping. Press 1 to take it.")
    + "</Gather><Hangup/>"
)


def transfer(
    *, outcome: str = "answered", presses: tuple[str, ...] = ("1",)
) -> tuple[Script, Call]:
    script = Script(
        voice=say("I am putting you through.") + DIAL,
        voice_whisper=WHISPER,
        voice_accept=say("Connecting."),
        voice_dialled=say("Nobody was free. I can take a message.") + listen(),
    )
    exchange = Exchange({COORDINATOR: Answering(outcome, presses)})
    return script, script.handset(exchange=exchange).call()


def test_who_answers_hears_the_whisper_and_is_connected_after_pressing_a_key() -> None:
    script, call = transfer()
    assert call.hears().endswith(f"[connected to {COORDINATOR}]")
    assert call.other is not None
    assert call.other.hears() == "Enid Dunn, about shopping. Press 1 to take it.\nConnecting."
    whispered = script.sent_to("/telephony/voice/whisper")[0]
    assert (whispered["ParentCallSid"], whispered["To"]) == (call.sid, COORDINATOR)


def test_after_the_talk_the_caller_goes_to_the_dial_action() -> None:
    script, call = transfer()
    assert call.other is not None
    call.hears()
    call.other.hang_up()
    assert "take a message" in call.hears()
    ended = script.sent_to("/telephony/voice/dialled")[-1]
    assert (ended["DialCallStatus"], ended["DialBridged"]) == ("completed", "true")
    assert not call.is_over


@pytest.mark.parametrize("outcome", ["no-answer", "busy", "failed"])
def test_nobody_there_leads_to_the_action_with_the_reason(outcome: str) -> None:
    script, call = transfer(outcome=outcome)
    assert "Nobody was free" in call.hears()
    assert script.sent_to("/telephony/voice/dialled")[0]["DialCallStatus"] == outcome
    assert script.sent_to("/telephony/voice/whisper") == []


def test_who_answers_and_presses_nothing_is_not_connected() -> None:
    script, call = transfer(presses=())
    assert call.bridge is None
    ended = script.sent_to("/telephony/voice/dialled")[0]
    assert (ended["DialCallStatus"], ended["DialBridged"]) == ("completed", "false")


def test_a_caller_who_hangs_up_while_connected_ends_both_ends() -> None:
    script, call = transfer()
    other = call.other
    call.hang_up()
    assert other is not None
    assert (call.is_over, other.is_over) == (True, True)
    assert script.sent_to("/telephony/voice/dialled")[-1]["CallStatus"] == "completed"
    assert script.sent_to("/telephony/voice/status")[-1]["CallSid"] == call.sid


def test_the_first_of_several_numbers_who_answers_is_connected_and_reported() -> None:
    dial = (
        '<Dial action="/telephony/voice/dialled"><Number>+447700900556</Number>'
        '<Number statusCallback="/telephony/voice/leg" statusCallbackEvent="answered completed">'
        + COORDINATOR
        + "</Number></Dial>"
    )
    script = Script(voice=dial, voice_leg="", voice_dialled=listen())
    call = script.handset(exchange=Exchange({COORDINATOR: Answering("answered")})).call()
    assert call.hears().endswith(f"[connected to {COORDINATOR}]")
    assert call.other is not None
    call.other.hang_up()
    reported = [fields["CallStatus"] for fields in script.sent_to("/telephony/voice/leg")]
    assert reported == ["in-progress", "completed"]


def queue_script(**more: str) -> Script:
    return Script(
        voice='<Enqueue action="/telephony/voice/left" waitUrl="/telephony/voice/wait">team'
        "</Enqueue>",
        voice_wait=say("You are next.") + listen("/telephony/voice/out"),
        voice_out="<Leave/>",
        voice_left=say("Back with me.") + listen(),
        **more,
    )


def test_a_caller_in_a_queue_hears_the_waiting_words_again_and_again_and_can_leave() -> None:
    script = queue_script()
    call = script.handset().call()
    assert call.hears() == "You are next."
    assert call.silent() == ""
    assert call.waits() == "You are next."
    waited = script.sent_to("/telephony/voice/wait")[-1]
    assert (waited["QueuePosition"], waited["CurrentQueueSize"]) == ("1", "1")
    assert call.presses("1") == "Back with me."
    assert script.sent_to("/telephony/voice/left")[0]["QueueResult"] == "leave"


def test_a_coordinator_takes_the_first_from_the_queue_who_is_told_and_comes_back_after() -> None:
    script = queue_script(voice_told=say("Sam is here now."))
    exchange = Exchange()
    caller = script.handset(exchange=exchange).call()
    caller.hears()
    script.twiml["voice"] = (
        '<Dial action="/telephony/voice/taken">'
        '<Queue url="/telephony/voice/told">team</Queue></Dial>'
    )
    script.twiml["voice_taken"] = say("That was all.")
    coordinator = script.handset(exchange=exchange)
    coordinator.number = COORDINATOR
    taking = coordinator.call()
    assert caller.hears() == f"Sam is here now.\n[connected to {COORDINATOR}]"
    assert taking.other is caller
    assert script.sent_to("/telephony/voice/told")[0]["DequeingCallSid"] == taking.sid
    taking.hang_up()
    assert caller.hears() == "Back with me."
    assert script.sent_to("/telephony/voice/left")[-1]["QueueResult"] == "bridged"


def test_nobody_in_the_queue_is_a_call_that_nobody_answers() -> None:
    script = Script(
        voice='<Dial action="/telephony/voice/taken"><Queue>team</Queue></Dial>',
        voice_taken=say("Nobody waits."),
    )
    exchange = Exchange()
    exchange.queue("team")
    assert script.handset(exchange=exchange).call().hears() == "Nobody waits."
    assert script.sent_to("/telephony/voice/taken")[0]["DialCallStatus"] == "no-answer"


def test_hanging_up_in_a_queue_is_reported() -> None:
    script = queue_script()
    script.handset().call().hang_up()
    assert script.sent_to("/telephony/voice/left")[0]["QueueResult"] == "hangup"


def test_a_conference_starts_with_the_coordinator_and_ends_for_all_when_they_leave() -> None:
    events = 'statusCallback="/telephony/voice/room" statusCallbackEvent="start end join leave"'

    def room(starts: str, ends: str) -> str:
        return (
            '<Dial action="/telephony/voice/after"><Conference '
            f'startConferenceOnEnter="{starts}" endConferenceOnExit="{ends}" {events}>'
            "room 7</Conference></Dial>"
        )

    script = Script(voice=room("false", "false"), voice_room="", voice_after=say("Goodbye."))
    exchange = Exchange()
    caller = script.handset(exchange=exchange).call()
    assert not exchange.conferences["room 7"].has_started
    script.twiml["voice"] = room("true", "true")
    coordinator = script.handset(exchange=exchange).call()
    assert exchange.conferences["room 7"].has_started
    coordinator.hang_up()
    assert caller.hears().endswith("Goodbye.")
    told = [fields["StatusCallbackEvent"] for fields in script.sent_to("/telephony/voice/room")]
    assert told == [
        "participant-join",
        "participant-join",
        "conference-start",
        "participant-leave",
        "participant-leave",
        "conference-end",
    ]
    statuses = [fields["DialCallStatus"] for fields in script.sent_to("/telephony/voice/after")]
    assert statuses == ["answered", "answered"]


def test_the_number_that_rang_is_shown_to_who_is_rung_unless_another_is_named() -> None:
    script, call = transfer()
    assert script.sent_to("/telephony/voice/whisper")[0]["From"] == NUMBER
    script.twiml["voice"] = DIAL.replace("<Dial ", '<Dial callerId="+441632960100" ')
    exchange = Exchange({COORDINATOR: Answering("answered", ("1",))})
    script.handset(exchange=exchange).call()
    assert script.sent_to("/telephony/voice/whisper")[1]["From"] == "+441632960100"
    assert not call.is_over
