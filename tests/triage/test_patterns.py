"""The small language of rules."""

import pytest

from triage.patterns import PatternCompiler, PatternError
from triage.rulebook import RULES
from triage.spelling import load_spelling

COMPILER = PatternCompiler({"pet": ["cat", "guinea pig", "dog(s)"]}, load_spelling(RULES))


def matches(pattern: str, text: str) -> bool:
    expression = COMPILER.compile(pattern).expression
    return expression.search(COMPILER.alphabet.encode(text.split())) is not None


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("i feed <pet>", "i feed guinea pig"),
        ("i feed <pet>", "i feed dogs"),
        ("i/we feed", "today we feed"),
        ("feed (the cat|it)", "feed it"),
        ("feed [the] cat", "feed cat"),
        ("feed (the)? cat", "feed the cat"),
        ("feed ..2 cat", "feed my old cat"),
        ("feed <number> <pet>", "feed 3 dogs"),
        ("in <year>", "in 1999"),
        ("^ feed", "hello . feed it"),
        ("feed $", "i feed . bye"),
        ("^^ feed $$", "feed ."),
        ("don't feed", "do not feed"),
    ],
)
def test_a_pattern_matches(pattern: str, text: str) -> None:
    assert matches(pattern, text)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("feed ..2 cat", "feed my very old cat"),
        ("feed ..2 cat", "feed . cat"),
        ("feed {not before the/a cat} ..1 cat", "feed the cat"),
        ("{not after never/not} feed", "not feed"),
        ("^^ feed", "i feed"),
        ("cat", "cats"),
    ],
)
def test_a_pattern_does_not_match(pattern: str, text: str) -> None:
    assert not matches(pattern, text)


@pytest.mark.parametrize(
    "pattern", ["(a|b", "a)", "..3 a", "a ..3", "<nothing> a", "a [b]", "..2", "a ..99 b"]
)
def test_a_pattern_that_cannot_be_read_says_so(pattern: str) -> None:
    with pytest.raises(PatternError):
        COMPILER.compile(pattern)
