"""The check of TwiML: every rule lets what is right pass and names what is wrong."""

import inspect
import re
from typing import Any

import pytest
import yaml
from twilio.twiml import messaging_response, voice_response

from telephony.twiml_check import RULES, check_twiml, problems_aloud

SAY = '<Say voice="Polly.Amy-Neural" language="en-GB">{}</Say>'
GOOD = {
    "yes_no": "true",
    "number": "0",
    "seconds": "1",
    "seconds_or_auto": "auto",
    "key": "",
    "keys": "1234567890*#",
    "address": "https://example.org/a?b=c",
    "socket": "wss://example.org/relay",
    "words": "anything",
}
BAD = {
    "yes_no": "yes",
    "number": "-1",
    "seconds": "0",
    "seconds_or_auto": "0",
    "key": "12",
    "keys": "12A",
    "address": "ftp://example.org",
    "socket": "https://example.org/relay",
}
TEXTS = {
    "none": ("", "stray words"),
    "address": ("/telephony/voice", "not an address"),
    "address or tones": ("", "not an address"),
    "telephone number": ("+447700900123", "07700 900123"),
    "short name": ("team", "x" * 65),
    "text": ("hello", ""),
    "any": ("+447700900123", None),
    "words": ("Hello there.", ""),
}
NESTED = {"Language", "Parameter", "Number", "Conference", "Queue", "ConversationRelay"}

VERBS: dict[str, Any] = yaml.safe_load(RULES.read_text(encoding="utf-8"))["verbs"]
ATTRIBUTES = [
    (verb, name, kind) for verb, rule in VERBS.items() for name, kind in rule["attributes"].items()
]


def document(verb: str, attributes: dict[str, str], text: str | None = None) -> str:
    """A document with one verb where it may stand, and all that it needs."""
    rule = VERBS[verb]
    given = {name: good(rule["attributes"][name], name) for name in rule.get("needs", ())}
    if verb == "Say":
        given |= {"voice": "Polly.Amy-Neural", "language": "en-GB"}
    given |= attributes
    shown = "".join(f' {name}="{value}"' for name, value in given.items())
    inner = TEXTS[rule["text"]][0] if text is None else text
    if verb == "Connect":
        inner += '<ConversationRelay url="wss://example.org/a" language="en-GB"/>'
    made = f"<{verb}{shown}>{inner}</{verb}>"
    parent = rule["in"][0]
    while parent != "Response":
        made = f"<{parent}{_needed(parent)}>{made}</{parent}>"
        parent = VERBS[parent]["in"][0]
    return f"<Response>{made}</Response>"


def _needed(parent: str) -> str:
    needs = VERBS[parent].get("needs", ())
    given = {name: good(VERBS[parent]["attributes"][name], name) for name in needs}
    return "".join(f' {name}="{value}"' for name, value in given.items())


def good(kind: Any, name: str) -> str:
    if name.lower().endswith("language"):
        return "en-GB"
    if isinstance(kind, dict):
        return " ".join(kind["several"][:2])
    return str(kind[0]) if isinstance(kind, list) else GOOD[kind]


def bad(kind: Any) -> str | None:
    return "nonsense" if isinstance(kind, list | dict) else BAD.get(kind)


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_passes_where_it_may_stand_and_is_refused_elsewhere(verb: str) -> None:
    assert check_twiml(document(verb, {})) == []
    misplaced = re.sub(r"^<Response>(.*)</Response>$", r"<Response><Pause>\1</Pause></Response>",
                       document(verb, {}), flags=re.DOTALL)  # fmt: skip
    assert any("may not stand in Pause" in one.what for one in check_twiml(misplaced))


@pytest.mark.parametrize(("verb", "name", "kind"), ATTRIBUTES)
def test_every_attribute_takes_what_it_may_and_nothing_else(
    verb: str, name: str, kind: Any
) -> None:
    assert check_twiml(document(verb, {name: good(kind, name)})) == []
    wrong = bad(kind)
    if wrong is not None:
        [problem] = check_twiml(document(verb, {name: wrong}))
        assert (problem.verb, problem.what) == (verb, f"{name} has a value that is not allowed")


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_takes_its_text_and_no_other(verb: str) -> None:
    wrong = TEXTS[VERBS[verb]["text"]][1]
    if wrong is None:
        return
    problems = check_twiml(document(verb, {}, text=wrong))
    assert verb in [problem.verb for problem in problems]


