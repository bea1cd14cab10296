"""What makes it harder for somebody to get somewhere, be heard or take part."""

from __future__ import annotations

import re

from language.words import say_lower

_NEEDS = {
    "wheelchair": r"wheel ?chairs?|mobility scooter|power ?chair",
    "walking aid": r"zimmer(?: frame)?|walking (?:frame|stick|aid)|rollator|crutches|with (?:a|my"
    r"|her"
    r"|his) (?:stick|frame)|walker(?= frame)|tri-?walker",
    "cannot walk far": r"(?:can't|cannot|can not|cant|struggles? to|hard to|unable to|difficulty"
    r"|trouble"
    r"|couldn't|can hardly|can barely|don't) (?:really )?walk(?:ing)?(?: (?:far|much|very "
    r"far|that far|well))?|not good on (?:my|her|his) (?:feet|legs|pins)|unsteady|bad "
    r"(?:knees?|hips?|legs?)|wobbly on|can't get about|legs (?:are|have) (?:gone|bad)",
    "no stairs": r"(?:can't|cannot|cant|can not|couldn't) (?:do|manage|climb|get up|use|get "
    r"down)(?: "
    r"the)? (?:stairs|steps)|no (?:stairs|steps)|step[- ]free|stairs are (?:too much|a "
    r"problem|hard)|ground floor only|no lift (?:in|at|here)|(?:struggles?|trouble"
    r"|difficulty) (?:on|with|getting up) (?:the )?(?:stairs|steps)|needs? a (?:ramp"
    r"|lift)\b(?! to)",
    "housebound": r"house ?bound|bed ?bound|can't (?:get|go) out(?: of the house)?|cannot (?:get"
    r"|go) "
    r"out"
    r"|never (?:go|goes|get|gets) out|can't leave the (?:house|flat)|cant get out|stuck "
    r"indoors|stuck in the house|stuck in(?: the)? flat|doesn't go out|can't get out the "
    r"house",
    "no transport": r"(?:don't|doesn't|can't|cannot|do not|cant|dont|no longer|not"
    r"|never) (?:able to "
    r")?(?:drive|driving)|no car|no (?:bus|buses|transport)|haven't got a car|without a "
    r"car|no way of getting there|can't get (?:there|anywhere)|lost my licen[cs]e|gave up "
    r"driving|buses? (?:don't|doesn't) (?:run|come|go)",
    "hearing": r"deaf(?:ened|blind)?|hard of hearing|hearing (?:aids?|loss|loop|impair\w+)|can't "
    r"hear"
    r"|cannot hear|don't hear|cant hear|hear very well|lip ?read\w*|bad hearing|poor "
    r"hearing|hearing(?:'s| is) (?:bad|poor|going|not)",
    "sight": r"blind|partially sighted|sight (?:loss|impair\w+)|visual(?:ly)? impair\w*|can't "
    r"see(?: (?:well|very well|properly|much|to read))?|cannot see|macular|glaucoma"
    r"|cataracts?|eyesight(?:'s| is) (?:bad|poor|going|failing)|losing my sight|guide dog"
    r"|my eyes are (?:bad|going)|poor (?:eye)?sight|vi\b(?= person)",
    "large print": r"large print|big print|bigger (?:print|letters|writing)|large letters|easy[- "
    r"]read",
    "braille": r"braille",
    "interpreter": r"interpreter|translator|(?:don't|doesn't|does not|do not|can't|not|little|no"
    r"|dont"
    r"|not "
    r"much|my|very) (?:really )?(?:speak |understand |have |much |good |good at "
    r")*english(?: is| isn't| not)?(?: (?:very )?(?:good|well|bad|poor|little))?|english "
    r"is not|english isn't|not good english",
    "sign language": r"bsl|sign language|makaton",
    "speech": r"stammer|stutter|(?:can't|cannot|struggle to|hard to|difficulty) (?:talk|speak"
    r"|speaking|talking)\b(?! (?:to|with|about|english))|aphasia|speech (?:difficult\w+"
    r"|problem|impair\w+)|slurr\w+|lost (?:my|her|his) (?:speech|voice)",
    "reading": r"can't read(?: or write)?|cannot read|dyslexi[ac]|can't write|not (?:a )?(?:good"
    r"|great)(?: at)? read(?:er|ing)|struggle with reading|never learn(?:ed|t) to read"
    r"|reading is hard",
    "memory": r"dementia|alzheimer'?s?|memory (?:problems?|loss)|forgets? things|gets confused"
    r"|memory(?:'s| is) (?:bad|going|not)",
    "learning disability": (
        r"learning (?:disabilit\w+|difficult\w+)|down'?s? syndrome"
        r"|special needs"
    ),
    "autism": r"autis\w+|asperger'?s?|adhd|sensory|neuro ?diver\w+|too noisy|loud noises?|can't "
    r"(?:cope with|do|stand) (?:crowds|noise|groups)",
    "anxious in groups": r"(?:anxious|nervous|scared|panic\w*|frightened|hate|don't like|can't face"
    r"|shy"
    r"|worried)(?: \w+){0,3} (?:groups?|crowds|new people|big groups|strangers|new places"
    r"|going out|walking in)(?: alone| on my own)?|social anxiety|agoraphobi\w+",
    "breathing": r"oxygen|copd|emphysema|breathless|out of breath|inhaler",
    "toilet nearby": r"(?:need|near|close to)(?: \w+){0,3} (?:toilet|loo)\b|incontinen\w+|ibs\b"
    r"|crohn'?s"
    r"|catheter|stoma|colostomy|weak bladder",
    "no internet": r"(?:not|no|don't|never|cant|can't|haven't got|do not|isn't|not very good)(?: "
    r"\w+){0,4} (?:internet|online|computers?|wi-?fi|smart ?phone|e-?mail|broadband"
    r"|tech\w*)|not online",
    "no phone calls": r"(?:can't|cannot|hate|don't like|not good|struggle|dont like|no good|rather "
    r"not)(?: "
    r"\w+){0,3} (?:phone calls|(?:on|using|use|with|talking on|answer|by) (?:the "
    r")?(?:phone|telephone)|talking on the phone)",
    "carer comes too": r"(?:carer|support worker|pa|someone|wife|husband|daughter"
    r"|son)(?: \w+){0,3} "
    r"(?:comes?"
    r"|with|come along) (?:too|with|along|me)\b|needs? (?:a carer|someone) with",
    "childcare": r"(?:no|need|without|can't get|cant get|haven't got) (?:childcare|a babysitter|a "
    r"sitter|anyone to (?:mind|watch|have) the (?:kids|children|baby))|bring (?:the|my) "
    r"(?:kids|children|baby|toddler)",
    "caring times": r"can't leave (?:him|her|them|my \w+|mum|dad)(?: alone| on (?:his|her) own)?"
    r"|cannot "
    r"leave (?:him|her|them)|cant leave (?:him|her)",
    "low cost": r"can't afford|cannot afford|cant afford|has to be free|needs? to be free|no money "
    r"for"
    r"|on a budget|free (?:or cheap|of charge|only)|only if it'?s free",
}
_PATTERNS = {need: re.compile(rf"\b(?:{pattern})(?!\w)") for need, pattern in _NEEDS.items()}
_DENIED = re.compile(
    r"\b(?:not|isn't|don't (?:have|need|use|want)|no longer (?:need|use)s?|doesn't (?:have"
    r"|need|use)|never|without|no)(?: an?| any| my| the)?$"
)
_FIGURATIVE = re.compile(
    r"blind (?:date|eye|spot|panic|drunk)|tone deaf|deaf ears|blinds\b|turn a blind"
)


def find_access_needs(text: str) -> list[str]:
    """Access needs in plain words, each once: "wheelchair", "hearing", "no transport",
    "interpreter".
    """
    plain = _FIGURATIVE.sub(" ", say_lower(text))
    return [
        need
        for need, pattern in _PATTERNS.items()
        if any(_holds(plain, m) for m in pattern.finditer(plain))
    ]


def _holds(plain: str, match: re.Match[str]) -> bool:
    return not _DENIED.search(plain[: match.start()].rstrip())
