"""How lists of words and phrases are written in this folder: plain text blocks that anyone can
edit.
"""

from __future__ import annotations


def list_words(block: str) -> frozenset[str]:
    """The words of a block, separated by white space."""
    return frozenset(block.split())


def list_phrases(block: str) -> tuple[str, ...]:
    """The phrases of a block, separated by commas or line ends, longest first so that they win."""
    phrases = {" ".join(phrase.split()) for phrase in block.replace("\n", ",").split(",")}
    return tuple(sorted(phrases - {""}, key=lambda phrase: (-len(phrase), phrase)))