@pytest.mark.parametrize(
    ("verb", "name"), [(verb, name) for verb in VERBS for name in VERBS[verb].get("needs", ())]
)
def test_what_a_verb_needs_may_not_be_missing(verb: str, name: str) -> None:
    without = re.sub(rf'(<{verb}[^>]*) {name}="[^"]*"', r"\1", document(verb, {}))
    assert [(one.verb, one.what) for one in check_twiml(without)] == [(verb, f"needs {name}")]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_and_attribute_is_known_to_twilios_own_library(verb: str) -> None:
    """The library's constructors take anything; its methods name what Twilio's reference names."""
    parent = voice_response.VoiceResponse
    if verb in NESTED:
        parent = getattr(voice_response, VERBS[verb]["in"][0])
    if verb in ("Message", "Body", "Media"):
        parent = messaging_response.MessagingResponse if verb == "Message" else (
            messaging_response.Message
        )  # fmt: skip
    method = re.sub(r"(?<!^)(?=[A-Z])", "_", verb).lower()
    known = {_camel(name) for name in inspect.signature(getattr(parent, method)).parameters}
    assert set(VERBS[verb]["attributes"]) - known <= BEYOND.get(verb, set())


BEYOND = {"Message": {"from"}, "Dial": {"callReason"}}
"""The library calls ``from`` from_, and lags behind Twilio's reference of <Dial>."""


def _camel(name: str) -> str:
    head, *tail = name.split("_")
    return head + "".join(part.title() for part in tail)


def test_a_verb_and_an_attribute_that_nobody_knows_are_refused() -> None:
    assert [one.what for one in check_twiml("<Response><Shout/></Response>")] == ["no such verb"]
    [problem] = check_twiml(document("Pause", {"seconds": "1"}))
    assert problem.what == "no attribute seconds"


@pytest.mark.parametrize(
    ("whole", "what"),
    [
        ("<Answer/>", "does not begin with Response"),
        ("<Response>", "not XML"),
        ("<Response>" + " " * 65536 + "</Response>", "more than 64 kB"),
    ],
)
def test_a_document_that_twilio_does_not_read_is_refused(whole: str, what: str) -> None:
    assert [one.what for one in check_twiml(whole)] == [what]


def test_nothing_stands_after_a_verb_that_ends_the_document() -> None:
    said = SAY.format("Hello.")
    assert check_twiml(f"<Response>{said}<Hangup/></Response>") == []
    [problem] = check_twiml(f"<Response><Hangup/>{said}</Response>")
    assert (problem.verb, problem.what) == ("Say", "never reached after Hangup")


def test_nobody_is_connected_to_nobody() -> None:
    for verb in ("Dial", "Connect"):
        [problem] = check_twiml(f"<Response><{verb}/></Response>")
        assert problem.what == "connects to nobody"


@pytest.mark.parametrize(
    ("attributes", "what"),
    [
        ('input="speech dtmf"', "no language: Twilio would listen for American English"),
        ('language="en-US"', "language is English of another country"),
        ('language="english"', "language is no language of a country, as in en-GB"),
        (
            'speechTimeout="auto" speechModel="phone_call"',
            "speechTimeout may not be auto with a speechModel",
        ),
        (f'hints="{"x" * 101}"', "more hints than are read, or longer"),
        (f'hints="{"x," * 500}x"', "more hints than are read, or longer"),
    ],
)
def test_attributes_that_break_together_are_refused(attributes: str, what: str) -> None:
    found = check_twiml(f"<Response><Gather {attributes}/></Response>")
    assert [one.what for one in found] == [what]


