"""How long a voice takes to say something: a calm British voice, counted on the safe side."""

import re

WORDS_A_SECOND = 2.9
COMMA_SECONDS, SENTENCE_SECONDS = 0.15, 0.35
"""The breath at a comma, and at the end of a sentence."""

SECONDS_A_PROMPT = 10.0
"""More at once is not kept in mind. Source: the design's channel rules for voice."""


def seconds_to_say(text: str) -> float:
    """Estimate how long a voice takes: words, and a breath at commas and full stops."""
    pauses = len(re.findall(r"[,;:]", text)) * COMMA_SECONDS
    pauses += len(re.findall(r"[.?!]+(?:\s|$)", text)) * SENTENCE_SECONDS
    return len(text.split()) / WORDS_A_SECOND + pauses
