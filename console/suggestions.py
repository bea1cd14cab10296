"""Suggestions from the directory for one resident, by their themes, words and place."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from directory.places import find_place
from directory.search import FoundService, find_services
from people.story import Story

MOST = 6


@dataclass(frozen=True)
class Suggestions:
    """What the directory offers, and what it was asked for."""

    words: str
    place: str
    services: Sequence[FoundService]


def suggest(session: Session, story: Story, *, asked: str, near: str, at: datetime) -> Suggestions:
    """Search by the story, or by the coordinator's own words and place where they give some."""
    place = find_place(session, near or story.last("place") or "")
    themes = () if asked else story.values("theme")
    words = asked or " ".join((*story.values("matters"), *story.values("wish")))
    services = (
        find_services(session, words=words, themes=themes, place=place, at=at, limit=MOST)
        if words or themes
        else []
    )
    return Suggestions(words=asked, place=place.name if place else "", services=services)
