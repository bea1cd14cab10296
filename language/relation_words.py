"""Who people are to each other, in the words residents use; one plain word for each relation."""

from __future__ import annotations

from language.vocabulary import list_words

_WORDS = {
    "mother": "mum mam mom mummy mother mams mums mama maw ammi amma mamma",
    "father": "dad daddy father da dada papa abbu abba baba",
    "parents": "parents folks",
    "husband": "husband hubby hubbie",
    "wife": "wife missus missis wifey",
    "partner": "partner boyfriend girlfriend fiance fiancé fiancée fella bloke",
    "former partner": "ex ex-husband ex-wife ex-partner",
    "son": "son sons lad lads",
    "daughter": "daughter daughters lass",
    "children": "kids children kid child bairns bairn weans baby",
    "grandmother": "nan nana nanna nanny gran granny grandma grandmother nain mamgu nani dadi",
    "grandfather": "grandad granddad grandpa grandfather gramps taid tadcu dadaji",
    "grandparents": "grandparents",
    "grandson": "grandson grandsons",
    "granddaughter": "granddaughter granddaughters grandaughter",
    "grandchildren": "grandchildren grandkids grandchild grandbairns",
    "sister": "sister sisters sis",
    "brother": "brother brothers bro",
    "aunt": "aunt auntie aunty",
    "uncle": "uncle",
    "niece": "niece nieces",
    "nephew": "nephew nephews",
    "cousin": "cousin cousins",
    "family": "family relatives",
    "friend": "friend friends mate mates pal pals bestie buddy",
    "neighbour": "neighbour neighbours neighbor neighbors",
    "housemate": "flatmate housemate lodger",
    "landlord": "landlord landlady",
    "carer": "carer carers caregiver",
    "social worker": "sw",
    "client": "client patient tenant",
}

_PHRASES = {
    "mother-in-law": "mother in law, mother-in-law, mum in law, mum-in-law",
    "father-in-law": "father in law, father-in-law, dad in law, dad-in-law",
    "sister-in-law": "sister in law, sister-in-law",
    "brother-in-law": "brother in law, brother-in-law",
    "daughter-in-law": "daughter in law, daughter-in-law",
    "son-in-law": "son in law, son-in-law",
    "parents-in-law": "in-laws, in laws",
    "stepson": "step son, step-son, stepson",
    "stepdaughter": "step daughter, step-daughter, stepdaughter",
    "stepmother": "stepmum, step mum, step-mum, stepmother",
    "stepfather": "stepdad, step dad, step-dad, stepfather",
    "great-grandchildren": "great grandchildren, great-grandchildren, great grandkids",
    "husband": "old man, other half",
    "partner": "significant other",
    "neighbour": "lady next door, woman next door, man next door, couple next door, bloke next "
    "door, "
    "chap next door, girl next door, "
    "fella next door, family next door, lady upstairs, man upstairs, woman upstairs, "
    "lady "
    "downstairs, man downstairs, "
    "woman downstairs, lady over the road, man over the road, woman over the road, "
    "couple "
    "over the road, lady opposite, "
    "man opposite, woman opposite, people next door, lad next door, bloke upstairs, "
    "them "
    "next door, lady across the road, "
    "man across the road, woman across the road, people upstairs",
    "social worker": "social worker",
    "support worker": "support worker, key worker, keyworker, outreach worker",
    "care assistant": "home help, care worker, personal assistant, care assistant",
    "cleaner": "cleaner",
    "warden": "warden, scheme manager",
    "nurse": "district nurse, community nurse, nurse",
    "doctor": "gp, doctor",
    "vicar": "vicar, priest, imam, rabbi, pastor, minister, granthi",
    "client": "service user, patient of mine, client of mine, tenant of mine, one of my patients, "
    "one of my clients, one of my tenants, "
    "one of our patients, one of our clients, one of our tenants, one of our residents",
    "former partner": "ex husband, ex wife, ex partner",
}

RELATION_OF = {word: relation for relation, words in _WORDS.items() for word in words.split()} | {
    " ".join(phrase.split()): relation
    for relation, phrases in _PHRASES.items()
    for phrase in phrases.split(",")
}
"""What a word or phrase says of somebody, as one plain word."""

SAID_WITHOUT_MY = list_words("""
mum mam mom mummy dad daddy nan nana nanna gran granny grandma grandad granddad grandpa hubby
hubbie neighbour neighbours auntie ammi abbu
""")
"""Words used like names, without *my* before them."""

HOUSEHOLD = frozenset(
    {
        "mother",
        "father",
        "parents",
        "husband",
        "wife",
        "partner",
        "son",
        "daughter",
        "children",
        "grandmother",
        "grandfather",
        "sister",
        "brother",
        "aunt",
        "uncle",
        "friend",
        "neighbour",
        "cousin",
        "niece",
        "nephew",
        "grandson",
        "granddaughter",
        "grandchildren",
        "mother-in-law",
        "father-in-law",
        "stepson",
        "stepdaughter",
        "stepmother",
        "stepfather",
        "housemate",
        "sister-in-law",
        "brother-in-law",
        "grandparents",
        "family",
        "parents-in-law",
        "daughter-in-law",
        "son-in-law",
    }
)
"""Relations of private life, as against those of somebody's job."""
