"""The small language of rules, compiled to regular expressions over whole words.

Each word becomes one character: nothing backtracks inside a word, and a gap is bounded::

    i want to die            these words, one after another
    kill/hang/drown myself   one of these words
    (end it|top myself)      one of these runs of words
    [really]  (so|very)?     may be there or not
    ..3                      up to three words of any kind, within the sentence
    <partner>                a list of rules/words.yml
    <number>  <year>         any number in figures or words; a year in figures
    ^  $                     start and end of a sentence;  ^^  $$  of the message
    {not before the/a song}  what must not follow here
    {not after no/the}       the one word that must not stand before
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from triage.normalise import BREAK, QUESTION
from triage.spelling import Spelling

_PIECE = re.compile(
    r"\{not before [^{}]+\}|\{not after [^{}]+\}|\.\.\d+|<[a-z_]+>"
    r"|\^\^?|\$\$?|[()\[\]|?]|[^\s()\[\]|<>{}?]+"
)
_FIRST_CODE = 0xE000
"""Unicode's private area: no message can hold these characters, normalising removes them."""
_UNKNOWN, _NUMBER, _YEAR, _END, _ASK = "\x01", "\x02", "\x03", "\x04", "\x05"
_GAP_WORD = f"[^{_END}{_ASK}]"
_LONGEST_GAP = 10
NUMBER_WORDS = (
    *("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve"),
    *("fifteen", "twenty", "thirty", "forty", "fifty", "sixty", "hundred", "dozen"),
)


class PatternError(ValueError):
    """A pattern that cannot be read; says which and why."""


class Alphabet:
    """One character for each word that any pattern uses."""

    def __init__(self) -> None:
        self._codes: dict[str, str] = {BREAK: _END, QUESTION: _ASK}

    def learn(self, word: str) -> str:
        """Return the word's character, a new one if it has none."""
        if word not in self._codes:
            self._codes[word] = chr(_FIRST_CODE + len(self._codes))
        return self._codes[word]

    def words(self) -> Iterable[str]:
        """Return every word that has a character."""
        return (word for word in self._codes if word not in (BREAK, QUESTION))

    def encode(self, tokens: Iterable[str]) -> str:
        """A message, one character a word; words of no rule are all alike."""
        codes = self._codes
        return "".join(codes.get(token) or _sort_of(token) for token in tokens)

    def decode(self, encoded: str) -> list[str]:
        """The words whose characters are in a text or an expression."""
        words = {code: word for word, code in self._codes.items()}
        return [words[code] for code in encoded if code in words]

    def numbers(self) -> str:
        """Return the characters of all numbers."""
        return _NUMBER + "".join(
            c for w, c in self._codes.items() if w.isdigit() or w in NUMBER_WORDS
        )


def _sort_of(token: str) -> str:
    if not token.isdigit():
        return _UNKNOWN
    return _YEAR if len(token) == 4 and token[:2] in ("19", "20") else _NUMBER


@dataclass(frozen=True)
class Pattern:
    """``needs`` are sets of characters; unless each meets the message, nothing can match."""

    source: str
    expression: re.Pattern[str]
    needs: tuple[frozenset[str], ...]


@dataclass(frozen=True)
class _Part:
    """A piece of expression; ``needs`` is None when it may be empty or match any word."""

    expression: str
    needs: frozenset[str] | None


