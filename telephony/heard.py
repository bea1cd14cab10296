"""Decides what a caller's words, key or silence mean for the step of a call. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from conversation.message import Reply
from telephony.heard_speech import Speech, tidy
from telephony.keywords import bare, table
from telephony.options import options_of
from triage.danger import Level, screen

UNSURE = 0.35
"""Below this the recogniser has guessed. Twilio gives 0.0 where a model tells no confidence."""
SHORT = 2
"""Words that a guess may have to be asked again; more of them are kept for a person to read."""


@dataclass(frozen=True)
class Words:
    """Something for the conversation: what the caller said, or what their key says for them."""

    text: str
    confidence: float | None = None
    is_relay: bool = False


@dataclass(frozen=True)
class Page:
    """Something the line does itself: read this page of what was said before."""

    number: int


@dataclass(frozen=True)
class Silence:
    """Nothing was heard, and nothing was pressed; or it was too unclear to go by."""

    is_unclear: bool = False


@dataclass(frozen=True)
class Aside:
    """Talk to somebody else in the room, or Relay UK's assistant introducing the call."""

    is_relay: bool = False


@dataclass(frozen=True)
class LeavesMessage:
    """The caller wants to say it to a tape."""


Heard = Words | Page | Silence | Aside | LeavesMessage


def heard_in(
    form: Mapping[str, str], last: Reply, *, page: int, pages: int, is_slow: bool = False
) -> Heard:
    """Tell what a step brought, after ``last`` was said and its ``page`` of ``pages`` read out.

    A key comes before words: who presses one while the television talks means the key.
    """
    pressed, said = form.get("Digits", "").strip(), form.get("SpeechResult", "")
    if not pressed and not said.strip():
        return Silence()
    turned = _page_word(pressed or said, page, is_key=bool(pressed), is_list=pages > 1)
    if turned is not None:
        return Page(turned)
    if pressed:
        return _keyed(pressed, last, page, pages)
    return _spoken(tidy(said, is_slow=is_slow), _confidence(form), page, pages)


def _keyed(pressed: str, last: Reply, page: int, pages: int) -> Heard:
    says = _said_by_keys(pressed, last)
    if says == pressed == table().keys.message:
        return LeavesMessage()
    return Words(_which(says, page, pages))


def _spoken(speech: Speech, confidence: float | None, page: int, pages: int) -> Heard:
    if not speech.words:
        is_aside = speech.is_aside or speech.is_relay
        return Aside(is_relay=speech.is_relay) if is_aside else Silence()
    plain = bare(speech.words)
    if plain in table().message_words:
        return LeavesMessage()
    if plain in table().person_words:
        return Words(table().said_by_key[table().keys.person])
    if confidence is not None and _is_guess(speech.words, confidence):
        return Silence(is_unclear=True)
    text = _which(speech.words, page, pages)
    return Words(text, confidence=confidence, is_relay=speech.is_relay)


def _confidence(form: Mapping[str, str]) -> float | None:
    """Return how sure the recogniser is, 0 to 1; None when it does not tell."""
    try:
        confidence = float(form.get("Confidence", ""))
    except ValueError:
        return None
    return confidence if 0 < confidence <= 1 else None


def _is_guess(words: str, confidence: float) -> bool:
    """Tell whether to ask again: a word or two, guessed, and nothing that may be danger."""
    is_short = len(words.split()) <= SHORT
    return confidence < UNSURE and is_short and screen(words).level is Level.none


def _which(said: str, page: int, pages: int) -> str:
    """Say which one is meant by "text me that": the one that is being read out, of several."""
    wanted = bare(said) in table().text_me_words and pages > 1
    return f"Text me the details of number {page % pages + 1}" if wanted else said


def last_answer(thread: Reply) -> Reply:
    """Return what was said to the resident since they last spoke."""
    spoken = [place for place, said in enumerate(thread.said, 1) if said.sent_by == "resident"]
    return replace(thread, said=thread.said[spoken[-1] if spoken else 0 :])


def _page_word(what: str, page: int, *, is_key: bool, is_list: bool) -> int | None:
    """Return the page that "next" or "again" leads to; None when they mean something else here."""
    keys = table().keys
    by_key = {keys.next: "next", keys.again: "again"}
    turn = by_key.get(what) if is_key else table().page_words.get(bare(what))
    if turn == "next" and is_list:
        return page + 1
    return page if turn == "again" and (is_key or is_list) else None


def _said_by_keys(pressed: str, last: Reply) -> str:
    options = options_of(last)
    if pressed.isdecimal() and len(pressed) == 1 and 0 < int(pressed) <= len(options):
        return options[int(pressed) - 1].value
    return table().said_by_key.get(pressed, pressed)
