"""Ages said in a message."""

from __future__ import annotations

import re

from language.clock import write_figures
from language.words import say_lower

_AGE = r"(?P<age>1[01]\d|[1-9]?\d)"
_NOT_A_COUNT = (
    r"(?! ?(?:days?|weeks?|months?|hours?|minutes?|mins?|times|miles?|people|of us|kids"
    r"|children|cats|dogs|pounds|quid|p\b|%|stone|"
    r"sons|daughters|grand\w*|brothers|sisters|st|nd|rd|th|o'?clock|am|pm|pills|tablets"
    r"|falls|rooms?|bed|steps|stairs|bags|friends|to\b|or\b|on\b|and a half))(?![\d:./-])"
)
_PATTERNS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?<![\d:./-])\b{_AGE}(?: ?- ?| )?(?:years?|yrs?|yr)(?: ?- ?| )?(?:olds?|of age|young)\b",
        rf"\b{_AGE} ?y/?o\b",
        rf"\b(?:aged?|age is|age of|turned|turning|turns|nearly|almost|just gone|getting on for"
        rf"|coming up to|will be|i'll be|going on|about to be|over) {_AGE}\b{_NOT_A_COUNT}",
        rf"\b(?:i'?m|i am|she'?s|she is|he'?s|he is|who'?s|who is|they'?re|(?:mum|mam|dad|nan"
        rf"|gran|grandad|husband|wife|sister|brother|son|daughter|neighbour|aunt|auntie|uncle"
        rf"|mother|father|friend|lady|gentleman|man|woman|patient|client|tenant)(?:'s| is)) "
        rf"(?:now |only |nearly |almost |about |just |already |around )?{_AGE}\b{_NOT_A_COUNT}",
        rf"\b(?:widow(?:er)?|lady|gentleman|man|woman|boy|girl|lad|pensioner) of "
        rf"{_AGE}\b{_NOT_A_COUNT}",
        rf"\b(?:my|our|his|her) \w+ \w+(?: is|'s) (?:now |only )?{_AGE}\b{_NOT_A_COUNT}",
        rf"^(?:age:? )?{_AGE}$",
    )
)
_OLDEST = 115


def find_ages(text: str) -> list[int]:
    """Ages in years, each once, in the order said: "she's eighty four", "my 84 year old mum", "aged
    84".
    """
    plain = write_figures(say_lower(text)).replace(" .", ".")
    found = sorted(
        (m.start("age"), int(m.group("age")))
        for pattern in _PATTERNS
        for m in pattern.finditer(plain.strip(" .!"))
    )
    return list(dict.fromkeys(age for _, age in found if 0 < age <= _OLDEST))
