"""Who is around somebody: people and groups, what they give, how often, how close."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from language.name_words import ALSO_EVERYDAY, FIRST_NAMES, NOT_NAMES, TITLES
from language.relations import Mention, find_mentions
from language.words import make_plain, say_lower

_GIVES = {
    "shopping": r"shopping|groceries|messages from the shop|gets? (?:my|our|her|his|the) (?:bits"
    r"|food)"
    r"|goes to the shops?|does (?:the|my|her|his) shop\b",
    "lifts": r"lifts?\b|drives? (?:me|us|her|him)|runs? (?:me|us|her|him) (?:to|about|into|up)"
    r"|takes? (?:me|us|her|him) (?:to|out|shopping|in)|gives? (?:me|us) a ride|to (?:my "
    r")?appointments",
    "meals": r"(?:cooks?|meals?|dinners?|a hot meal|food round|sunday lunch|does (?:my|the) tea"
    r"|brings? (?:me |us |her |him )?(?:food|soup|dinner))\b",
    "housework": r"clean(?:s|ing)?|hoovers?|housework|washing\b|laundry|ironing|tidies|cleaner",
    "garden": r"garden(?:ing)?\b|cuts? the (?:grass|lawn|hedge)|mows?|does the lawn",
    "repairs": r"fix(?:es)?\b|odd jobs|diy\b|puts? (?:my|the) bins? out|bins out|light ?bulbs?"
    r"|decorat\w+",
    "personal care": r"wash(?:es)? (?:me|her|him)|dress(?:es)? (?:me|her|him)|gets? (?:me|her|him) "
    r"(?:up"
    r"|dressed|washed|to bed)|personal care|bath(?:es)? (?:me|her|him)|shower(?:s)? (?:me"
    r"|her|him)",
    "care": r"looks? after (?:me|us|her|him)|cares? for (?:me|us|her|him)|does everything for "
    r"(?:me|her|him)|carer\b(?= comes?| for| who)|helps? (?:me|her|him) (?:with everything"
    r"|out|a lot)|is my carer",
    "medicines": r"tablets|prescriptions?|medicines?|medication|pills|injections?|dressings?",
    "money and letters": r"(?:pays?|sorts?|does|helps? with) (?:my |the |her |his )?(?:bills|money"
    r"|finances"
    r"|paperwork|letters|forms|banking)|lends? (?:me|us)",
    "childcare": r"(?:has|minds?|babysits?|picks? up|looks? after|watches) (?:the|my|our) (?:kids"
    r"|children|baby|little ones?|boys?|girls?)|school run",
    "phone calls": r"rings?\b(?! true)|phones?\b|calls?\b(?! in| round| by)|face ?times?"
    r"|video calls?"
    r"|texts?\b|speak (?:to|on)|skypes?|on the phone|messages? (?:me|us|her)",
    "visits": r"visits?|pops? (?:in|round|over|by)|comes? (?:in|round|over|by|to see|every|on|once"
    r"|twice|most|when|up|down|and|at|sunday|monday|tuesday|wednesday|thursday|friday"
    r"|saturday|over)|calls? (?:in|round|by)|drops? (?:in|by)|looks? in|sees? (?:me|us|her"
    r"|him)|keeps? an eye|checks? (?:on|in)|see (?:him|her|them)\b",
    "company": r"company|chats?\b|natters?|have a laugh|a cuppa|coffee with|keeps? me going|good "
    r"to "
    r"me|there for me|to talk to|play (?:cards|bingo|dominoes)|for a brew",
}
_GIVES_PATTERNS = {what: re.compile(rf"\b(?:{pattern})(?!\w)") for what, pattern in _GIVES.items()}
_OFTEN = re.compile(
    r"\b((?:every|each) (?:single )?(?:other |second )?(?:day|morning|evening|night|week"
    r"|weekend|month|fortnight|year|\w+day|now and then|so often|few (?:days|weeks"
    r"|months))|"
    r"(?:once|twice|three times|four times|\d times|a few times|couple of times|a couple "
    r"of times|one day|two days|three days) (?:a|every|each|per) (?:day|week|fortnight"
    r"|month|year)|daily|weekly|monthly|fortnightly|"
    r"most (?:days|weeks|weekends|evenings|mornings)|now and (?:then|again)|from time to "
    r"time|once in a (?:while|blue moon)|sometimes|occasionally|rarely|hardly ever|seldom"
    r"|never|"
    r"(?:on |at )?(?:mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?"
    r"|sundays?)(?:(?:,| and|,? &) (?:mondays?|tuesdays?|wednesdays?|thursdays?|fridays?"
    r"|saturdays?|sundays?))*|"
    r"(?:at |on )?(?:the )?weekends?|at christmas|when (?:she|he|they) can|when i need "
    r"(?:it|them|her|him)|all the time|any time|a lot|not (?:very )?often|now and again"
    r"|morning and night|four times daily|weekdays)\b"
)
_LIVES = re.compile(
    r"\b(next door(?: but one)?|over the road|across the road|up the road|down the road"
    r"|round the corner|opposite|upstairs|downstairs|in the same street|down the street"
    r"|nearby|close by|near(?: me| by)|"
    r"lives? with (?:me|us|her|him)|live together|at home|miles away|far away|a long "
    r"way(?: away)?|abroad|overseas|down south|up north|hours? away|moved away|(?:\w+ "
    r")?(?:miles|minutes|hours|hrs) away|"
    r"(?:lives?|living|is|are|'s|moved|over|out|off) (?:in|to) (?!a |the |my |her |his "
    r"|pain|hospital|care|need)[a-z]+\b(?!\d)(?: zealand| america| africa)?)\b"
)
_NOT_SAFE = re.compile(
    r"\b(?:hits?|hitting|hurts?|hurting|shouts? at|shouting at|screams? at|threatens?"
    r"|threatening|bull(?:y|ies)|controls?|steals?|stealing|nicks?|punch(?:es)?|slaps?"
    r"|grabs?|pushes|kicks?|locks? me|"
    r"takes? (?:all )?(?:my|her|his) (?:money|card|pension|bank card)|taking (?:my|her"
    r"|his) (?:money|pension)|beats?|abus(?:es|ive|ing)|violent|won't let me|doesn't let "
    r"me|watches me|(?:don't|not) (?:feel )?safe (?:with|around|near))\b"
)
_AFRAID_OF = re.compile(
    r"\b(?:scared|afraid|frightened|terrified|wary|fear) (?:of|to be with)(?: my| our| the"
    r"| his| her)?$"
)
_CONSENTING = re.compile(
    r"\b(?:got|have|has|had|there'?s|there is|it's just|just|only|it's|mainly|with|mostly"
    r"|see|and|me)(?: me)?(?: and)?$"
)
_GROUPS = re.compile(
    r"\b(?:go(?:es)? to|attend\w*|belong to|member of|part of|in|at|to|join(?:ed)?|with"
    r"|from|i'm in|i've got|just|^|people (?:at|from)|run|help (?:at|out at))(?:^| "
    r"|(?<=^))(?:the |a |my |our |my local |local |an )?"
    r"(?P<group>(?:[a-z']+ ){0,2}?(?:church|chapel|mosque|temple|gurdwara|synagogue|choir"
    r"|lunch club|bingo|day centre|coffee morning|book club|knitting group|walking group"
    r"|men's shed|social club|"
    r"working men's club|bowls club|bowling club|allotment|wi|u3a|support group|community "
    r"centre|darby and joan|luncheon club|tea dance|craft group|art group|art class"
    r"|slimming world|legion|gym|yoga|exercise class))\b(?! (?:street|road|lane))"
)
_NOBODY = re.compile(
    r"\b(?:(?:got|have|there'?s|there is|has|see|ain't got|know) (?:really |hardly "
    r"|virtually )?(?:nobody|no ?-?one|no family|no friends|none)|haven't (?:got "
    r")?(?:anyone|anybody|any family|any friends)|don't have (?:anyone|anybody|any family"
    r"|any friends)|"
    r"(?:it's|its|there's|it is) (?:just|only) me|just me|only me|(?:all )?on (?:my|her"
    r"|his) own|all alone|(?:^|, |no,? )(?:nobody|no ?-?one|none)\b|not got (?:anyone"
    r"|anybody|any)|no (?:family|friends|relatives)(?: or friends| nearby| round here| "
    r"left| around)?|"
    r"nobody (?:really|left|at all|comes|visits|around|near|to)|no-?one (?:really|left|at "
    r"all|comes|visits|around|near|to)|they've all (?:died|gone)|everyone(?:'s| has| is) "
    r"(?:died|gone|dead|moved away)|i live alone|lives alone)"
)
_IN_NEED = re.compile(
    r"(?: \w+)?(?:'s| is| are)? ?(?:can't|cannot|cant|needs?|isn't|struggl\w+|poorly|ill"
    r"|lonely|won't|doesn't|keeps|falls|fell|forgets|has|had|got|unwell|depressed|on "
    r"(?:her|his) own|not)\b"
)
_CLAUSE = re.compile(r"[.!?;]| but |, and | since |\n")


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
    return bool(_NOBODY.search(low)) and not any(person.gives for person in find_people(text))


def _describe(plain: str, mentions: list[Mention], at: int) -> Person:
    mention = mentions[at]
    about = _take_clause(plain, mentions, at)
    low = about.lower()
    before = plain[max(0, mention.start - 40) : mention.start].lower().rstrip()
    gives = () if mention.gone else tuple(_find_gifts(low))
    often = _OFTEN.search(low)
    lives = _LIVES.search(f"{mention.phrase.lower()} {low}")
    return Person(
        relation=mention.relation,
        name=_find_name(about, mention) or _find_name_before(plain, mention),
        gives=gives,
        gone=mention.gone,
        how_often=_tidy(often.group(1)) if often and not mention.gone else None,
        lives=(_tidy(lives.group(1)) if lives else _find_town(about)) if not mention.gone else None,
        not_safe=bool(_NOT_SAFE.search(low) or _AFRAID_OF.search(before)),
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
    stop = _CLAUSE.search(piece)
    return piece[: stop.start()] if stop else piece


def _find_gifts(low: str) -> Iterator[str]:
    for what, pattern in _GIVES_PATTERNS.items():
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
    if _IN_NEED.match(plain.lower()[mention.end :]):
        return False
    before = plain[: mention.start].lower().rstrip()
    return bool(_CONSENTING.search(before)) or len(plain.split()) <= 2 + 3 * count


def _find_groups(plain: str) -> list[Person]:
    return [
        Person(
            relation=m.group("group").strip(),
            how_often=_tidy(often.group(1))
            if (often := _OFTEN.search(plain.lower()[m.end() : m.end() + 40]))
            else None,
            gives=("company",),
            is_group=True,
            phrase=m.group().strip(),
        )
        for m in _GROUPS.finditer(plain.lower())
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