@pytest.mark.parametrize(
    "attributes",
    [
        'input="speech dtmf" language="en-GB"',
        'input="speech" language="pl-PL"',
        'input="dtmf"',
        'speechTimeout="3" speechModel="phone_call"',
        f'hints="{"x" * 100}"',
        f'hints="{"x," * 499}x"',
    ],
)
def test_attributes_that_go_together_pass(attributes: str) -> None:
    assert check_twiml(f"<Response><Gather {attributes}/></Response>") == []


def test_a_reason_for_a_call_is_short() -> None:
    for length, expected in ((50, 0), (51, 1)):
        dial = f'<Response><Dial callReason="{"x" * length}">+447700900123</Dial></Response>'
        assert len(check_twiml(dial)) == expected


def test_a_text_is_not_longer_than_is_sent() -> None:
    for length, expected in ((1600, 0), (1601, 1)):
        text = f"<Response><Message>{'x' * length}</Message></Response>"
        assert len(check_twiml(text)) == expected


def test_words_need_a_voice_and_a_language() -> None:
    for attributes in ("", 'voice="Polly.Amy-Neural"', 'language="en-GB"'):
        [problem] = check_twiml(f"<Response><Say {attributes}>Hello.</Say></Response>")
        assert "American voice" in problem.what


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("", "nothing to say"),
        ("See https://example.org for more.", "web address spoken"),
        ("See www.example.org.", "web address spoken"),
        ("Ring us (or text).", "bracket spoken"),
        ("Ring 01632 960001.", "number not by digits"),
        ("Ring +441632960001.", "number not by digits"),
        ("Dial 999 now.", "short number not by digits"),
        ("Your reference is K7M-2QF.", "reference not by letters"),
        ("You live in ZE1 0AA.", "postcode not by letters"),
        ("Well done 😀", "a sign that a voice reads out by its name"),
        ("First • second", "a sign that a voice reads out by its name"),
        ("word " * 40, "longer than ten seconds"),
    ],
)
def test_what_an_ear_cannot_take_is_refused(words: str, what: str) -> None:
    found = check_twiml(f"<Response>{SAY.format(words)}</Response>")
    assert what in [one.what for one in found]


@pytest.mark.parametrize(
    "words",
    [
        "Hello. What matters to you at the moment?",
        "Ring 0 1 6 3 2, 9 6 0, 0 0 1.",
        "Hang up and dial 9 9 9.",
        "On Tuesday 24 November at 10.30.",
        "It costs £2.50, and 12 people come.",
        'Dial <say-as interpret-as="digits">999</say-as> now.',
        'Ring <say-as interpret-as="telephone">01632960001</say-as>.',
        "I’m here – go on.",
        "word " * 25,
    ],
)
def test_what_an_ear_can_take_passes(words: str) -> None:
    assert check_twiml(f"<Response>{SAY.format(words)}</Response>") == []


def test_only_the_ssml_that_twilio_reads_passes() -> None:
    for ssml, expected in (
        ('<break time="1s"/>', []),
        ("<audio/>", ["audio is no SSML that Twilio reads"]),
    ):
        found = check_twiml(f"<Response>{SAY.format('Hello ' + ssml + ' there.')}</Response>")
        assert [one.what for one in found] == expected


def test_more_than_twilio_says_at_once_is_refused() -> None:
    assert "longer than is said" in list(problems_aloud("x" * 4097))
    assert "longer than is said" not in list(problems_aloud("x" * 4096))


def test_a_greeting_is_checked_like_anything_spoken() -> None:
    relay = (
        "<Response><Connect><ConversationRelay url='wss://example.org/a' language='en-GB' "
        "welcomeGreeting='{}'/></Connect></Response>"
    )
    assert check_twiml(relay.format("Hello.")) == []
    [problem] = check_twiml(relay.format("Dial 999."))
    assert problem.what == "short number not by digits"


def test_no_problem_holds_the_words() -> None:
    found = check_twiml(f"<Response>{SAY.format('Enid rings 01632 960001 (home)')}</Response>")
    assert found
    assert not any("Enid" in one.what or "960001" in one.what for one in found)
