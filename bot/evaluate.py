"""Measures the model on sentences that training never sees: python -m bot.evaluate [FOLDER]."""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

import yaml

from bot.reading import Reading

TESTS = Path(__file__).resolve().parent.parent / "tests"
SEALED = (TESTS / "sealed", TESTS / "bot")
"""Sentences of a writer who never saw the training data; older ones that share its author."""


def main(*folders: Path) -> int:
    """Print how intents and themes of the sealed sentences of each folder are heard."""
    reading = Reading()
    for folder in folders or SEALED:
        say(f"{folder.name}:")
        _show_intents(reading, _load(folder, "intents"))
        _show_needs(reading, _load(folder, "needs"))
    return 0


def _load(folder: Path, what: str) -> list[dict[str, Any]]:
    found = [*folder.glob(f"{what}.yml"), *folder.glob(f"sealed_{what}.yml")]
    return [one for path in found for one in yaml.safe_load(path.read_text(encoding="utf-8"))]


def _show_intents(reading: Reading, sentences: list[dict[str, Any]]) -> None:
    if not sentences:
        return
    began = time.perf_counter()
    found = [reading.understand(one["text"]) for one in sentences]
    milliseconds = (time.perf_counter() - began) * 1000 / len(sentences)
    pairs = [
        (one["intent"], answer["intent"]) for one, answer in zip(sentences, found, strict=True)
    ]
    say(f"intents: {_share(pairs):.3f} of {len(pairs)} right, {milliseconds:.1f} ms each")
    sure = [(w, g, a["confidence"]) for (w, g), a in zip(pairs, found, strict=True)]
    for least in (0.3, 0.5, 0.7, 0.9):
        taken = [(w, g) for w, g, confidence in sure if confidence >= least]
        if taken:
            share = len(taken) / len(sure)
            say(f"  confidence >= {least}: {share:.2f} of them, {_share(taken):.3f} right")
    wrong = Counter(pair for pair in pairs if pair[0] != pair[1])
    say("  most often: " + ", ".join(f"{w} as {g} {n}" for (w, g), n in wrong.most_common(8)))


def _show_needs(reading: Reading, sentences: list[dict[str, Any]]) -> None:
    if not sentences:
        return
    found = [reading.understand(one["text"]) for one in sentences]
    wanted = [set(one["themes"]) for one in sentences]
    got = [{theme["id"] for theme in answer["themes"]} for answer in found]
    both = sum(len(w & g) for w, g in zip(wanted, got, strict=True))
    precision = both / max(1, sum(map(len, got)))
    recall = both / max(1, sum(map(len, wanted)))
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    say(f"themes of {len(sentences)} needs: F1 {f1:.3f}")
    say(f"  precision {precision:.3f}, recall {recall:.3f}")
    say(f"  needs heard as needs: {_share([('tell_need', a['intent']) for a in found]):.3f}")
    about = [
        (one.get("about"), a["about"])
        for one, a in zip(sentences, found, strict=True)
        if one.get("about")
    ]
    say(f"  about: {_share(about):.3f} of {len(about)}")
    for theme in sorted(set().union(*wanted)):
        say("  " + _one_theme(theme, wanted, got))


def _one_theme(theme: str, wanted: list[set[str]], got: list[set[str]]) -> str:
    both = sum(theme in w and theme in g for w, g in zip(wanted, got, strict=True))
    w, g = sum(theme in one for one in wanted), sum(theme in one for one in got)
    return f"{theme:14s} {both} of {w} heard, {g - both} wrongly"


def _share(pairs: list[tuple[Any, Any]]) -> float:
    return sum(wanted == got for wanted, got in pairs) / max(1, len(pairs))


def say(line: str) -> None:
    """Print a line of the figures."""
    print(line)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main(*map(Path, sys.argv[1:])))
