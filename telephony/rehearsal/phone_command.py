"""The command `doorstep phone`: a handset in the terminal, and rehearsals of written scripts."""

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import httpx

from settings import Settings
from telephony.rehearsal.call import Call, NotListening
from telephony.rehearsal.carrier import BadTwiml, LineBroken
from telephony.rehearsal.exchange import Exchange
from telephony.rehearsal.handset import Handset
from telephony.rehearsal.rehearse import Failed, rehearse
from telephony.rehearsal.relay import RelayRefused
from telephony.rehearsal.script import read_script
from telephony.rehearsal.trouble import NONE, Trouble

NUMBER = "+447700900123"
"""The handset's number unless one is given; from Ofcom's range for drama."""

KEYS, MESSAGE = "keys ", "message "
SILENCE, WAIT, HANG_UP = "...", "wait", "bye!"
HELP = {
    "text": "Type a text and press return. Control-D ends.",
    "call": "Say something and press return. 'keys 1' presses 1; '...' says nothing; "
    "'message I am Enid' speaks after the tone; 'wait' waits; 'bye!' or Control-D hangs up.",
}

Speak = Callable[[str], None]


def _quiet(_: str) -> None:
    """Play nothing aloud."""


def open_handset(
    settings: Settings,
    *,
    number: str = NUMBER,
    transport: httpx.BaseTransport | None = None,
    exchange: Exchange | None = None,
    trouble: Trouble = NONE,
) -> Handset:
    """Return a handset that talks to the Doorstep of these settings."""
    return Handset(
        settings.public_address,
        settings.twilio_auth_token.get_secret_value(),
        number,
        to=settings.twilio_number,
        transport=transport,
        stand_in_url=settings.twilio_api_base,
        exchange=exchange,
        trouble=trouble,
    )


def run_phone(
    mode: str,
    *,
    handset: Handset,
    said: IO[str],
    heard: IO[str],
    withheld: bool = False,
    speak: Speak = _quiet,
) -> None:
    """Run a handset on two streams, in a terminal or in a pipe. ``mode`` is text or call."""
    print(HELP[mode], file=heard)
    if mode == "text":
        _text(handset, said, heard)
    else:
        _call(handset, said, heard, withheld=withheld, speak=speak)


def run_rehearsals(
    files: Iterable[Path],
    settings: Settings,
    *,
    heard: IO[str],
    transport: httpx.BaseTransport | None = None,
    number: str = NUMBER,
    trouble: Trouble = NONE,
    speak: Speak = _quiet,
) -> int:
    """Play scripts against the Doorstep of these settings, and return how many failed.

    A script's own number and troubles come before those given here.
    """

    def tell(line: str) -> None:
        print(line, file=heard, flush=True)

    failed = 0
    for path in files:
        script = read_script(path)
        own = "" if script.is_withheld else script.number
        troubles = script.troubles if script.trouble else trouble
        handset = open_handset(
            settings,
            number=own or number,
            transport=transport,
            exchange=Exchange(script.telephones),
            trouble=troubles,
        )
        try:
            rehearse(script, handset=handset, tell=tell, speak=speak)
            tell("  PASSED\n")
        except (Failed, BadTwiml, RelayRefused) as problem:
            failed += 1
            tell(f"  FAILED at {problem}\n")
    return failed


def _text(handset: Handset, said: IO[str], heard: IO[str]) -> None:
    with _arrivals(handset, heard):
        for line in said:
            try:
                _show(handset.text(line.rstrip("\n")), heard)
            except (httpx.HTTPError, LineBroken) as problem:
                print(f"[no answer: {problem}]", file=heard, flush=True)
    _show(handset.new_texts(), heard)


def _show(texts: list[str], heard: IO[str]) -> None:
    for text in texts:
        print("  < " + text.replace("\n", "\n    "), file=heard, flush=True)


@contextmanager
def _arrivals(handset: Handset, heard: IO[str]) -> Iterator[None]:
    """Show texts that Doorstep sends on its own account while the block runs."""
    over = threading.Event()

    def look() -> None:
        while not over.wait(1):
            _show(handset.new_texts(), heard)

    thread = threading.Thread(target=look, daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def _call(handset: Handset, said: IO[str], heard: IO[str], *, withheld: bool, speak: Speak) -> None:
    call = handset.call(withheld=withheld)
    _speak(call.hears(), heard, speak)
    for line in said:
        words = line.strip()
        if words == HANG_UP:
            break
        try:
            _speak(_do(call, words), heard, speak)
        except NotListening:
            print("  [nobody is listening]", file=heard, flush=True)
        if call.is_over:
            print("  [the line is dead]", file=heard, flush=True)
            return
    call.hang_up()


def _do(call: Call, words: str) -> str:
    if words == WAIT:
        return call.waits()
    if words in ("", SILENCE):
        return call.silent()
    if words.startswith(KEYS):
        return call.presses(words.removeprefix(KEYS).replace(" ", ""))
    if words.startswith(MESSAGE):
        return call.leaves_message(words.removeprefix(MESSAGE))
    return call.says(words)


def _speak(words: str, heard: IO[str], speak: Speak) -> None:
    for line in words.splitlines():
        print(f"  ) {line}", file=heard, flush=True)
        speak(line)
