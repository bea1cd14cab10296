"""Finds the place that a resident names: postcode, outward code, street, landmark, ward, town."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rapidfuzz import fuzz, process
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from directory.place_names import name_key, name_words, postcode_key
from directory.sound import sound_key
from language.postcode import find_outward_codes, find_postcodes
from storage.tables.directory import PlaceRow

CODES = ("postcode", "outward")

NARROWEST = ("landmark", "street", "village", "neighbourhood", "ward", "town")
"""Of two names in one text the narrower place is meant: "Mill Street in Millfield"."""

LONGEST_NAME = 6
"""Words that a name may have in free text."""

NEAR_SPELLING = 86
"""Of 100, at least this alike to be a misspelling; "Marin Parade" is 92, "High Street" and
"Hill Street" are 82."""

_LEADING = frozenset(
    ("near", "by", "in", "at", "on", "from", "opposite", "round", "around", "behind", "beside")
)
_COMMON = frozenset(("the", "a", "an", "my", "our", "old", "new"))


@dataclass(frozen=True)
class Place:
    """A place and where it lies (WGS 84 degrees)."""

    name: str
    kind: str
    ward: str | None
    postcode: str | None
    latitude: float
    longitude: float


@dataclass(frozen=True)
class PlaceIndex:
    """The named places of this council by every name they have."""

    by_key: dict[str, tuple[Place, ...]]
    by_sound: dict[str, str]
    names: tuple[str, ...]
    wards: frozenset[str]


def find_place(session: Session, said: str) -> Place | None:
    """Return the place named in free words, typed or spoken, or None.

    A full postcode wins, then names (the longest first), then outward codes, then names with
    small misspellings, then names that sound the same.
    """
    if not said.strip():
        return None
    index = place_index(session)
    return (
        _by_postcode(session, said)
        or _by_name(index, said)
        or _by_outward_code(session, said)
        or _by_near_spelling(index, said)
        or _by_sound(index, said)
    )


def example_place(session: Session) -> str | None:
    """Return a postcode of ours, else a place's name, to show how a place can be said."""
    return session.scalar(
        select(PlaceRow.name)
        .order_by(PlaceRow.kind != "postcode", PlaceRow.kind != "ward", PlaceRow.id)
        .limit(1)
    )


def known_postcodes(session: Session) -> frozenset[str]:
    """Return the council's own full postcodes, for hints to speech recognition."""
    rows = session.scalars(select(PlaceRow.name).where(PlaceRow.kind == "postcode"))
    return frozenset(rows)


def place_names(session: Session) -> list[str]:
    """Return the names of places without codes, in order, for hints and for the bot's words."""
    return list(place_index(session).names)


def place_index(session: Session) -> PlaceIndex:
    """Return the named places; read again only after something has been loaded."""
    version = session.scalar(_NEWEST)
    key = f"{session.get_bind().engine.url}#{version or 0}"
    index = _CACHE.get(key)
    if index is None:
        index = _read_index(session)
        _CACHE.clear()
        _CACHE[key] = index
    return index


_NEWEST = text("SELECT max(id) FROM directory_loads")
_CACHE: dict[str, PlaceIndex] = {}


def _read_index(session: Session) -> PlaceIndex:
    rows = session.scalars(
        select(PlaceRow).where(PlaceRow.kind.not_in(CODES)).order_by(PlaceRow.id)
    ).all()
    by_key: dict[str, list[Place]] = {}
    for row in rows:
        for name in (row.name, *row.also_known_as):
            by_key.setdefault(name_key(name), []).append(_place(row))
    for town in _towns_of_services(session):
        by_key.setdefault(name_key(town.name), [town])
    return PlaceIndex(
        by_key={key: tuple(sorted(places, key=_width)) for key, places in by_key.items()},
        by_sound=_by_unique_sound(by_key),
        names=tuple(dict.fromkeys(row.name for row in rows)),
        wards=frozenset(row.name for row in rows if row.kind == "ward"),
    )


def _towns_of_services(session: Session) -> Iterator[Place]:
    """Towns that the addresses of services name, where no table of places does.

    Five addresses within about 5 km of each other are a town; "Lancashire" is wider than that.
    """
    rows = session.execute(
        text(
            "SELECT document #>> '{location,addresses,0,city}' AS city, "
            "percentile_cont(0.5) WITHIN GROUP (ORDER BY latitude), "
            "percentile_cont(0.5) WITHIN GROUP (ORDER BY longitude) "
            "FROM service_places WHERE latitude IS NOT NULL GROUP BY city "
            "HAVING count(*) >= 5 AND stddev(latitude) < 0.04 AND stddev(longitude) < 0.06 "
            "ORDER BY city"
        )
    )
    for city, latitude, longitude in rows:
        if city:
            yield Place(city, "town", None, None, float(latitude), float(longitude))


