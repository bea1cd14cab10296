"""What a resident puts right: "it's my dad not my mum", "forget what I said about money"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from language.words import say_lower

_POLITE = (
    r"(?:(?:can|could|will|would) (?:you|we)(?: please)? |please |pls |just |oh |ok |okay "
    r"|actually |no |sorry |wait |and )*"
)
_SAID = (
    r"(?:(?:what|everything|all|anything|that thing|the (?:bit|part|thing|stuff))(?: that)? )?"
    r"(?:(?:i|we) (?:just )?(?:said|told you|wrote|mentioned|put|was saying) )?"
)
_FORGET = re.compile(
    rf"^{_POLITE}(?:forget|ignore|scrap|scratch|leave out|leave|take out|drop|never mind|nevermind"
    rf"|disregard|cross out|strike|take back|remove|delete) {_SAID}"
    r"(?:about |on |with )?(?P<part>.+)$"
)
_NO_MORE = re.compile(
    r"^(?:no |actually |sorry )*(?:(?:i|we) (?:don't|dont|do not|no longer) (?:want|need)"
    r"(?: any)?(?: more)? help (?:with|about|on) (?P<part>.+?)(?: any ?more| after all| now)*"
    r"|(?:it's|its|this is|it is) not (?:really )?about (?P<about>.+))$"
)
_WHOLE = re.compile(
    r"^(?:me|it|that|this|all|everything|all of it|the lot"
    r"|my (?:data|details|chat|messages?|story)"
    r"|(?:(?:what|everything|all|anything)(?: that)? )?(?:i|we|i've|ive|we've) (?:just |ever )?"
    r"(?:said|told|wrote|written|mentioned|put)"
    r"|us|them|about it|anything|(?:all|everything) (?:of )?(?:that|it|this))\b"
    r"(?! (?:bit|thing|part|stuff))"
)
"""Objects of "forget" that are no part: the wish is to be forgotten, or a mere "forget it"."""

_STARTS = re.compile(
    r"^(?:(?:no|nope|nah|sorry|actually|wait|hang on|hold on|oh|oops|er|um|erm|well|but)[ ,.]+)*"
    r"(?:(?:no|nope|sorry|actually|wait|oops|correction|my mistake|i tell a lie|scratch that)"
    r"[ ,.:]+(?:it's|its|it is|i'm (?:at|in|on)|that's|that is|i live (?:at|in|on)|i said"
    r"|i meant|make that|should be|it should be)?"
    r"|(?:i said|i meant|i mean|it should (?:be|say)|i should have said|make that|correction)"
    r"[ ,:]+) ?(?P<said>.+)$"
)
_NOT = re.compile(r"[ ,;-]+(?:and )?not (?P<old>.+)$")
_NOT_FIRST = re.compile(
    r"^(?:no |sorry |actually |it's |its |it is |i'm |that's )*not (?P<old>.+?)"
    r"(?:,| but| it's| its|;|\.) *(?:it's |its |it is |but )?(?P<said>.+)$"
)
_ITS = re.compile(r"^(?:(?:it's|its|it is|this is|i'm|i am|that's)(?: for| about)? )")


@dataclass(frozen=True)
class PutRight:
    """What is meant, and what it stands instead of: "" where that was not named."""

    said: str
    instead_of: str


def find_part_to_forget(text: str) -> str | None:
    """Return the part of the story that a resident takes back ("money"), else None.

    A wish to be forgotten altogether, or a mere "forget it", is no part.
    """
    low = _low(text)
    found = _FORGET.match(low) or _NO_MORE.match(low)
    if found is None:
        return None
    part = next((part for part in found.groupdict().values() if part), "")
    part = part.removesuffix(" please").removesuffix(" thanks").strip()
    return None if not part or _WHOLE.match(part) else part


def find_put_right(text: str) -> PutRight | None:
    """Return what a resident says instead of something said or understood before, else None.

    "It's my dad not my mum", "not HB2, HB3", "no, I said Mill Street". A sentence that only holds
    a "not" ("I'm not well") is none: without a start such as "no" or "I said" both sides are named.
    """
    low = _low(text)
    first = _NOT_FIRST.match(low)
    if first:
        return PutRight(_bare(first["said"]), _bare(first["old"]))
    start = _STARTS.match(low)
    said = start["said"] if start else low
    against = _NOT.search(said)
    if against:
        return PutRight(_bare(said[: against.start()]), _bare(against["old"]))
    return PutRight(_bare(said), "") if start else None


def _bare(words: str) -> str:
    return _ITS.sub("", words.strip(" ,.!")).strip()


def _low(text: str) -> str:
    return re.sub(r"\s+", " ", say_lower(text)).strip(" .!?")
