"""How a wrong, short or dictated word is read: by tables, then by the nearest word of the rules."""

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz.distance import OSA

Entry = tuple[str, int, int]
_ENDINGS = {"m": "am", "re": "are", "ve": "have", "ll": "will", "d": "would"}
_NOT = {"can": "can", "won": "will", "shan": "shall", "ain": "is"}
_SAME_SOUND = (
    (re.compile(r"^(?:kn|gn)"), "n"),
    (re.compile(r"^wr"), "r"),
    (re.compile(r"(?:ough|augh|igh|eigh)(?=t|$)"), "a"),
    (re.compile(r"ing?$"), "n"),
    (re.compile(r"s?c(?=[eiy])|z"), "s"),
    (re.compile(r"(?:ti|si|ci|sh)(?=[aou]|$)"), "sh"),
    (re.compile(r"ck|[cq]"), "k"),
    (re.compile(r"x"), "ks"),
    (re.compile(r"ph|th|v"), "f"),
    (re.compile(r"dg|j"), "g"),
    (re.compile(r"(?<=[a-z])[aeiouyhw]+"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)
"""How the consonants of a word sound: "dauter" and "daughter" come out alike."""
_LETTER_FOR = str.maketrans("013457$@", "oieastsa")
_SHORTEST_GUESS = 5
"""Shorter words have too many neighbours: 'hit' and 'his', 'kill' and 'hill'."""
_FEWEST_SOUNDS = 3
_LONG_WORD = 9


class Spelling:
    """Reads one written word as the words it stands for.

    Built once; :meth:`learn` then tells it the words that rules use.
    """

    def __init__(self, tables: dict[str, Any], *, real: Iterable[str]) -> None:
        self._words = {wrong: tuple(str(right).split()) for wrong, right in tables["words"].items()}
        self._is_after: frozenset[str] = frozenset(tables["is_after"])
        self._real: frozenset[str] = frozenset(real)
        self._phrases: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = defaultdict(list)
        for wrong, right in tables["phrases"].items():
            words = tuple(wrong.split())
            meant = tuple(plain for word in right.split() for plain in self.plain(word))
            self._phrases[words[0]].append((words, meant))
        for choices in self._phrases.values():
            choices.sort(key=lambda choice: -len(choice[0]))
        self._known: set[str] = set()
        self._shortened: dict[str, set[str]] = defaultdict(set)
        self._by_sound: dict[str, set[str]] = defaultdict(set)
        self.read_word = lru_cache(maxsize=4096)(self._read_word)

    def learn(self, words: Iterable[str]) -> None:
        """Words that rules use: a word one letter away from one of them is read as it."""
        for word in words:
            self._known.add(word)
            if len(word) >= _SHORTEST_GUESS and word.isalpha():
                self._by_sound[_sound(word)].add(word)
                for short in _one_letter_less(word):
                    self._shortened[short].add(word)
        self.read_word.cache_clear()

    def knows(self, word: str) -> bool:
        """Whether a rule uses this word or a table has it."""
        return word in self._known or word in self._words

    def plain(self, word: str) -> tuple[str, ...]:
        """The word without contraction or wrong spelling, by the tables alone."""
        if word in self._words:
            return self._words[word]
        stem, mark, ending = word.partition("'")
        return self._uncontract(stem, ending) if mark else (word,)

    def _uncontract(self, stem: str, ending: str) -> tuple[str, ...]:
        if ending == "t" and stem.endswith("n"):
            return (_NOT.get(stem, stem[:-1]), "not")
        first = self.plain(stem) if stem != "i" else ("i",)
        if ending in _ENDINGS:
            return (*first, _ENDINGS[ending])
        return (*first, "is") if ending == "s" and stem in self._is_after else first

    def _read_word(self, word: str) -> tuple[str, ...]:
        if word in self._known and word not in self._words:
            return (word,)
        plain = self.plain(word)
        if plain != (word,) or word in self._real or word.isdigit():
            return plain
        if not word.isalpha():
            return self._read_signs(word)
        return (self._nearest(word) or word,)

    def _read_signs(self, word: str) -> tuple[str, ...]:
        """'su1cide' and 'k*ll'."""
        letters = word.translate(_LETTER_FOR)
        if self.knows(letters):
            return self.plain(letters)
        if "*" in word and len(word) > 3 and word[0] != "*":
            shape = re.compile(re.escape(word).replace(r"\*", "[a-z]"))
            hidden = sorted(
                known for known in self._known if len(known) == len(word) and shape.fullmatch(known)
            )
            return (hidden[0],) if hidden else (word,)
        return (word.strip("*£$@") or word,)

    def _nearest(self, word: str) -> str | None:
        """The word of a rule that is one letter added, lost, changed or swapped away."""
        if not _SHORTEST_GUESS <= len(word) + 1 <= 24:
            return None
        near: set[str] = set(self._shortened.get(word, ()))
        for short in _one_letter_less(word):
            if short in self._known and len(short) >= _SHORTEST_GUESS:
                near.add(short)
            near.update(self._shortened.get(short, ()))
        likely = [other for other in near if _is_one_slip(word, other)]
        if likely:
            return min(likely, key=lambda other: (abs(len(other) - len(word)), other))
        return self._alike(word)

    def _alike(self, word: str) -> str | None:
        """The word of a rule that sounds like it and is written nearly like it."""
        sound = _sound(word)
        if len(word) < _SHORTEST_GUESS or len(sound) < _FEWEST_SOUNDS:
            return None
        near = [other for other in self._by_sound.get(sound, ()) if _is_near(word, other)]
        return min(near, key=lambda other: (abs(len(other) - len(word)), other)) if near else None

    def read_phrases(self, entries: list[Entry]) -> list[Entry]:
        """Runs of words that stand for others: 'sue a side', 'over dose', 'chess pain'."""
        read: list[Entry] = []
        index = 0
        while index < len(entries):
            found = self._phrase_at(entries, index)
            if found is None:
                read.append(entries[index])
                index += 1
                continue
            length, right = found
            start, end = entries[index][1], entries[index + length - 1][2]
            read.extend((word, start, end) for word in right)
            index += length
        return read

    def _phrase_at(self, entries: list[Entry], index: int) -> tuple[int, tuple[str, ...]] | None:
        for wrong, right in self._phrases.get(entries[index][0], ()):
            if tuple(entry[0] for entry in entries[index : index + len(wrong)]) == wrong:
                return len(wrong), right
        return None


def _sound(word: str) -> str:
    for spelt, sound in _SAME_SOUND:
        word = spelt.sub(sound, word)
    return word


def _is_near(word: str, other: str) -> bool:
    """A few letters apart: two, or three in a long word."""
    most = 3 if len(other) >= _LONG_WORD else 2
    return word[0] == other[0] and OSA.distance(word, other, score_cutoff=most) <= most


def _one_letter_less(word: str) -> set[str]:
    return {word[:n] + word[n + 1 :] for n in range(len(word))}


def _is_one_slip(wrong: str, right: str) -> bool:
    """One letter added, lost, changed or swapped; the first one stays, as it nearly always does."""
    if wrong[0] != right[0]:
        return False
    if len(wrong) != len(right):
        return abs(len(wrong) - len(right)) == 1
    different = [n for n in range(len(wrong)) if wrong[n] != right[n]]
    if len(different) == 1:
        return len(right) >= 6
    return (
        len(different) == 2
        and different[1] == different[0] + 1
        and wrong[different[0]] == right[different[1]]
        and wrong[different[1]] == right[different[0]]
    )


def load_spelling(folder: Path) -> Spelling:
    """Read spelling.yml and real_words.yml."""
    return Spelling(
        _read(folder / "spelling.yml"), real=_read(folder / "real_words.yml")["words"].split()
    )


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.CSafeLoader)
    return content
