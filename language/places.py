"""Places named in a message: those of the council's own list, and others by the way they are
said.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import lru_cache

from language.name_words import FIRST_NAMES, NOT_NAMES
from language.nearness import is_near
from language.vocabulary import list_words
from language.words import make_plain, read_words

_SUFFIX = (
    r"street|st|road|rd|lane|ln|avenue|ave|close|drive|crescent|court|gardens|terrace"
    r"|grove|square|way|hill|park|estate|green|row|mews|quay|"
    r"wharf|walk|gate|rise|view|house|place|parade|bank|fold|mount|brow|bridge|common"
    r"|village|high street|town centre"
)
_FULL_SUFFIX = {"st": "Street", "rd": "Road", "ln": "Lane", "ave": "Avenue"}
_STREET = re.compile(
    rf"\b(?:in|on|at|near|off|by|down|up|along|around|round|live|lives|from|of|is|it's|said"
    rf"|to|street is|address is|behind|opposite)\s+(?:the\s+)?(?:(?:bottom|top|end|corner) "
    rf"of\s+)?(?:\d+[a-z]?\s+)?"
    rf"(?P<name>(?:[^\W\d_][\w']*\s+){{1,2}}?)(?P<suffix>{_SUFFIX})\b",
    re.IGNORECASE,
)
_LANDMARK = re.compile(
    r"\b(?:near(?: to)?|next to|opposite|behind|close to|round the corner from|by|beside"
    r"|across from|just off|not far from) (?:the )?"
    r"(?P<name>(?:[a-z']+ )?(?:library|church|mosque|temple|gurdwara|station|train station"
    r"|bus station|hospital|school|park|pier|harbour|docks|market|town hall|"
    r"post office|high street|co-?op|tesco|asda|aldi|lidl|sainsburys|morrisons|health "
    r"centre|surgery|leisure centre|community centre|college|university|beach|"
    r"castle|football ground|stadium|pub|garage|roundabout|retail park|shopping centre"
    r"|precinct|cemetery|fire station|police station|clock tower|lighthouse|marina|baths"
    r"|swimming pool))\b"
)
_LIVES = re.compile(
    r"\b(?:liv(?:e|es|ed|ing)|based|stay(?:s|ing)?|resid(?:e|es|ing)|moved|moving|over|up"
    r"|down|out|is|i'm|im|am|are|we're|from|born|grew up|round|area is|town is|place is"
    r"|near)\s+"
    r"(?:out )?(?:in|at|to|near|over in|round|by|from|around|into|is)?\s*(?P<name>(?:the "
    r")?[^\W\d_][\w'-]+(?:\s+(?:[A-Z][\w'-]+|le|on|upon|under|by|the|in)(?=\s|$|[.,!?]))*)",
)
_BARE_LIVES = re.compile(
    r"\b(?:live|lives|living|based|moved|area is|town is|come from)\s+(?:in|at|near|to"
    r"|over in|round|around|is)?\s*(?P<name>[a-z][a-z'-]{3,})\b"
)
_NOT_PLACES = list_words("""
a an the my our her his their your it this that these there here alone england britain uk town
city village flat house bungalow care hospital bed pain debt fear poverty january february march
april may june july august september october november december monday tuesday wednesday thursday
friday saturday sunday with near sheltered supported temporary council rented squalor hope same
one two three four next over by just always not very really so too also still on own and but
because since at all english polish welsh urdu fine ok okay fed trying going doing getting
having being looking waiting working caring living struggling worried lonely quite pretty an
independent i'm im he she they we you god jesus facebook person need help advice desperate
silence christmas easter peace comfort dread misery filth chaos walking those some local
""")


def find_places(text: str, *, places: Collection[str] = ()) -> list[str]:
    """Places in the message, each once. One of `places` is given as written there, also when
    misspelt; besides, streets ("Mill Street"), towns after *live in* and landmarks ("near the
    library").
    """
    plain = make_plain(text)
    known = _find_known(plain, places)
    said = [*_find_streets(plain), *_find_landmarks(plain), *([] if known else _find_towns(plain))]
    low = " ".join(known).lower()
    return list(
        dict.fromkeys(
            [
                *known,
                *(place for place in said if place.lower().removeprefix("near the ") not in low),
            ]
        )
    )


@lru_cache(maxsize=8)
def _index(places: tuple[str, ...]) -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """The known places by the first letter of their first word."""
    index: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for place in places:
        words = tuple(word.text for word in read_words(place))
        if words:
            index.setdefault(words[0][0], []).append((words, place))
    return index


def _find_known(plain: str, places: Collection[str]) -> list[str]:
    words = [word.text for word in read_words(plain)]
    index = _index(tuple(places))
    found: list[tuple[int, int, str]] = []
    for at, word in enumerate(words):
        hits = [
            (len(names), place)
            for names, place in index.get(word[0], ())
            if _matches(words[at : at + len(names)], names)
        ]
        if hits:
            length, place = max(hits)
            found.append((at, at + length, place))
    return [
        place
        for start, end, place in found
        if not any(a <= start and end <= b and (b - a) > (end - start) for a, b, _ in found)
    ]


def _matches(said: list[str], names: tuple[str, ...]) -> bool:
    """Whether the words said are the name; a slip is allowed in a long word that is no everyday
    one.
    """
    if len(said) != len(names):
        return False
    return all(
        one == name
        or (len(name) >= 6 and one not in NOT_NAMES and is_near(one, name))
        or _FULL_SUFFIX.get(one, "").lower() == name
        for one, name in zip(said, names, strict=False)
    )


def _find_streets(plain: str) -> list[str]:
    return [_write_street(m) for m in _STREET.finditer(plain) if _is_street(m)]


def _is_street(match: re.Match[str]) -> bool:
    first = match.group("name").split()[0].lower()
    low_suffix = match.group("suffix").lower()
    if first in _NOT_PLACES or (
        first in NOT_NAMES
        and not match.group("name")[0].isupper()
        and low_suffix not in ("street", "road", "lane", "avenue")
    ):
        return False
    weak = low_suffix in (
        "park",
        "way",
        "hill",
        "green",
        "house",
        "place",
        "view",
        "bank",
        "gate",
        "bridge",
        "walk",
        "rise",
        "village",
        "common",
        "mount",
        "row",
        "st",
        "close",
        "drive",
        "court",
        "gardens",
        "square",
        "estate",
        "town centre",
        "parade",
    )
    return not weak or match.group("name")[0].isupper()


def _write_street(match: re.Match[str]) -> str:
    suffix = match.group("suffix").lower()
    return f"{_title(match.group('name').strip())} {_FULL_SUFFIX.get(suffix) or _title(suffix)}"


def _find_landmarks(plain: str) -> list[str]:
    found = (m.group("name").removeprefix("the ") for m in _LANDMARK.finditer(plain.lower()))
    return [f"near the {name}" for name in found]


def _find_towns(plain: str) -> list[str]:
    found = [
        m.group("name")
        for m in _LIVES.finditer(plain)
        if m.group("name")[0].isupper() and _has_in(m.group())
    ]
    found = found or [
        m.group("name")
        for m in _BARE_LIVES.finditer(plain)
        if re.search(r"\b(?:in|at|near|is|from|to)\s+\S+$", m.group())
    ]
    return [_title(name) for name in found if _is_town(name)]


def _has_in(words: str) -> bool:
    return bool(re.search(r"\b(?:in|at|near|to|from|round|around|is)\s+(?:the )?[A-Z]", words))


def _is_town(name: str) -> bool:
    first = name.split()[0].lower()
    return (
        first not in _NOT_PLACES
        and first not in NOT_NAMES
        and first not in FIRST_NAMES
        and not any(c.isdigit() for c in name)
    )


def _title(name: str) -> str:
    small = {"on", "upon", "the", "le", "under", "by", "in", "of", "and"}
    words = [
        word
        if word != word.lower() and not word.isupper()
        else (word.lower() if at and word.lower() in small else word[:1].upper() + word[1:].lower())
        for at, word in enumerate(name.split())
    ]
    return " ".join(words)
