"""UK telephone numbers as people type and say them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from language.character_names import WEAK
from language.characters import Reading, read_digits
from language.corrections import split_at_corrections
from language.words import Word, make_plain, read_words

_TYPED = re.compile(r"(?<![\w+])(?:\+|00)?[\dO](?:[ \-./()]{0,3}[\dO]){6,14}(?!\w)")
_NATIONAL = re.compile(
    r"1\d{8,9}|2\d{9}|3\d{9}|5[56]\d{8}|7\d{9}|800\d{6,7}|8001111|8\d{9}|845464\d|9\d{9}"
)
"""Numbers after +44, by first digits and length (source: Ofcom's National Telephone Numbering
Plan).
"""

_MOBILE = re.compile(r"\+447(?:[1-57-9]\d{8}|624\d{6})")
"""071 to 075 and 077 to 079, and 07624 of the Isle of Man; 070 and 076 are personal numbers and
pagers.
"""

_SHORTEST_SPOKEN = 7


def find_phone_numbers(text: str) -> list[str]:
    """UK numbers in the text as E.164 ("+447700900123"), each once, in order; [] if there is none.

    Typed with any spacing or said digit by digit, with doubles, "oh", hundreds and
    self-corrections. A mobile said without its first nought counts; a local number without its area
    code does not.
    """
    plain = make_plain(text)
    said = _read_spoken(split_at_corrections(read_words(plain)))
    typed = (write_number(found) for found in _TYPED.findall(plain) if " not " not in f" {plain}")
    return list(dict.fromkeys(said or [number for number in typed if number]))


def is_mobile(number: str) -> bool:
    """Whether an E.164 number is a UK mobile, which can get texts."""
    return bool(_MOBILE.fullmatch(number))


def write_number(digits: str) -> str | None:
    """The number as E.164, from digits with any signs between; None if it is no UK number."""
    only = re.sub(r"[^\d]", "", digits.replace("O", "0"))
    national = re.sub(r"^(?:0044|44(?=0|[1-9]\d{8}))0?|^0", "", only)
    if national == only and not (len(only) == 10 and only.startswith("7")):
        return None
    return f"+44{national}" if _NATIONAL.fullmatch(national) else None


def _read_spoken(parts: Sequence[Sequence[Word]]) -> list[str]:
    """Numbers of all parts, where digits said after a correction replace the end of those before
    it.
    """
    numbers: list[str] = []
    before = ""
    for part in parts:
        rows = list(_find_rows(part))
        head = rows[0][2] if rows and _begins(part, rows[0][0]) else ""
        mended = _put_right(before, head) if before and head else None
        if before and (mended or _split(head)):
            numbers = [number for number in numbers if number not in _split(before)]
        numbers += [mended] if mended and not _split(head) else []
        numbers += [number for _, _, digits in rows for number in _split(digits)]
        tail = rows[-1][2] if rows and rows[-1][1] == len(part) else ""
        before = _join(before, head, tail, mended)
    return numbers


def _join(before: str, head: str, tail: str, mended: str | None) -> str:
    """What a next correction would correct."""
    if mended and tail == head:
        return "0" + mended[3:]
    return tail or (before if not head else "")


def _find_rows(words: Sequence[Word]) -> Iterator[tuple[int, int, str]]:
    """Rows of digits that were not denied: where they begin and end, and the digits."""
    at = 0
    while at < len(words):
        row = read_digits(words, at)
        kept = _trim(row) if row else []
        if kept and kept[0].start and words[kept[0].start - 1].text in ("not", "isn't"):
            kept = _drop_first_number(kept)
        if kept:
            yield kept[0].start, kept[-1].end, "".join(piece.characters for piece in kept)
        at = max(row[-1].end if row else 0, at + 1)


def _drop_first_number(row: list[Reading]) -> list[Reading]:
    """What follows a denied number in the same breath."""
    for end in range(1, len(row)):
        if _split("".join(piece.characters for piece in row[:end])):
            return row[end:]
    return []


def _trim(row: list[Reading]) -> list[Reading]:
    """The row without everyday words at its edges (*for*, *to*) or a count before it, if only then
    it is a number.
    """
    ends = [
        len(row) - cut for cut in range(3) if all(p.strength == WEAK for p in row[len(row) - cut :])
    ]
    for end in ends:
        for start in range(min(3, end)):
            if _split("".join(piece.characters for piece in row[start:end])):
                return row[start:end]
    return row


def _begins(part: Sequence[Word], start: int) -> bool:
    """Whether only small words stand before the digits."""
    return all(
        len(word.text) <= 4 or word.text in ("number", "that's", "should", "ending")
        for word in part[:start]
    )


def _split(digits: str) -> list[str]:
    """One number, or two said one after the other; [] if the row is neither."""
    whole = write_number(digits)
    if whole:
        return [whole]
    for cut in (11, 10):
        pair = [write_number(digits[:cut]), write_number(digits[cut:])]
        if len(digits) > 14 and all(pair):
            return [number for number in pair if number]
    return []


def _put_right(before: str, after: str) -> str | None:
    """`before` with its last digits replaced by `after`, as many as were said again where that
    fits.
    """
    if len(before) + len(after) < _SHORTEST_SPOKEN:
        return None
    for kept in (len(before) - len(after), *range(len(before), -1, -1)):
        mended = write_number(before[: max(kept, 0)] + after)
        if mended and len(mended) == 13:
            return mended
    return None
