"""Whom a message is about: the writer, somebody they know, or somebody they support in a job."""

from __future__ import annotations

import re

from language.relation_words import HOUSEHOLD
from language.relations import find_mentions
from language.words import say_lower

_CLIENT = re.compile(
    r"\b(?:(?:a|my|our|one of (?:my|our)) (?:patient|client|tenant|service user|resident"
    r"|customer|pupil|member)s?\b(?!'s association)|(?:patient|client|tenant|service user"
    r"|resident) (?:of (?:mine|ours)|is|has|needs)|"
    r"i'?m (?:a|an|the) (?:\w+ )?(?:social worker|gp|receptionist|housing officer|nurse"
    r"|support worker|link worker|care co-?ordinator|occupational therapist|ot|physio\w*"
    r"|paramedic|police officer|pcso|health visitor|"
    r"teacher|advocate|warden|scheme manager|district nurse|midwife|prescriber|community "
    r"connector|health care assistant)\b(?! (?:and i'm|but i'm|myself|too))(?! (?:i'm|i am"
    r"|and i (?:am|feel|can't|need)))|(?:calling|ringing|writing|messaging|phoning|here"
    r"|it's \w+) (?:you )?(?:from|at) (?:the )?(?:\w+ ){0,3}?"
    r"(?:surgery|practice|hospital|housing association|housing team|council|school|charity"
    r"|citizens advice|ward|age uk|team|police|fire service|service|association|centre)\b"
    r"|i(?:'d like to| want to| am| need to|'m)? (?:refer|referring|make a referral)\b"
    r"|(?:seeing|support(?:ing)?|visit(?:ing|ed)?|working with|discharg(?:ing|ed)|saw) "
    r"(?:a|this|an) (?:\w+[- ]){0,3}?(?:lady|gentleman|man|woman|patient|person|family"
    r"|chap|couple|client|tenant)|on my caseload|(?:lady|gentleman|patient|family) (?:on"
    r"|under) (?:our|my) (?:books|care|list))"
)
_FOR_OTHERS = re.compile(
    r"\b(?:on behalf of|for (?:my|our|a) (?:\w+ )?{rel}|(?:it's|its|it is|i'm (?:asking"
    r"|ringing|calling|writing)|ringing|calling|asking|enquiring|messaging|this is) "
    r"(?:about|for|regarding) (?:my|our|a|me(?= m[ua]m| dad| nan)|mum|dad|mam|nan)\b(?! "
    r"(?:own|self|knee|hip|house|garden|home))|(?:it's|its) (?:not )?for (?:my|our|mum|dad"
    r"|mam|nan)|"
    r"not for me|isn't for me|someone (?:i know|on my street|else)|(?:an? )?(?:old|elderly"
    r"|young) (?:lady|man|gentleman|couple|fella|chap|woman|lad|bloke) (?:on|in|down|up"
    r"|over|across|at|from|who)|"
    r"worried (?:sick )?about (?:my|our|a|the|mum|dad|mam|nan|him|her|them)|concerned "
    r"(?:about|for) (?:my|our|a|the|mum|dad|him|her)|help (?:for )?(?:my|our) (?!self|own"
    r"|knee|back|leg|hip|house|home|garden|shopping|money|bills))".replace("{rel}", r"\w+")
)
_NEEDING = (
    r"(?:is|isn't|'s|was|are|aren't|needs?|need|can't|cannot|can not|cant|couldn't|could "
    r"do with|won't|doesn't|don't|has|hasn't|had|have|keeps?|struggl\w+|falls?|fell"
    r"|forgets?|wants?|would|gets?|got|lives?|feels?|seems?|"
    r"looks?|sits?|never|hardly|barely|refuses?|lost|used to|just|not|never|loves?|went"
    r"|goes|stopped|only|no longer|might|may|must|should|drinks?|spends?|says)"
)
_SELF = re.compile(
    r"\b(?:i'?m|i am|i feel|i've|i have|i need|i can'?t|i cannot|i cant|i don'?t|i get|i "
    r"keep|i live|i want|i'd like|i'd love|i would like|i could do with|i struggle|i lost"
    r"|i miss|i used to|i haven't|i never|i just|i fell|i only|i got|"
    r"i sit|i hate|i worry|i hardly|i fancy|i wish|my (?:own )?(?:knees?|hips?|backs?"
    r"|legs?|house|flat|home|money|bills|memory|mood|nerves|health|heart|eyes|eyesight"
    r"|hearing|hands?|feet|life|days|rent|benefits?|pip|landlord|job|diabetes|stroke"
    r"|arthritis|"
    r"depression|anxiety|garden|husband died|wife died|mum died|dad died|pension|debts?"
    r"|gas|electric|heating|balance|breathing|chest|shoulder|operation)|for myself|for me\b"
    r"|it'?s me\b|about me\b|myself|help me\b|leaves me|makes me|me and my)"
)
_MINOR_SELF = re.compile(
    r"\b(?:i'?m|i am) (?:(?:really |so |very |a bit |just |getting |quite )*(?:worried"
    r"|concerned|ringing|calling|asking|writing|her|his|their|the|a (?:neighbour|friend"
    r"|carer for)|looking for|trying to|messaging|after|enquiring|hoping|not sure"
    r"|wondering|sure|contacting|afraid (?:my|she|he|for))|(?:her|his|their|mum's|dad's) )"
    r"|"
    r"i (?:need|want|would like|'d like) (?:some )?(?:help|advice|support|something"
    r"|someone|somebody|to (?:ask|talk|know|find)|information)? ?(?:for|with|about|to help"
    r"|who can help|regarding) (?:my |our |a |me )?(?:mum|mam|mom|dad|nan|gran|grandad"
    r"|husband|wife|son|daughter|neighbour|friend|brother|sister|partner|mother|father"
    r"|uncle|aunt\w*|him|her|them)\b|"
    r"i (?:live|don't live|can't get) (?:miles|far|too far|near|away|down|up|next door"
    r"|there|over there)|i don'?t know (?:what to do|where|how|who|if)|i can'?t (?:be "
    r"there|get there|always|visit|keep going round|get him|get her|look after (?:him"
    r"|her))"
)
_OWN_STRAIN = re.compile(
    r"\b(?:i'?m|i am|i feel|i've|i) (?:\w+ ){0,3}?(?:exhausted|knackered|shattered|worn "
    r"out|lonely|tired|at the end of my|burnt out|burned out|struggling|can'?t (?:cope|go "
    r"on|do this|carry on|take|sleep|leave)|need a break|depressed|low|on my own|stressed"
    r"|isolated|"
    r"lost without|no time for myself|at my wits|not coping|had enough|had it|alone|done "
    r"in|broken|breaking|losing it)|i look after|i care for|i'm caring for|i am caring for"
    r"|i'm (?:his|her|their|mum's|dad's) (?:full[- ]time )?carer|\bi\b[^.]{0,40} since "
    r"(?:he|she|my \w+|mum|dad) (?:died|passed)|my (?:husband|wife|mum|dad|partner) "
    r"(?:died|passed)"
)


