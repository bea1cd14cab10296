"""Who is around somebody: people and groups, what they give, how often, how close."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from language.name_words import ALSO_EVERYDAY, FIRST_NAMES, NOT_NAMES, TITLES
from language.network_words import (
    AFRAID_OF,
    CLAUSE,
    CONSENTING,
    GIVES_PATTERNS,
    GROUPS,
    IN_NEED,
    LIVES,
    NOBODY,
    NOT_SAFE,
    OFTEN,
)
from language.relations import Mention, find_mentions
from language.words import make_plain, say_lower


@dataclass(frozen=True)
class Person:
    """Somebody, or a group, around the person the story is about.

    `relation` is one plain word ("daughter") or the group ("church choir"); `gives` lists plain
    words ("shopping", "visits"); `how_often` and `lives` are as said. `gone` has died; `not_safe`
    is feared or does harm.
    """

    relation: str
    name: str | None = None
    gives: tuple[str, ...] = ()
    how_often: str | None = None
    lives: str | None = None
    gone: bool = False
    not_safe: bool = False
    is_group: bool = False
    phrase: str = ""


def find_people(text: str) -> list[Person]:
    """Who is around somebody, in the order mentioned; [] if nobody is or nobody was mentioned
    (`says_nobody` tells).

    Somebody who is only the one in need ("my mum can't get out") is left out unless the message
    says what they give, where they live, that they have died or that they are feared.
    """
    plain = make_plain(text)
    mentions = find_mentions(plain)
    people = [_describe(plain, mentions, at) for at in range(len(mentions))]
    kept = [
        person
        for person, mention in zip(people, mentions, strict=False)
        if _is_around(plain, mention, person, len(mentions))
    ]
    return _join_same([*kept, *_find_groups(plain)])


def says_nobody(text: str) -> bool:
    """Whether the message says that there is no one: "I've got nobody", "just me"."""
    low = say_lower(text)
    return bool(NOBODY.search(low)) and not any(person.gives for person in find_people(text))


def _describe(plain: str, mentions: list[Mention], at: int) -> Person:
    mention = mentions[at]
    about = _take_clause(plain, mentions, at)
    low = about.lower()
    before = plain[max(0, mention.start - 40) : mention.start].lower().rstrip()
    gives = () if mention.gone else tuple(_find_gifts(low))
    often = OFTEN.search(low)
    lives = LIVES.search(f"{mention.phrase.lower()} {low}")
    return Person(
        relation=mention.relation,
        name=_find_name(about, mention) or _find_name_before(plain, mention),
        gives=gives,
        gone=mention.gone,
        how_often=_tidy(often.group(1)) if often and not mention.gone else None,
        lives=(_tidy(lives.group(1)) if lives else _find_town(about)) if not mention.gone else None,
        not_safe=bool(NOT_SAFE.search(low) or AFRAID_OF.search(before)),
        phrase=mention.phrase if mention.gone else f"{mention.phrase}{about}".strip(" ,."),
    )


def _take_clause(plain: str, mentions: list[Mention], at: int) -> str:
    """What is said behind a mention, up to the next person or the end of the clause; "son and
    daughter" share theirs.
    """
    start = mentions[at].end
    for following in mentions[at + 1 :]:
        between = plain[start : following.start]
        if re.fullmatch(r"(?: [A-Z]\w+)?,? (?:and|&) ?", between):
            start = following.end
            return (
                between
                + plain[following.start : start]
                + _until_stop(plain, start, _next_start(mentions, following.end))
            )
        return _until_stop(plain, start, following.start)
    return _until_stop(plain, start, len(plain))


def _next_start(mentions: list[Mention], end: int) -> int:
    return next((mention.start for mention in mentions if mention.start >= end), 1_000_000)


def _until_stop(plain: str, start: int, end: int) -> str:
    piece = plain[start:end]
    stop = CLAUSE.search(piece)
    return piece[: stop.start()] if stop else piece


def _find_gifts(low: str) -> Iterator[str]:
    for what, pattern in GIVES_PATTERNS.items():
        match = pattern.search(low)
        if match and not re.search(
            r"\b(?:never|doesn't|don't|can't|won't|hasn't|haven't|not|stopped|no longer|to)\b(?: "
            r"\w+){0,2} ?$",
            low[: match.start()],
        ):
            yield what


def _find_name(about: str, mention: Mention) -> str | None:
    """The name behind the relation: "my daughter Karen", "my friend called Bev", "my son, Tom"."""
    if mention.plural:
        return None
    match = re.match(
        r",?(?: is| is called| called|'s called| named|'s name is|'s name's|'s)? "
        r"(?P<name>(?:(?:Mrs|Mr|Miss|Ms|Dr) )?[^\W\d_][\w'-]*)",
        about,
    )
    if not match:
        return None
    name = match.group("name").removesuffix("'s")
    low = name.lower()
    if low.split()[0] in TITLES or (
        name[0].isupper() and (low not in NOT_NAMES or low in FIRST_NAMES)
    ):
        return name
    return (
        name.title()
        if low in FIRST_NAMES and low not in ALSO_EVERYDAY and low not in NOT_NAMES
        else None
    )


def _find_name_before(plain: str, mention: Mention) -> str | None:
    """The name before the relation: "Karen my daughter"."""
    match = re.search(r"([^\W\d_]+),? $", plain[: mention.start])
    return (
        match.group(1).title()
        if match and match.group(1).lower() in FIRST_NAMES - ALSO_EVERYDAY
        else None
    )


def _find_town(about: str) -> str | None:
    match = re.match(r"(?: [A-Z]\w+)? (in [A-Z][a-z][\w-]*)", about)
    return match.group(1) if match else None


def _is_around(plain: str, mention: Mention, person: Person, count: int) -> bool:
    if person.relation in ("client", "former partner") and not person.not_safe:
        return False
    if (
        person.gives
        or person.lives
        or person.gone
        or person.not_safe
        or (person.how_often and person.how_often != "all the time")
    ):
        return True
    if IN_NEED.match(plain.lower()[mention.end :]):
        return False
    before = plain[: mention.start].lower().rstrip()
    return bool(CONSENTING.search(before)) or len(plain.split()) <= 2 + 3 * count


def _find_groups(plain: str) -> list[Person]:
    return [
        Person(
            relation=m.group("group").strip(),
            how_often=_tidy(often.group(1))
            if (often := OFTEN.search(plain.lower()[m.end() : m.end() + 40]))
            else None,
            gives=("company",),
            is_group=True,
            phrase=m.group().strip(),
        )
        for m in GROUPS.finditer(plain.lower())
    ]


def _join_same(people: list[Person]) -> list[Person]:
    """One entry for somebody mentioned twice: the one that says more."""
    best: dict[tuple[str, str | None], Person] = {}
    for person in people:
        key = (person.relation, person.name)
        if key not in best or _count_facts(person) > _count_facts(best[key]):
            best[key] = person
    return list(best.values())


def _count_facts(person: Person) -> int:
    return len(person.gives) + sum(
        map(bool, (person.how_often, person.lives, person.gone, person.not_safe))
    )


def _tidy(words: str) -> str:
    return " ".join(
        re.sub(
            r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)days?\b",
            lambda m: m.group().capitalize(),
            words,
        ).split()
    ).removeprefix("on ")
