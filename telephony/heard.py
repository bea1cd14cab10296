"""Decides what a caller's words, key or silence mean for the step of a call. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from conversation.message import Reply
from telephony.keywords import bare, table
from telephony.options import options_of


@dataclass(frozen=True)
class Words:
    """Something for the conversation: what the caller said, or what their key says for them."""

    text: str


@dataclass(frozen=True)
class Page:
    """Something the line does itself: read this page of what was said before."""

    number: int


@dataclass(frozen=True)
class Silence:
    """Nothing was heard, and nothing was pressed."""


Heard = Words | Page | Silence


def heard_in(form: Mapping[str, str], last: Reply, *, page: int, pages: int) -> Heard:
    """Tell what a step brought, after ``last`` was said and its ``page`` of ``pages`` read out.

    A key comes before words: who presses one while the television talks means the key.
    """
    pressed, said = form.get("Digits", "").strip(), form.get("SpeechResult", "")
    if not pressed and not said.strip():
        return Silence()
    turned = _page_word(pressed or said, page, is_key=bool(pressed), is_list=pages > 1)
    if turned is not None:
        return Page(turned)
    return Words(_which(_said_by_keys(pressed, last) if pressed else said, page, pages))


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
