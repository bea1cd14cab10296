"""How people are spoken of: what they give, how often, how near, and that there is nobody."""

import re

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
GIVES_PATTERNS = {what: re.compile(rf"\b(?:{pattern})(?!\w)") for what, pattern in _GIVES.items()}
OFTEN = re.compile(
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
LIVES = re.compile(
    r"\b(next door(?: but one)?|over the road|across the road|up the road|down the road"
    r"|round the corner|opposite|upstairs|downstairs|in the same street|down the street"
    r"|nearby|close by|near(?: me| by)|"
    r"lives? with (?:me|us|her|him)|live together|at home|miles away|far away|a long "
    r"way(?: away)?|abroad|overseas|down south|up north|hours? away|moved away|(?:\w+ "
    r")?(?:miles|minutes|hours|hrs) away|"
    r"(?:lives?|living|is|are|'s|moved|over|out|off) (?:in|to) (?!a |the |my |her |his "
    r"|pain|hospital|care|need)[a-z]+\b(?!\d)(?: zealand| america| africa)?)\b"
)
NOT_SAFE = re.compile(
    r"\b(?:hits?|hitting|hurts?|hurting|shouts? at|shouting at|screams? at|threatens?"
    r"|threatening|bull(?:y|ies)|controls?|steals?|stealing|nicks?|punch(?:es)?|slaps?"
    r"|grabs?|pushes|kicks?|locks? me|"
    r"takes? (?:all )?(?:my|her|his) (?:money|card|pension|bank card)|taking (?:my|her"
    r"|his) (?:money|pension)|beats?|abus(?:es|ive|ing)|violent|won't let me|doesn't let "
    r"me|watches me|(?:don't|not) (?:feel )?safe (?:with|around|near))\b"
)
AFRAID_OF = re.compile(
    r"\b(?:scared|afraid|frightened|terrified|wary|fear) (?:of|to be with)(?: my| our| the"
    r"| his| her)?$"
)
CONSENTING = re.compile(
    r"\b(?:got|have|has|had|there'?s|there is|it's just|just|only|it's|mainly|with|mostly"
    r"|see|and|me)(?: me)?(?: and)?$"
)
GROUPS = re.compile(
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
NOBODY = re.compile(
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
IN_NEED = re.compile(
    r"(?: \w+)?(?:'s| is| are)? ?(?:can't|cannot|cant|needs?|isn't|struggl\w+|poorly|ill"
    r"|lonely|won't|doesn't|keeps|falls|fell|forgets|has|had|got|unwell|depressed|on "
    r"(?:her|his) own|not)\b"
)
CLAUSE = re.compile(r"[.!?;]| but |, and | since |\n")