def read_about(text: str) -> str | None:
    """ "self", "other" (somebody the writer knows) or "client" (somebody supported in a job); None
    if it cannot be told.

    A carer who speaks of their own strain is "self" even when the message is full of the one they
    care for.
    """
    low = say_lower(text)
    if _CLIENT.search(low):
        return "client"
    if _OWN_STRAIN.search(low) and not _FOR_OTHERS.search(low):
        return "self"
    other = bool(_FOR_OTHERS.search(low)) or _somebody_needs(text, low)
    own = bool(_SELF.search(_MINOR_SELF.sub(" ", low)))
    if other:
        return "self" if own and not _FOR_OTHERS.search(low) and _self_comes_first(low) else "other"
    return "self" if own else None


def _somebody_needs(text: str, low: str) -> bool:
    """Whether somebody of private life, who is alive, is the one of whom the sentence tells."""
    return any(
        mention.relation in HOUSEHOLD
        and not mention.gone
        and not re.search(
            r"\b(?:with|and|by|from|to|of|like|got|have|miss|since|see|than)$",
            low[: mention.start].rstrip(),
        )
        and re.match(
            rf"(?: [\w']+| in [\w ]+?)?(?:,)?(?: who)?(?:'s| {_NEEDING})\b",
            low[mention.end : mention.end + 60],
        )
        and not re.match(
            r"(?: \w+)? (?:comes|pops|rings|visits|helps|does|brings|takes|calls|drives|lives "
            r"(?:away|abroad|miles)|has moved|moved|is (?:abroad|away|busy|good|great|a)|died)",
            low[mention.end :],
        )
        for mention in find_mentions(text)
    )


def _self_comes_first(low: str) -> bool:
    """Whether the writer's own need opens the message."""
    own = _SELF.search(_MINOR_SELF.sub(lambda m: " " * len(m.group()), low))
    somebody = re.search(
        r"\b(?:my|our|me) (?:mum|mam|mom|dad|nan|gran\w*|husband|wife|son|daughter|neighbour"
        r"|friend|brother|sister|partner|mother|father)\b|^(?:mum|dad|mam|nan)\b",
        low,
    )
    return own is not None and (somebody is None or own.start() < somebody.start())
