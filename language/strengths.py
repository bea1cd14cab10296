"""What somebody enjoys, is good at, has done or could do, in their own words."""

from __future__ import annotations

import re

from language.words import make_plain

_WHO = r"(?:i|she|he|they|we|mum|mam|dad|nan|gran|grandad|my \w+)"
_SKILLS = (
    r"(?:teach|play|run|sing|cook|bake|knit|sew|crochet|garden|paint|draw|dance|walk|swim"
    r"|coach|volunteer|work|be a|be an|be the|be in|do (?!not)|make|fix|mend|build|write"
    r"|read|drive|ride|cycle|fish|grow|keep|train|help|"
    r"organise|lead|love|enjoy|act|perform|sail|climb|ski|box|bowl|quilt|carve|weld"
    r"|decorate|repair|photograph|travel|speak|translate|manage|own|breed|show|serve|nurse"
    r"|hike|ramble|go (?:dancing|fishing|walking|swimming|to (?:church|bingo|the allotment"
    r"|choir|dances)|bowling|hiking|running))"
)
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\b(?P<own>used to (?:love |enjoy |really )?{_SKILLS}\b.*)",
        r"\b(?P<own>(?:was|were|been|am|'m|is|'s) (?:always )?(?:a|an|the) (?:retired |trained "
        r"|qualified |good |great |keen |professional |big |school |primary |head |bus |lorry "
        r"|taxi |train |dinner |army |)*(?:teacher|nurse|cook|chef|baker|joiner|carpenter"
        r"|plumber|electrician|"
        r"builder|engineer|mechanic|seamstress|dressmaker|tailor|hairdresser|gardener|musician"
        r"|pianist|singer|dancer|artist|painter|writer|librarian|driver|fisherman|sailor"
        r"|soldier|miner|docker|welder|postman|policeman|policewoman|"
        r"secretary|bookkeeper|accountant|shopkeeper|waitress|midwife|carer|social worker"
        r"|scout leader|coach|referee|farmer|photographer|actor|actress|dj|translator"
        r"|solicitor|lawyer|decorator|butcher|florist|lecturer|scientist|"
        r"reader|walker|swimmer|knitter|golfer|bowler|footballer|boxer|people person|good "
        r"listener|listener|good cook|bell ringer|birdwatcher|bird watcher|foster parent"
        r"|foster carer|childminder|nursery nurse|trainer|footballer|fan of \w+|lover of "
        r"\w+)\b.*)",
        r"\b(?P<own>retired (?:teacher|nurse|engineer|joiner|builder|electrician|plumber|chef"
        r"|cook|driver|headteacher|midwife|policeman|soldier|librarian|mechanic|accountant"
        r"|carpenter|bus driver|lecturer|gardener)\b.*)",
        r"\b(?P<own>(?:was|were|been|years) in the (?:army|navy|raf|police|fire brigade|fire "
        r"service|merchant navy|forces|air force|wrens|land army)\b.*)",
        r"^ ?(?:also |still |really )?(?P<own>(?:love|loves|enjoy|enjoys|like|likes) (?!it\b"
        r"|this\b|that\b|to (?:be|know|speak|talk|see)\b|someone|some|a (?:call|person)).*)",
        r"\b(?P<own>(?:worked|served|volunteered) (?:as|in|at|on|for)\b (?!it\b).*)",
        rf"\b{_WHO}(?:'m| am|'s| is|'ve always been| was| were)? (?:also |really |always |still "
        rf"|pretty |quite |very |dead |so )*(?P<own>(?:good|great|brilliant|handy|not bad|a dab "
        rf"hand|a whizz|skilled|clever) (?:at|with) .*)",
        r"^(?:i'?m )?(?P<own>(?:good|great|handy|not bad|a dab hand|dab hand) (?:at|with) .*)",
        rf"\b{_WHO}(?:'ve| have| has)?(?:'s| do| does)? ?(?:also |really |always |still |just "
        rf"|absolutely |used to |both |do )*(?P<own>(?:love|loves|loved|enjoy|enjoys|enjoyed"
        rf"|adore|adores|like|likes|liked) (?!it\b|this\b|that\b|him\b|her\b|them\b|you\b|me\b"
        rf"|to (?:be|talk to|speak|know|see someone|get help|ask|go home|find|have|die)\b"
        rf"|someone|some help|help|a (?:call|chat with|person|word)|living|being (?:on|left"
        rf"|alone)|my (?:mum|dad|husband|wife|son)).*)",
        rf"\b{_WHO}(?:'m| am|'s| is|'re| are)? (?:also |really |very |quite |always been "
        rf")*(?P<own>(?:fond of|keen on|into|mad (?:on|about|for)|passionate about|interested "
        rf"in|crazy about|daft about) .*)",
        rf"\b{_WHO} (?:can |could |still |do |does |also |both |used to |often |sometimes "
        rf")*(?P<own>(?:play|plays|sing|sings|knit|knits|crochet|crochets|bake|bakes|sew|sews"
        rf"|paint|paints|draw|draws|dance|dances|garden|gardens|coach|coaches|quilt|quilts|fish"
        rf"|fishes|"
        r"volunteer|volunteers|do (?:crosswords|jigsaws|embroidery|woodwork|diy|sudoku|yoga"
        r"|carpentry|tai chi|puzzles|pottery|photography)|make (?:cakes|cards|clothes|jam"
        r"|jewellery|curtains|models|furniture|candles|things|bread)|"
        r"grow (?:veg\w*|tomatoes|roses|flowers|my own)|write (?:poems|poetry|stories|songs"
        r"|music)|mend|fix|keep (?:bees|hens|chickens|pigeons)|speak (?:\w+ languages|french"
        r"|spanish|polish|urdu|welsh|german|italian|arabic|punjabi|\w+ and \w+))\b.*)",
        r"\b(?P<own>can (?:cook|knit|sew|bake|drive|fix|mend|teach|sing|paint|dance|play"
        r"|garden|crochet|speak \w+|make \w+|do (?:diy|joinery|plumbing|electrics|hair|nails"
        r"|accounts|sums|spreadsheets))\b(?! (?:any ?more|no more|now|myself a meal)).*)",
        r"\b(?:my|her|his) (?P<own>(?:hobby|hobbies|passion|interests?) (?:is|are|was|were) .*)",
    )
)
_END = re.compile(
    r"[.!?;\n]|,? but\b|,? (?:and|so|because|cos|since|though|although|until|till|when"
    r"|before|if)\b (?=(?:i|she|he|they|we|it|my|now|can'?t|there|who|the|mum|dad|that"
    r"|then|is|lives?|needs?|nobody|also|used)\b)|"
    r",(?= ?(?:i|she|he|they|we|my|now|and|so|can|it|just|which|mum|dad|though|not|we're"
    r"|i'm|she's|he's|used to)\b)|\b(?:any ?more|these days|nowadays|at the moment)\b|,? "
    r"and (?:used to|can|love|loves|enjoy|enjoys|like|likes|was a|good at|play|sing|knit"
    r"|bake)\b",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(?:don't|doesn't|didn't|never|not|can't|cannot|isn't|wasn't|no longer|cant|dont"
    r"|won't|wouldn't|would|'d|hate|nobody|if|should|do you|did you)\b(?: \w+)?$|(?:^"
    r"|\s)\w+'d$",
    re.IGNORECASE,
)
_NOT_SKILLS = re.compile(
    r"\b(?:used to|like to|love to|enjoy) (?:be able|do (?:everything|it|that|all|my "
    r"own"
    r"|my|for)|help (?:me|us|him|her)|drive (?:me|him|her)|run (?:me|up)|work at all"
    r"|manage (?!a )|go out\b(?! dancing)|walk (?:me|fine|ok))|\bwork (?:out|hard|full)"
    r"|\binto (?:hospital|care|debt|town|a|the|my|bed|an|it)\b|"
    r"interested in (?:help|getting|the first|that|this|any|your)|likes? (?:me|a drink"
    r"|his "
    r"drink|her drink)|\bplays? (?:up|on my mind|me|havoc)|fix(?:ed)? (?:it|my|the|me)"
    r"|mend my",
    re.IGNORECASE,
)
_MOST_WORDS = 9


def find_strengths(text: str) -> list[str]:
    """Short phrases in the person's own words, in order: "used to teach piano", "love baking",
    "good at crosswords".
    """
    plain = " ".join(make_plain(text).split())
    found: list[tuple[int, int, str]] = []
    for clause_start, clause in _split_clauses(plain):
        for pattern in _PATTERNS:
            match = pattern.search(clause)
            phrase = _cut(match.group("own")) if match else ""
            if (
                match
                and phrase
                and not _DENIED.search(_before(clause, match.start("own")))
                and not _NOT_SKILLS.search(phrase)
            ):
                start = clause_start + match.start("own")
                found.append((start, start + len(phrase), phrase))
    return _drop_inner(found)


def _split_clauses(plain: str) -> list[tuple[int, str]]:
    """The text from the start and from behind each clause end, so that several strengths in a row
    are seen.
    """
    starts = [0, *(m.end() for m in re.finditer(r"[.!?;,]|\band\b|\bbut\b|\bor\b", plain))]
    ends = [*starts[1:], len(plain)]
    return [(start, plain[start : end + 60]) for start, end in zip(starts, ends, strict=False)]


def _before(clause: str, at: int) -> str:
    return clause[:at].rstrip()


def _cut(phrase: str) -> str:
    stop = _END.search(phrase, 4)
    words = (phrase[: stop.start()] if stop else phrase).split()[:_MOST_WORDS]
    while words and words[-1].lower().strip(",") in (
        "and",
        "or",
        "the",
        "a",
        "to",
        "of",
        "with",
        "my",
        "for",
        "in",
        "at",
        "so",
        "but",
        "now",
        "too",
        "really",
        "as",
        "once",
    ):
        words.pop()
    return re.sub(r"^'(?:m|s) ", "", " ".join(words)).strip(" ,.'\"-")


def _drop_inner(found: list[tuple[int, int, str]]) -> list[str]:
    """Without phrases that lie inside another one."""
    ordered = sorted(set(found), key=lambda f: (f[0], -f[1]))
    kept: list[tuple[int, int, str]] = []
    for start, end, phrase in ordered:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end, phrase))
    return list(dict.fromkeys(phrase for _, _, phrase in kept))
