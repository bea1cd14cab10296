"""Postcodes as people type and say them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from language.corrections import split_at_corrections
from language.postcode_grammar import (
    TYPED,
    fits_some_form,
    mend_signs,
    tell_sound_distance,
    write_outward_code,
    write_postcode,
)
from language.postcode_search import (
    FRAME,
    Match,
    find_full,
    find_outward,
    has_cue,
    read_greedily,
    stands_alone,
)
from language.vocabulary import list_words
from language.words import Word, make_plain, read_words

_NEAR_ENOUGH = 1.0
"""Two rhymes, or one sign quite wrong; further away is another postcode."""

_BEFORE_AN_AREA = list_words("""
in near postcode postcode's code area area's round around live at district from by of live's is
""")
_NEVER_AN_AREA = list_words("""
vitamin vitamins the bus buses junction form forms size room flat block ward platform gate seat
level grade unit apartment number no bay zone stage step version route
""")


def find_postcodes(text: str, *, known: Collection[str] = ()) -> list[str]:
    """Full postcodes said or typed, as "HB1 2AB", each once, in order; [] if none was said.

    Any of the six UK forms counts, whether or not such an area exists. `known` are the council's
    own postcodes: give them for speech only, since what is not among them is then taken for the one
    that sounds nearest (at most two rhyming letters away); a typed new postcode would be changed by
    it.
    """
    words = read_words(text)
    parts = split_at_corrections(words)
    codes = [*_read_parts(parts, expected=has_cue(words)), *_read_mistyped(text)]
    own = {code.upper().replace(" ", "") for code in known}
    if not codes and own:
        codes = _hear_broken(words, own)
    return list(dict.fromkeys(_settle(code, own) for code in codes))


def find_outward_codes(text: str, *, known: Collection[str] = ()) -> list[str]:
    """First halves, "HB2", said alone or as part of a full postcode. Alone it needs a word such as
    *in* before it, or nothing else around it, or to be the first half of one of `known`: so
    "vitamin B12" is none.
    """
    words = [word for part in split_at_corrections(read_words(text))[-1:] for word in part]
    full = find_postcodes(text)
    own = {_take_outward(code) for code in known}
    alone = [m.code for m in find_outward(words) if _is_area(words, m, own)] if not full else []
    return list(dict.fromkeys([*map(_take_outward, full), *alone]))


def nearest_postcodes(heard: str, known: Iterable[str], *, limit: int = 2) -> list[str]:
    """The `known` postcodes that sound most like `heard`, best first, for a question answered by
    yes or no.
    """
    scored = sorted(
        (tell_sound_distance(heard.upper(), code.upper()), code.upper()) for code in set(known)
    )
    return [code for distance, code in scored[:limit] if distance <= _NEAR_ENOUGH]


def _read_parts(parts: Sequence[Sequence[Word]], *, expected: bool) -> list[str]:
    """Each part's postcodes, where a part that takes back the one before replaces it."""
    codes: list[str] = []
    before = ""
    for part in parts:
        matches = find_full(part, expected=expected)
        after, is_full = _read_head(part, matches)
        mended = _put_right(before, after) if before and after else None
        if mended or (before and is_full):
            codes = [code for code in codes if code.replace(" ", "") != before]
        codes += [match.code for match in matches] or ([mended] if mended else [])
        before = _read_tail(part, matches) or (mended or "").replace(" ", "")
    return codes


def _read_head(part: Sequence[Word], matches: Sequence[Match]) -> tuple[str, bool]:
    """The characters a correction begins with, and whether they are a whole postcode."""
    start = 0
    while start < len(part) and part[start].text in FRAME - {"a", "i", "to", "for", "oh"}:
        start += 1
    if matches and matches[0].start <= start < matches[0].end:
        return matches[0].code.replace(" ", ""), True
    characters, _, strength = read_greedily(part, start)
    return (characters, False) if strength >= 0.5 else ("", False)


def _read_tail(part: Sequence[Word], matches: Sequence[Match]) -> str:
    """The characters just before a correction: a whole postcode or the beginning of one."""
    if matches and matches[-1].end == len(part):
        return matches[-1].code.replace(" ", "")
    for start in range(max(0, len(part) - 10), len(part)):
        characters, end, strength = read_greedily(part, start)
        if end == len(part) and strength >= 0.5 and fits_some_form(characters):
            return characters
    return ""


def _put_right(before: str, after: str) -> str | None:
    """`before` with its end, or its outward code, replaced by `after`."""
    if write_postcode(after):
        return write_postcode(after)
    if write_postcode(before) and write_outward_code(after):
        return write_postcode(after + before[-3:])
    for kept in (len(before) - len(after), *range(len(before) - 1, -1, -1)):
        mended = write_postcode(before[: max(kept, 0)] + after)
        if mended:
            return mended
    return None


def _read_mistyped(text: str) -> list[str]:
    """Capitals with letter O for nought or I for one: "HBI 2AB"."""
    typed = (first + second for first, second in TYPED.findall(make_plain(text)))
    found = (mend_signs(code) for code in typed if not write_postcode(code))
    return [code for code in found if code]


def _hear_broken(words: Sequence[Word], own: set[str]) -> list[str]:
    """A row that fits no form, such as "h b one two eight b", if it sounds like one of our own."""
    for start in range(len(words)):
        characters, _, strength = read_greedily(words, start)
        is_row = 5 <= len(characters) <= 7 and strength >= 0.5 and characters[0].isalpha()
        if is_row and any(tell_sound_distance(characters, code) <= _NEAR_ENOUGH for code in own):
            return [f"{characters[:-3]} {characters[-3:]}"]
    return []


def _settle(code: str, own: set[str]) -> str:
    """The code, or the one of our own that it was probably misheard for."""
    compact = code.replace(" ", "")
    if not own or compact in own:
        return code
    distance, best = min((tell_sound_distance(compact, other), other) for other in sorted(own))
    return write_postcode(best) or code if distance <= _NEAR_ENOUGH else code


def _is_area(words: Sequence[Word], match: Match, own: set[str]) -> bool:
    before = words[match.start - 1].text if match.start else ""
    if match.code in own or stands_alone(words, match):
        return match.strength >= 0.5
    if before in _NEVER_AN_AREA or match.strength < 0.75:
        return False
    return before in _BEFORE_AN_AREA or has_cue(words)


def _take_outward(code: str) -> str:
    compact = code.upper().replace(" ", "")
    return compact[:-3] if write_postcode(compact) else compact
