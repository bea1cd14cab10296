"""The sentences that the bot learns from are many, and none is another one reworded."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import numpy as np
from rapidfuzz import fuzz, process

from tests.guards.project import read_yaml, topics

ENOUGH = 2000
"""Distinct sentences that understanding is to be learnt from; issue 3."""

EACH = 75
"""Sentences of an intent. Under this, a stranger's way of saying it is often missed."""

ALIKE = 90
"""Of 100, by rapidfuzz's ratio: from here on, two sentences are one with a word changed."""

LONG_ENOUGH = 5
"""Words. Shorter ones ("no thank you") are alike by nature."""


@dataclass(frozen=True)
class Sentence:
    """A sentence as written, what it means, and the topic whose file holds it."""

    text: str
    intent: str
    topic: str

    @property
    def plain(self) -> str:
        """Its letters and digits in lower case, by words; an emoji or a sign stays what it is."""
        kept = "".join(c for c in self.text.lower() if c.isalnum() or c.isspace())
        return " ".join(kept.split()) or self.text

    def __str__(self) -> str:
        return f"{self.topic}: {self.intent}: {self.text}"


@cache
def sentences() -> tuple[Sentence, ...]:
    """Return every sentence of data/*/nlu.yml that teaches an intent."""
    return tuple(read())


def read() -> Iterator[Sentence]:
    for topic in topics():
        path = topic / "nlu.yml"
        for entry in read_yaml(path).get("nlu", ()) if path.exists() else ():
            for text in texts(entry.get("examples", "")) if "intent" in entry else ():
                yield Sentence(text, entry["intent"], topic.name)


def texts(examples: str | list[dict[str, str]]) -> list[str]:
    if isinstance(examples, str):
        return [line.strip().removeprefix("- ") for line in examples.splitlines() if line.strip()]
    return [example["text"].strip() for example in examples]


def test_there_are_enough_sentences() -> None:
    assert len({sentence.plain for sentence in sentences()}) >= ENOUGH


def test_every_intent_is_said_in_many_ways() -> None:
    counted = Counter(sentence.intent for sentence in sentences())
    assert {intent: many for intent, many in counted.items() if many < EACH} == {}


def test_no_sentence_is_there_twice() -> None:
    found = defaultdict(list)
    for sentence in sentences():
        found[sentence.plain].append(str(sentence))
    assert [same for same in found.values() if len(same) > 1] == []


def test_no_sentence_is_another_with_a_word_changed() -> None:
    known = [one for one in sentences() if len(one.plain.split()) >= LONG_ENOUGH]
    plain = [one.plain for one in known]
    alike = process.cdist(plain, plain, scorer=fuzz.ratio, score_cutoff=ALIKE, dtype=np.uint8)
    pairs = np.argwhere(np.triu(alike, 1) >= ALIKE)
    assert [(str(known[a]), str(known[b])) for a, b in pairs] == []
