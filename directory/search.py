"""Finds the right three things: services for what a resident says, each with its reasons."""

import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.availability import in_words
from directory.bank_holidays import bank_holidays
from directory.candidates import find_candidates
from directory.meaning import Meaning, parts_of
from directory.meaning_encoder import read_encoder
from directory.meaning_index import meaning_index
from directory.opening import LONDON, say_when
from directory.places import Place, place_index
from directory.ranking import Ranked, rank, spread
from directory.reasons import Shown, give_reasons
from directory.search_rules import search_rules
from directory.shortlist import shortlist
from directory.spelling import is_english, mend_spelling
from directory.vocabulary import read_lexemes
from directory.wish import Wish, read_wish, with_mended_words
from settings import settings
from storage.tables.directory import Service, ServiceTime

LONGEST = 4000
"""Characters of a story that are read for what they mean."""

FEW = 6
"""As many are shown to a person; whoever asks for more gets what has less to do with it too."""

DEEPEST = 60
"""Of the ranked, those among which the spread is chosen; each one chosen is weighed anew."""


@dataclass(frozen=True)
class FoundService:
    """A service that is offered. ``why`` are plain sentences of what really counted."""

    id: str
    name: str
    organisation: str | None
    score: float
    why: tuple[str, ...]
    distance_km: float | None
    when: str
    first_step: str | None
    phone: str | None
    url: str | None
    cost: str | None
    checked_at: datetime | None
    availability: str
    room: str = ""
    """What stands against going, in words, with its last day: "It is full until 22 December"."""


def find_services(
    session: Session,
    *,
    words: str = "",
    themes: Sequence[str] = (),
    place: Place | None = None,
    at: datetime,
    limit: int = 3,
    exclude: Collection[str] = (),
) -> list[FoundService]:
    """Return up to ``limit`` services for words, themes (taxonomy ids, the main one first) or both.

    ``exclude`` are ids already offered. An empty list means that nothing suitable is known: say so.
    """
    rules = search_rules()
    wish = read_wish(words, themes=themes, place=place, at=at, meaning=read_meaning(words))
    lexemes = read_lexemes(session, wish.words, wish.pairs)
    mended = {lexeme.said: lexeme.stem for lexeme in lexemes if lexeme.is_mended}
    if mended and not themes:
        wish = with_mended_words(wish, words, mended)
    if not any(is_english(lexeme.said) for lexeme in lexemes):
        wish = replace(
            wish, meaning=None
        )  # "the and of", "asdf": an encoder always finds something
    most = int(rules.at("candidates"))
    index = meaning_index(session)
    listed = shortlist(index, wish, most=most) if index else None
    candidates = find_candidates(
        session, wish, lexemes, most=most, listed=listed, exclude=_ids(exclude)
    )
    ranked = rank(candidates, wish, place_index(session), and_more=limit > FEW)
    chosen = spread(ranked[: max(DEEPEST, limit)], wish, limit=limit)
    said = {lexeme.stem: lexeme.said for lexeme in lexemes if lexeme.is_own}
    return _show(session, chosen, wish, said)


def read_meaning(words: str) -> Meaning | None:
    """Return what words mean; None where there are none, or no encoder to read them."""
    parts = parts_of(mend_spelling(words[:LONGEST]))
    encoder = read_encoder() if any(parts) else None
    return Meaning(encoder.encode(parts)) if encoder else None


def _ids(ids: Collection[str]) -> list[uuid.UUID]:
    found = []
    for one in ids:
        try:
            found.append(uuid.UUID(str(one)))
        except ValueError:
            continue
    return found


def _show(
    session: Session, chosen: Sequence[Ranked], wish: Wish, said: dict[str, str]
) -> list[FoundService]:
    """Read what the cards show, for the few that are shown."""
    ids = [one.candidate.id for one in chosen]
    if not ids:
        return []
    columns = Service.__table__.columns
    wanted = [columns[name] for name in _CARD]
    rows = {row.id: row for row in session.execute(select(*wanted).where(Service.id.in_(ids)))}
    times: dict[uuid.UUID, list[Any]] = {}
    opening = select(*ServiceTime.__table__.c).where(ServiceTime.service_id.in_(ids))
    for line in session.execute(opening.order_by(ServiceTime.id)):
        times.setdefault(line.service_id, []).append(line)
    holidays = bank_holidays(settings().council_file)
    found = []
    for one in chosen:
        row, lines = rows[one.candidate.id], times.get(one.candidate.id, [])
        shown = Shown(row.description, row.minimum_age, row.maximum_age, lines, holidays)
        found.append(
            FoundService(
                id=str(row.id),
                name=row.name,
                organisation=_other_name(row.organisation, row.name),
                score=one.score,
                why=give_reasons(one, wish, shown, said),
                distance_km=None if one.distance_km is None else round(one.distance_km, 1),
                when=say_when(lines, on=wish.at.astimezone(LONDON).date()),
                first_step=row.first_step,
                phone=row.phone,
                url=row.url,
                cost=row.cost,
                checked_at=row.checked_at,
                availability=one.availability,
                room=in_words(one.availability, one.candidate.availability_until, at=wish.at),
            )
        )
    return found


def _other_name(organisation: str | None, name: str) -> str | None:
    """A group of one service has one name: said once is enough."""
    same = organisation is not None and organisation.casefold() == name.casefold()
    return None if same else organisation


_CARD = (
    "id",
    "name",
    "organisation",
    "description",
    "first_step",
    "phone",
    "url",
    "cost",
    "checked_at",
    "minimum_age",
    "maximum_age",
)
