"""Which people are mentioned by what they are to the speaker, and whether they have died."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from language.relation_words import HOUSEHOLD, RELATION_OF, SAID_WITHOUT_MY
from language.words import make_plain

_OWNER = r"(?:my|our|his|her|their|your|me|mi|the|a|an|one of my|some of my|some|to|wor)"
_QUALITY = (
    r"(?:(?:late|old|elderly|poor|lovely|dear|best|good|eldest|oldest|youngest|younger"
    r"|older|elder|big|little|little|twin|disabled|"
    r"only|own|adult|teenage|new|next[- ]door|two|three|four|2|3|4|other|close|closest"
    r"|kind|\d\d[- ]?(?:yr|year)s?[- ]old|"
    r"upstairs|downstairs|autistic|deaf|blind|nice|main|step|foster|great) )"
)
_DIED = (
    r"(?:has |have |had |'s |just |sadly |recently |suddenly |only |who |she |he |both )*"
    r"(?:died|passed(?: away| on| over)?|(?:is|are|was) dead|is gone now|was killed|is no "
    r"longer with us|isn't with us any ?more|went and died)\b"
)
_LOST = (
    r"\b(?:lost|losing|buried|burying|death of|late|widow of|grieving|grieve for|mourning"
    r"|bereaved of|funeral of|funeral for|without)(?: my| our| his| her| their| the)?$"
)
_NOBODY = r"\b(?:no|any|without any|many|not any|without|haven't got|ain't got no)$"
_WIDOWED = re.compile(
    r"\b(?:i'?m|i am|she'?s|he'?s|been|a|as a|was) (?:a )?(?:recent )?(widow(?:er|ed)?)\b"
)


@dataclass(frozen=True)
class Mention:
    """Somebody mentioned: what they are ("mother"), the words used ("my mum"), where, and whether
    they have died.
    """

    relation: str
    phrase: str
    start: int
    end: int
    gone: bool = False
    plural: bool = False


def find_mentions(text: str) -> list[Mention]:
    """Everybody mentioned by a relation, in order. Places are those of the plain text
    (`make_plain`).
    """
    plain = make_plain(text)
    low = plain.lower()
    found = [
        _mention(plain, low, match)
        for match in _pattern().finditer(low)
        if _is_somebody(low, match)
    ]
    return sorted([*found, *_find_widowed(plain, low)], key=lambda mention: mention.start)


def _mention(plain: str, low: str, match: re.Match[str]) -> Mention:
    word = match.group("word")
    gone = _has_died(low, match)
    phrase = plain[match.start() : match.end()]
    return Mention(RELATION_OF[word], phrase, match.start(), match.end(), gone, word.endswith("s"))


@lru_cache(maxsize=1)
def _pattern() -> re.Pattern[str]:
    words = "|".join(re.escape(word) for word in sorted(RELATION_OF, key=len, reverse=True))
    return re.compile(
        rf"\b(?P<owner>{_OWNER} )?(?P<quality>{_QUALITY}*)(?P<word>{words})(?=\b(?!-))"
    )


def _is_somebody(low: str, match: re.Match[str]) -> bool:
    """Whether the word stands for a person: *my son*, not *family room* or *no friends*."""
    before = low[: match.start()].rstrip()[-30:]
    if re.search(_NOBODY, before) or re.match(
        r"'?s? (?:room|club|day|centre|bed|tax|benefit|practice|surgery|group)\b",
        low[match.end() :],
    ):
        return False
    if match.group("word") in (
        "ex",
        "da",
        "mate",
        "mates",
        "doctor",
        "gp",
        "bro",
        "sis",
        "lad",
        "maw",
        "sw",
        "baby",
    ):
        return (match.group("owner") or "").strip() in ("my", "our", "his", "her", "me", "their")
    if match.group("owner") is not None and match.group("owner").strip() != "to":
        return True
    return (
        match.group("word") in SAID_WITHOUT_MY
        or bool(match.group("quality"))
        or _stands_in_a_list(low, match)
    )


def _stands_in_a_list(low: str, match: re.Match[str]) -> bool:
    """*My son and daughter*, *just friends and neighbours*; or the message is little else."""
    before, after = low[: match.start()].rstrip(), low[match.end() :].strip(" .!,")
    joined = re.search(r"(?:\band|,|&|\bwith|\bgot|\bhave|\bfor|\bmainly|\bjust|\bonly)$", before)
    at_start = not before or before.endswith((".", "!", "just", "only", "mainly"))
    return (
        bool(joined)
        or (at_start and _opens(match))
        or (not before and len(after.split()) <= 2)
        or after.startswith(("next door", "and "))
    )


def _opens(match: re.Match[str]) -> bool:
    """Words that need no *my* at the beginning: "son drives me", "carers come in"."""
    word = match.group("word")
    return word.endswith(("rs", "ds", "es")) or RELATION_OF[word] in HOUSEHOLD - {
        "partner",
        "friend",
    }


def _has_died(low: str, match: re.Match[str]) -> bool:
    if "late " in match.group("quality") or re.search(
        _LOST, low[: match.start("word")].rstrip()[-40:]
    ):
        return "without" not in low[max(0, match.start() - 9) : match.start()]
    gap = r"(?: [a-z0-9']+| \([^)]*\)|,){0,3}? "
    following = re.match(rf"(?P<gap>(?:'s)?{gap}){_DIED}", low[match.end() : match.end() + 80])
    if not following:
        return False
    return (
        not _pattern().search(following.group("gap"))
        and "not" not in following.group("gap").split()
    )


def _find_widowed(plain: str, low: str) -> list[Mention]:
    """Who is a widow has lost a husband; a widower, a wife; widowed, a partner."""
    lost = {"widow": "husband", "widower": "wife", "widowed": "partner"}
    return [
        Mention(lost[m.group(1)], plain[m.start(1) : m.end(1)], m.start(1), m.end(1), gone=True)
        for m in _WIDOWED.finditer(low)
    ]
