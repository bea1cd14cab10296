"""The sealed sentences are whole, and no training sentence is one of them or nearly one."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from rapidfuzz import fuzz, process

from language.entities import KEYS
from language.spoken import KINDS
from settings import ROOT

Pairs = tuple[Any, Any]
HERE = Path(__file__).parent
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The quick one where it was built."""

LEAST_WORDS = 6
TOO_NEAR = 90
SPELLED = frozenset({"postcode", "phone", "date_of_birth"})
"""Made of the same few letters and figures, so that two of them are always nearly the same."""
FIGURES = frozenset(
    [
        *("oh", "o", "nought", "zero", "one", "two", "three", "four", "five", "six", "seven"),
        *("eight", "nine", "ten", "double", "treble", "triple", "hundred"),
    ]
)


@pytest.fixture
def taxonomy(shared: Path) -> dict[str, Any]:
    return dict(load(shared / "design" / "taxonomy.yml"))


def load(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), Loader=LOADER)


def read(name: str) -> list[dict[str, Any]]:
    return list(load(HERE / f"{name}.yml"))


def normalise(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


def words_of(text: str) -> str:
    """The words in small letters, without figures: a number said is like any other number."""
    words = re.findall(r"[^\W_]+(?:'[^\W_]+)*", text.lower().replace("’", "'"))
    return " ".join(word for word in words if word not in FIGURES and not word.isdigit())


def sealed_sentences(*, without: frozenset[str] = frozenset()) -> list[str]:
    """All of them, or all but the spoken answers of some kinds."""
    items = [item for name in ("intents", "needs", "facts", "spoken") for item in read(name)]
    return [item["text"] for item in items if item.get("kind") not in without]


def training_sentences() -> Iterator[str]:
    """Every example of every intent in `data/*/nlu.yml`, without its entity marks."""
    for path in sorted(ROOT.glob("data/*/nlu.yml")):
        for block in load(path).get("nlu") or []:
            if "intent" in block:
                yield from map(_unmark, _list_examples(block["examples"]))


def _list_examples(examples: str | list[dict[str, Any]]) -> list[str]:
    if isinstance(examples, str):
        return [line[2:] for line in examples.splitlines() if line.startswith("- ")]
    return [str(example["text"]).strip().removeprefix("- ") for example in examples]


def _unmark(text: str) -> str:
    return re.sub(r"\[([^\]]+)\](?:\([^)]*\)|\{[^}]*\})", r"\1", text).strip()


def test_every_intent_has_fourteen_sentences(taxonomy: dict[str, Any]) -> None:
    counts = Counter(item["intent"] for item in read("intents"))
    assert counts == dict.fromkeys(taxonomy["intents"], 14)


def test_needs_carry_themes_of_the_taxonomy(taxonomy: dict[str, Any]) -> None:
    needs = read("needs")
    main = Counter(item["themes"][0] for item in needs if item["themes"])
    assert len(needs) >= 420
    assert set().union(*(item["themes"] for item in needs)) == set(taxonomy["themes"])
    assert all(len(set(item["themes"])) == len(item["themes"]) for item in needs)
    assert min(main[theme] for theme in taxonomy["themes"]) >= 18


def test_needs_are_mixed_as_stated(taxonomy: dict[str, Any]) -> None:
    needs = read("needs")
    about = Counter(item["about"] for item in needs)
    assert set(about) == set(taxonomy["about"])
    assert 0.10 <= sum(not item["themes"] for item in needs) / len(needs) <= 0.15
    assert sum(len(item["themes"]) > 1 for item in needs) / len(needs) >= 0.29
    assert about["self"] > about["other"] > about["client"] >= 0.13 * len(needs)


def test_facts_hold_entities_that_exist() -> None:
    facts = read("facts")
    held = Counter(key for item in facts for key in item["entities"])
    assert len(facts) >= 160
    assert sum(not item["entities"] for item in facts) >= 25
    assert set(held) == set(KEYS)
    assert min(held.values()) >= 10
    assert all(isinstance(value, list) and value for i in facts for value in i["entities"].values())


@pytest.mark.parametrize("kind", KINDS)
def test_each_spoken_kind_has_thirty_answers_and_six_are_empty(kind: str) -> None:
    items = [item for item in read("spoken") if item["kind"] == kind]
    assert (len(items), sum(item["value"] is None for item in items)) == (30, 6)
    assert all(item["value"] in (None, *item.get("options", [item["value"]])) for item in items)
    assert all(("options" in item) == (kind == "choice") for item in items)


@pytest.mark.parametrize(
    "names", [("intents", "needs", "facts"), ("spoken",)], ids=["messages", "spoken"]
)
def test_no_sentence_stands_twice(names: tuple[str, ...]) -> None:
    said = Counter(
        (item.get("kind"), normalise(item["text"])) for name in names for item in read(name)
    )
    assert [text for text, times in said.items() if times > 1] == []


def test_no_sealed_sentence_is_a_training_sentence() -> None:
    trained = {normalise(text) for text in training_sentences()}
    assert len(trained) > 500
    assert [text for text in sealed_sentences() if normalise(text) in trained] == []


def test_no_sealed_sentence_is_nearly_a_training_sentence() -> None:
    sealed = keep_long(sealed_sentences(without=SPELLED))
    trained = keep_long(training_sentences())
    assert find_near(sealed, trained) == []


def test_a_sentence_that_is_only_turned_round_is_found() -> None:
    sealed = ["nobody comes to see me any more", "the roof lets the rain in every time"]
    trained = ["any more nobody comes to see me love", "i would like to paint again one day"]
    assert find_near(sealed, trained) == [(sealed[0], trained[0])]


def keep_long(sentences: Iterable[str]) -> list[str]:
    """The words of those that are long enough to be told apart."""
    return [words for text in sentences if len((words := words_of(text)).split()) >= LEAST_WORDS]


def find_near(sealed: list[str], trained: list[str]) -> list[tuple[str, str]]:
    rows, columns = find_akin(sealed, trained)
    scores = process.cpdist(
        [sealed[row] for row in rows],
        [trained[column] for column in columns],
        scorer=fuzz.token_set_ratio,
        score_cutoff=TOO_NEAR,
    )
    return [(sealed[rows[at]], trained[columns[at]]) for at in scores.nonzero()[0]]


def find_akin(sealed: list[str], trained: list[str]) -> Pairs:
    """The pairs that share half the words of the shorter one, which is half as long as the other:
    six everyday words all stand in many a long story. Nothing else is nearly the same, and to
    compare them all takes ten times as long.
    """
    places = {word: at for at, word in enumerate(sorted(set(" ".join(sealed).split())))}
    shared_words = mark_words(sealed, places) @ mark_words(trained, places).T
    counts = count_words(sealed)[:, None], count_words(trained)[None, :]
    least, most = np.minimum(*counts), np.maximum(*counts)
    pairs: Pairs = np.nonzero((shared_words >= least / 2) & (least >= most / 2))
    return pairs


def mark_words(texts: list[str], places: dict[str, int]) -> Any:
    marks = np.zeros((len(texts), len(places)), dtype=np.float32)
    for row, text in enumerate(texts):
        marks[row, [places[word] for word in set(text.split()) if word in places]] = 1
    return marks


def count_words(texts: list[str]) -> Any:
    return np.array([len(set(text.split())) for text in texts])
