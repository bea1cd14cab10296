"""Reads how and when a resident may be contacted safely, by the patterns of data/safety."""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import yaml

from language.when import read_time
from language.words import make_plain
from language.yes_no import read_yes_no
from referrals.safe_contact import SafeWay
from settings import ROOT

FILE = ROOT / "data" / "safety" / "safe_way.yml"

NO_WAY = SafeWay(may_text=False, may_ring=False, may_leave_message=False)


def read_safe_way(text: str, *, by_text: bool) -> SafeWay | None:
    """Return what the words allow; None when they say nothing of it ("yes", "what do you mean").

    ``by_text`` says that they are texting: "this number is fine" then allows texts to it.
    """
    plain = make_plain(text).lower()
    said = {way: _is_allowed(plain, way) for way in ("text", "ring", "message")}
    pretext, when = _pretext(plain), _when(text, plain)
    if _is("this_number", plain):
        said["ring"] = True if said["ring"] is None else said["ring"]
        said["text"] = True if said["text"] is None and by_text else said["text"]
    is_anything = any(each is not None for each in said.values()) or pretext or when
    if _refuses_all(plain, said, when):
        return NO_WAY
    if not is_anything:
        return None
    if said["message"] is None and said["text"] is False:
        said["message"] = False  # who reads their texts hears their messages
    return SafeWay(said["text"], said["ring"], said["message"], when, pretext)


def _refuses_all(plain: str, said: Mapping[str, bool | None], when: str) -> bool:
    """Tell whether they say that nothing is safe, and name no way or time beside it."""
    if any(said.values()) or when:
        return False
    is_plain_no = read_yes_no(plain) is False and all(each is None for each in said.values())
    return is_plain_no or _is("no_way", plain)


def _is_allowed(plain: str, way: str) -> bool | None:
    """Return yes or no for a way; where both are said ("ring, don't text") each counts for itself.

    A way that is denied once is denied: the careful reading.
    """
    found = list(re.finditer(_patterns()["ways"][way], plain))
    if not found:
        return None
    return not any(_is_denied(plain, each) for each in found)


def _is_denied(plain: str, found: re.Match[str]) -> bool:
    before = re.search(_patterns()["not_before"], plain[: found.start()])
    after = re.search(_patterns()["not_after"], plain[found.end() :])
    inside = re.search(r"\b(?:no|not|don't|dont) ", found.group())
    return bool(before or after or inside)


def _pretext(plain: str) -> str:
    found = re.search(_patterns()["pretext"], plain)
    return found["pretext"].strip()[:200] if found else ""


def _when(text: str, plain: str) -> str:
    """Return a time in plain form, or in their words where it hangs on something else."""
    time = read_time(text)
    if time:
        return time[:200]
    found = re.search(_patterns()["only_when"], plain)
    return found.group().strip()[:200] if found else ""


def _is(name: str, plain: str) -> bool:
    return re.search(_patterns()[name], plain) is not None


@cache
def _patterns() -> Mapping[str, Any]:
    read: Mapping[str, Any] = yaml.safe_load(FILE.read_text(encoding="utf-8"))["safe_way"]
    return {**read, "no_way": re.sub(r"\s+\|", "|", read["no_way"].strip())}
