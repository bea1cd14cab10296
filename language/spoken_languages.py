"""Which languages somebody speaks or asks for."""

from __future__ import annotations

import re

from language.words import say_lower

LANGUAGES = [
    "Albanian",
    "Amharic",
    "Arabic",
    "Bengali",
    "Bulgarian",
    "Cantonese",
    "Chinese",
    "Croatian",
    "Czech",
    "Dari",
    "Dutch",
    "Farsi",
    "French",
    "German",
    "Greek",
    "Gujarati",
    "Hausa",
    "Hebrew",
    "Hindi",
    "Hungarian",
    "Igbo",
    "Irish",
    "Italian",
    "Japanese",
    "Kurdish",
    "Latvian",
    "Lithuanian",
    "Malayalam",
    "Mandarin",
    "Nepali",
    "Oromo",
    "Pashto",
    "Persian",
    "Polish",
    "Portuguese",
    "Punjabi",
    "Romani",
    "Romanian",
    "Russian",
    "Serbian",
    "Shona",
    "Sinhala",
    "Slovak",
    "Somali",
    "Spanish",
    "Swahili",
    "Sylheti",
    "Tagalog",
    "Tamil",
    "Telugu",
    "Thai",
    "Tigrinya",
    "Turkish",
    "Twi",
    "Ukrainian",
    "Urdu",
    "Vietnamese",
    "Welsh",
    "Yiddish",
    "Yoruba",
]
_ALSO = {
    "bangla": "Bengali",
    "panjabi": "Punjabi",
    "cymraeg": "Welsh",
    "polski": "Polish",
    "bsl": "British Sign Language",
    "british sign language": "British Sign Language",
    "sign language": "British Sign Language",
    "makaton": "Makaton",
    "patois": "Patois",
    "po polsku": "Polish",
    "espanol": "Spanish",
    "español": "Spanish",
    "francais": "French",
    "putonghua": "Mandarin",
    "filipino": "Tagalog",
    "ukranian": "Ukrainian",
    "roumanian": "Romanian",
    "gaelic": "Gaelic",
    "mirpuri": "Mirpuri",
    "pahari": "Pahari",
    "sorani": "Kurdish",
}
_BY_WORD = {name.lower(): name for name in LANGUAGES} | _ALSO
_SIGNED = {"British Sign Language", "Makaton"}
_NAME = re.compile(
    r"\b(" + "|".join(sorted(map(re.escape, _BY_WORD), key=len, reverse=True)) + r")\b"
)
_CUE_BEFORE = re.compile(
    r"\b(?:speak|speaks|speaking|spoke|talk|talks|talking|in|only|language is|language:?"
    r"|understands?|reads?|writes?|into|do you do|prefer|know|"
    r"first language|mother tongue|bit of|fluent|little|signs?|teach|uses?|needs?|want|and"
    r"|or|,)(?: (?:is|in|only|some|fluent|good|a bit of|a little|an?))*$"
)
_CUE_AFTER = re.compile(
    r"^ ?(?:speak\w*|interpreter|translat\w+|language|please|plz|version|or |and |only|as "
    r"(?:a|my) )"
)


def find_languages(text: str) -> list[str]:
    """Languages spoken or asked for, each once: "Polish", "British Sign Language". English is not
    listed, and *a Polish shop* or *Turkish food* is none.
    """
    plain = say_lower(text)
    found = (m for m in _NAME.finditer(plain) if _is_spoken(plain, m))
    return list(dict.fromkeys(_BY_WORD[m.group()] for m in found))


def _is_spoken(plain: str, match: re.Match[str]) -> bool:
    if _BY_WORD[match.group()] in _SIGNED:
        return True
    after = plain[match.end() :]
    if re.match(
        r" (?:food|shop|restaurant|takeaway|cafe|cake|church|deli|dressing|rarebit|council"
        r"|government|assembly|barber|bath|man|woman|lady|boy|girl|community|people"
        r"|neighbou?r)",
        after,
    ):
        return False
    alone = len(plain.split()) <= 3
    return alone or bool(
        _CUE_BEFORE.search(plain[: match.start()].rstrip()) or _CUE_AFTER.search(after)
    )
