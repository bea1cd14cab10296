"""The names by which letters and digits are said, and what speech recognition writes for them.

Three groups by strength: SURE can hardly be anything else, LIKELY seldom is, WEAK is an everyday
word that counts only among stronger ones. Listed by ear from British speech; add what a
transcript shows.
"""

from __future__ import annotations

from language.vocabulary import list_words

SURE = 1.0
LIKELY = 0.75
WEAK = 0.2


def _by_name(table: dict[str, str]) -> dict[str, str]:
    return {name: character for character, names in table.items() for name in names.split()}


LETTER_NAMES = _by_name(
    {
        "A": "ay aye hey eh",
        "B": "bee bea",
        "C": "cee",
        "D": "dee",
        "E": "ee",
        "F": "ef eff",
        "G": "gee jee",
        "H": "aitch haitch aych hache aich haych",
        "I": "eye",
        "J": "jay",
        "K": "kay cay",
        "L": "el ell elle",
        "M": "em emm",
        "N": "en enn",
        "O": "oh owe",
        "P": "pee",
        "Q": "queue kew",
        "R": "ar arr",
        "S": "ess es",
        "T": "tee",
        "U": "yoo ewe",
        "V": "vee",
        "W": "doubleyou doubleu dubya",
        "X": "ex ecks",
        "Y": "wye",
        "Z": "zed zee",
    }
)

EVERYDAY_LETTERS = _by_name(
    {
        "B": "be",
        "C": "see sea si",
        "D": "de di",
        "H": "each age",
        "I": "aye i",
        "N": "an",
        "P": "pea",
        "Q": "cue",
        "R": "are our",
        "S": "as",
        "T": "tea",
        "U": "you",
        "Y": "why",
        "A": "a",
        "X": "eggs",
        "Z": "said",
    }
)

ALPHABET_WORDS = _by_name(
    {
        "A": "alpha alfa",
        "B": "bravo",
        "C": "charlie",
        "D": "delta",
        "E": "echo",
        "F": "foxtrot",
        "G": "golf",
        "H": "hotel",
        "I": "india",
        "J": "juliet juliett juliette",
        "K": "kilo",
        "L": "lima",
        "M": "mike",
        "N": "november",
        "O": "oscar",
        "P": "papa",
        "Q": "quebec",
        "R": "romeo",
        "S": "sierra",
        "T": "tango",
        "U": "uniform",
        "V": "victor",
        "W": "whiskey whisky",
        "X": "xray",
        "Y": "yankee",
        "Z": "zulu",
    }
)

DIGIT_NAMES = _by_name(
    {
        "0": "zero nought naught nowt",
        "1": "one",
        "2": "two",
        "3": "three",
        "4": "four",
        "5": "five",
        "6": "six",
        "7": "seven",
        "8": "eight",
        "9": "nine niner",
    }
)

EVERYDAY_DIGITS = _by_name(
    {
        "0": "oh owe nil o",
        "1": "won wan wun",
        "2": "to too tu",
        "3": "free tree thee",
        "4": "for fore faw",
        "5": "fife hive",
        "6": "sicks sex",
        "8": "ate",
        "9": "nein",
    }
)

TEENS = _by_name(
    {
        "10": "ten",
        "11": "eleven",
        "12": "twelve",
        "13": "thirteen",
        "14": "fourteen",
        "15": "fifteen",
        "16": "sixteen",
        "17": "seventeen",
        "18": "eighteen",
        "19": "nineteen",
    }
)

TENS = _by_name(
    {
        "20": "twenty",
        "30": "thirty",
        "40": "forty fourty",
        "50": "fifty",
        "60": "sixty",
        "70": "seventy",
        "80": "eighty",
        "90": "ninety",
    }
)

TWO_LETTER_WORDS = list_words("""
am an as at be by do go he hi if in is it me my no of oh ok on or so to up us we um er ah ha ta
la pa
""")
"""Everyday words that are only by chance a pair of letters."""

PAUSES = list_words("""
um umm er erm err uh ah ehm hmm space gap dash hyphen then and comma capital capitals letter
letters number numeral figure digit stop followed by small big
""")
"""Words between letters and digits that mean nothing."""

LIKENESS = frozenset({("for",), ("as", "in"), ("like",), ("like", "in"), ("is", "for"), ("as",)})
"""What joins a letter to its word: B *for* Benny, S *as in* sugar."""