class PatternCompiler:
    """Compiles patterns with one list of named groups and one spelling table."""

    def __init__(self, groups: Mapping[str, Iterable[str]], spelling: Spelling) -> None:
        self._alphabet = Alphabet()
        self._spelling = spelling
        self._groups = {name: tuple(entries) for name, entries in groups.items()}
        self._compiled_groups: dict[str, _Part] = {}
        for word in (*NUMBER_WORDS, *map(str, range(101)), "111", "999", "112", "18000"):
            self._alphabet.learn(word)

    @property
    def alphabet(self) -> Alphabet:
        """The characters of the words met so far."""
        return self._alphabet

    def compile(self, source: str) -> Pattern:
        """Raises :class:`PatternError` with the pattern and what is wrong with it."""
        pieces = _PIECE.findall(source.lower())
        parts, rest = self._sequence(pieces, source)
        if rest:
            raise PatternError(f"{source!r}: {rest[0]!r} closes nothing")
        self._check_ends(pieces, source)
        expression = "".join(part.expression for part in parts)
        needs = tuple(sorted((part.needs for part in parts if part.needs), key=len))
        if not needs:
            raise PatternError(f"{source!r} has no word that must be there")
        return Pattern(source, re.compile(expression), needs)

    def _check_ends(self, pieces: list[str], source: str) -> None:
        if pieces[0].startswith("..") or pieces[-1].startswith("..") or pieces[-1] in "]?":
            raise PatternError(f"{source!r} starts or ends with words that may be missing")

    def _sequence(self, pieces: list[str], source: str) -> tuple[list[_Part], list[str]]:
        parts: list[_Part] = []
        while pieces and pieces[0] not in ")]|":
            part, pieces = self._part(pieces, source)
            parts.append(part)
        return parts, pieces

    def _part(self, pieces: list[str], source: str) -> tuple[_Part, list[str]]:
        piece, rest = pieces[0], pieces[1:]
        if piece in "([":
            return self._choice(piece, rest, source)
        if piece.startswith(".."):
            length = int(piece[2:])
            if length > _LONGEST_GAP:
                raise PatternError(f"{source!r}: a gap of more than {_LONGEST_GAP} words")
            return _Part(f"{_GAP_WORD}{{0,{length}}}?", None), rest
        if piece.startswith("{"):
            return self._condition(piece, source), rest
        if piece in _ANCHORS:
            return _Part(_ANCHORS[piece], None), rest
        if piece.startswith("<"):
            return self._group(piece[1:-1], source), rest
        if piece == "?" or "." in piece:
            raise PatternError(f"{source!r}: {piece!r} is no word")
        return self._word(piece), rest

    def _choice(self, opening: str, pieces: list[str], source: str) -> tuple[_Part, list[str]]:
        closing = ")" if opening == "(" else "]"
        branches: list[_Part] = []
        while True:
            parts, pieces = self._sequence(pieces, source)
            branches.append(_joined(parts))
            if not pieces or pieces[0] not in (closing, "|"):
                raise PatternError(f"{source!r}: {opening!r} is not closed")
            found, pieces = pieces[0], pieces[1:]
            if found == closing:
                break
        choice = _either(branches)
        if opening == "[" or pieces[:1] == ["?"]:
            return _Part(f"(?:{choice.expression})?", None), pieces[1:] if pieces[:1] == [
                "?"
            ] else pieces
        return choice, pieces

    def _condition(self, piece: str, source: str) -> _Part:
        kind, inner = piece[1:-1].split(" ", 2)[1:]
        if kind == "before":
            parts, rest = self._sequence(_PIECE.findall(inner), source)
            if rest:
                raise PatternError(f"{source!r}: put brackets round the choice in {piece!r}")
            return _Part("(?!" + "".join(part.expression for part in parts) + ")", None)
        codes = "".join(self._alphabet.learn(word) for word in re.split(r"[/\s]+", inner))
        return _Part(f"(?<![{codes}])", None)

    def _group(self, name: str, source: str) -> _Part:
        if name == "number":
            return self._one_of(self._alphabet.numbers())
        if name == "year":
            return self._one_of(_YEAR)
        if name not in self._groups:
            raise PatternError(f"{source!r}: no list <{name}> in rules/words.yml")
        if name not in self._compiled_groups:
            entries = [form for entry in self._groups[name] for form in _forms(str(entry))]
            branches = [_joined(self._sequence(_PIECE.findall(form), form)[0]) for form in entries]
            self._compiled_groups[name] = _either(branches)
        return self._compiled_groups[name]

    def _word(self, piece: str) -> _Part:
        branches = []
        for written in piece.split("/"):
            codes = [self._alphabet.learn(word) for word in self._spelling.plain(written)]
            branches.append(_joined([self._one_of(code) for code in codes]))
        return _either(branches)

    def _one_of(self, codes: str) -> _Part:
        return _Part(codes if len(codes) == 1 else f"[{codes}]", frozenset(codes))


_ANCHORS = {
    "^": f"(?:(?<![^{_END}{_ASK}]))",
    "$": f"(?![^{_END}{_ASK}])",
    "^^": r"\A",
    "$$": rf"(?=[{_END}{_ASK}]*\Z)",
}


def _forms(entry: str) -> tuple[str, ...]:
    """'neighbour(s)' also stands for the apostrophe people leave out: 'my neighbours collapsed'."""
    return (entry[:-3], entry[:-3] + "s") if entry.endswith("(s)") else (entry,)


def _joined(parts: list[_Part]) -> _Part:
    """The smallest set of words of a run stands for the run."""
    needs = [part.needs for part in parts if part.needs]
    return _Part("".join(part.expression for part in parts), min(needs, key=len) if needs else None)


def _either(branches: list[_Part]) -> _Part:
    single = {b.expression for b in branches if len(b.expression) == 1}
    longer = [b.expression for b in branches if len(b.expression) > 1]
    if len(single) > 1:
        longer.append("[" + "".join(sorted(single)) + "]")
    else:
        longer.extend(single)
    expression = longer[0] if len(branches) == 1 else "(?:" + "|".join(longer) + ")"
    needs = [b.needs for b in branches]
    if any(need is None for need in needs):
        return _Part(expression, None)
    return _Part(expression, frozenset().union(*(need for need in needs if need)))
