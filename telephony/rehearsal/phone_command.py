"""The command `doorstep phone`: a handset in the terminal that texts and calls Doorstep."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

import httpx

from settings import Settings
from telephony.rehearsal.call import Call, NotListening
from telephony.rehearsal.carrier import LineBroken
from telephony.rehearsal.handset import Handset

NUMBER = "+447700900123"
"""The handset's number unless one is given; from Ofcom's range for drama."""

KEYS = "keys "
SILENCE = "..."
HANG_UP = "bye!"
HELP = {
    "text": "Type a text and press return. Control-D ends.",
    "call": "Say something and press return. 'keys 1' presses 1; '...' says nothing; "
    "'bye!' or Control-D hangs up.",
}


def open_handset(
    settings: Settings, *, number: str = NUMBER, transport: httpx.BaseTransport | None = None
) -> Handset:
    """Return a handset that talks to the Doorstep of these settings."""
    return Handset(
        settings.public_address,
        settings.twilio_auth_token.get_secret_value(),
        number,
        to=settings.twilio_number,
        transport=transport,
        stand_in_url=settings.twilio_api_base,
    )


def run_phone(
    mode: str, *, handset: Handset, said: IO[str], heard: IO[str], withheld: bool = False
) -> None:
    """Run a handset on two streams, in a terminal or in a pipe. ``mode`` is text or call."""
    print(HELP[mode], file=heard)
    if mode == "text":
        _text(handset, said, heard)
    else:
        _call(handset, said, heard, withheld=withheld)


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


def _call(handset: Handset, said: IO[str], heard: IO[str], *, withheld: bool) -> None:
    call = handset.call(withheld=withheld)
    _speak(call.hears(), heard)
    for line in said:
        words = line.strip()
        if words == HANG_UP:
            break
        try:
            _speak(_do(call, words), heard)
        except NotListening:
            print("  [nobody is listening]", file=heard, flush=True)
        if call.is_over:
            print("  [the line is dead]", file=heard, flush=True)
            return
    call.hang_up()


def _do(call: Call, words: str) -> str:
    if words in ("", SILENCE):
        return call.silent()
    if words.startswith(KEYS):
        return call.presses(words.removeprefix(KEYS).replace(" ", ""))
    return call.says(words)


def _speak(words: str, heard: IO[str]) -> None:
    for line in words.splitlines():
        print(f"  ) {line}", file=heard, flush=True)