def _place(row: PlaceRow) -> Place:
    return Place(
        name=row.name,
        kind=row.kind,
        ward=row.ward,
        postcode=row.postcode,
        latitude=row.latitude,
        longitude=row.longitude,
    )


def _width(place: Place) -> int:
    return NARROWEST.index(place.kind) if place.kind in NARROWEST else len(NARROWEST)


def _by_postcode(session: Session, said: str) -> Place | None:
    for code in find_postcodes(said):
        place = _coded(session, "postcode", code) or _same_sector(session, code)
        place = place or _coded(session, "outward", code.split(" ")[0])
        if place:
            return place
    return None


def _by_outward_code(session: Session, said: str) -> Place | None:
    said = _SECTOR.sub(r"\1", said)
    found = (_coded(session, "outward", code) for code in find_outward_codes(said))
    return next((place for place in found if place), None)


_SECTOR = re.compile(r"\b([A-Z]{1,2}\d[A-Z\d]?)\s+\d(?!\w)", re.IGNORECASE)
"""The outward code and one figure more, as some tell it who do not want to be found."""


def _coded(session: Session, kind: str, code: str) -> Place | None:
    row = session.scalars(
        select(PlaceRow)
        .where(PlaceRow.kind == kind, PlaceRow.key == postcode_key(code))
        .order_by(PlaceRow.id)
        .limit(1)
    ).first()
    return _place(row) if row else None


def _same_sector(session: Session, code: str) -> Place | None:
    """A postcode that we do not have lies in the middle of those that differ in the last two."""
    sector = postcode_key(code)[:-2]
    row = session.execute(
        select(
            func.count(),
            func.avg(PlaceRow.latitude),
            func.avg(PlaceRow.longitude),
            func.mode().within_group(PlaceRow.ward),
        ).where(
            PlaceRow.kind == "postcode",
            PlaceRow.key.between(sector + "AA", sector + "ZZ"),
            func.length(PlaceRow.key) == len(sector) + 2,
        )
    ).one()
    if not row[0]:
        return None
    return Place(code, "postcode", row[3], code, float(row[1]), float(row[2]))


def _by_name(index: PlaceIndex, said: str) -> Place | None:
    words = name_words(said)
    for start, end in _spans(words):
        places = index.by_key.get(" ".join(words[start:end]))
        if places and _is_meant(words, start, end):
            return places[0]
    return None


def _spans(words: list[str]) -> Iterator[tuple[int, int]]:
    """Give every run of words, the longest first."""
    for length in range(min(LONGEST_NAME, len(words)), 0, -1):
        for start in range(len(words) - length + 1):
            yield start, start + length


def _is_meant(words: list[str], start: int, end: int) -> bool:
    """A name of one everyday word ("the bank") in a long sentence needs a word such as "near"."""
    core = [word for word in words[start:end] if word not in _COMMON]
    if not core:
        return False
    if len(core) > 1 or len(words) <= 4:
        return True
    before = [word for word in words[max(0, start - 2) : start] if word not in _COMMON]
    return bool(before) and before[-1] in _LEADING


def _by_near_spelling(index: PlaceIndex, said: str) -> Place | None:
    words = [word for word in name_words(said) if not re.fullmatch(r"\d+", word)]
    keys = [key for key in index.by_key if len(key) > 4]
    best: tuple[float, str] | None = None
    for start, end in _spans(words):
        name = " ".join(words[start:end])
        if len(name) < 5 or not _is_meant(words, start, end):
            continue
        found = process.extractOne(name, keys, scorer=fuzz.ratio, score_cutoff=NEAR_SPELLING)
        if found and (best is None or found[1] > best[0]):
            best = (found[1], found[0])
    return index.by_key[best[1]][0] if best else None


SHORTEST_SOUND = 4
"""Sounds that a name must have to be known by them: shorter ones are like too much else."""


def _by_unique_sound(keys: Iterable[str]) -> dict[str, str]:
    """Return sounds → name, of those that only one name has."""
    found: dict[str, set[str]] = {}
    for key in keys:
        found.setdefault(sound_key(key), set()).add(key)
    return {
        sound: next(iter(names))
        for sound, names in found.items()
        if len(names) == 1 and len(sound) >= SHORTEST_SOUND
    }


def _by_sound(index: PlaceIndex, said: str) -> Place | None:
    """Take what speech recognition wrote for a name: "key street", "copper hill"."""
    words = name_words(said)
    for start, end in _spans(words):
        key = index.by_sound.get(sound_key(" ".join(words[start:end])))
        if key and _is_meant(words, start, end):
            return index.by_key[key][0]
    return None
