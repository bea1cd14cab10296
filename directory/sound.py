"""Writes names as they sound, so that "key street" is heard as Quay Street."""

import re

_SAME_SOUND = (
    (r"quay", "key"),
    (r"^wr", "r"),
    (r"^kn|^gn", "n"),
    (r"^ps", "s"),
    (r"^wh", "w"),
    (r"tch", "ch"),
    (r"[st]ch?ion", "shn"),
    (r"ph", "f"),
    (r"ough$", "o"),
    (r"gh(?=[^aeiou]|$)", ""),
    (r"mb$", "m"),
    (r"(?<=[aeiou])r(?=[^aeiouy]|$)", ""),
    (r"(?<=[aeiou])l(?=[km])", ""),
    (r"dg(?=[ei])", "j"),
    (r"c(?=[eiy])", "s"),
    (r"ck|[cq]u?|kh", "k"),
    (r"x", "ks"),
    (r"z", "s"),
    (r"v", "f"),
    (r"d(?=$)", "t"),
    (r"y", "i"),
)
"""In southern and northern English alike; an r after a vowel is not heard."""


def sound_key(name: str) -> str:
    """Return the sounds of a name without its spaces: its first vowel, then consonants."""
    words = [_word_key(word) for word in re.findall(r"[a-z]+", name.lower())]
    joined = re.sub(r"(.)\1+", r"\1", "".join(words))
    return joined[:1] + re.sub(r"[aeiouh]", "", joined[1:])


def _word_key(word: str) -> str:
    for written, heard in _SAME_SOUND:
        word = re.sub(written, heard, word)
    return word
