"""Takes from a mended record what search and cards need, as plain data ready for the tables."""

import re
import uuid
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any

from directory.cost import amounts_of, cost_in_words, traits_of_cost
from directory.document import Document
from directory.feed import each_term
from directory.feeds.parts import NOT_GIVEN
from directory.mending import mend_postcode, read_date, read_time
from directory.opening import DAYS, read_byday
from directory.theme_words import ThemeFound, themes_of_service
from directory.traits import EVENING_FROM, traits_of_service
from directory.words import all_words, say

OUR_THEMES, OUR_KINDS, OUR_AVAILABILITY = "Doorstep themes", "Kind of service", "Availability"
"""Names of our own taxonomies; their terms carry our ids as `code`."""

STATES = frozenset({"open", "ask_first", "waiting_list", "full", "closed"})
"""What availability a feed of our own kind may say."""

CODE = 80
"""Letters of a code that the tables hold."""

MOST_WEEKS = 520
"""Longer intervals are a mistake of the feed."""

NATIONAL = re.compile(
    r"^(the )?(uk|united kingdom|great britain|gb|england( and wales)?|britain|national(ly|wide)?"
    r"|uk[- ]wide|wales|scotland|northern ireland)$",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class ServiceRecord:
    """Rows for the tables: one service, its places and its times."""

    service: dict[str, Any]
    places: tuple[dict[str, Any], ...]
    times: tuple[dict[str, Any], ...]
    search_words: dict[str, str]


def read_record(document: Document, *, at: datetime) -> ServiceRecord:
    """Read a mended document (directory.document). Pure: the same document gives the same rows."""
    service_id = uuid.UUID(document["id"])
    places = tuple(_places(document, service_id))
    times = tuple(_times(document, service_id))
    found = _themes(document)
    traits = _traits(document, times)
    service = {
        "id": service_id,
        "organisation_id": _uuid(document.get("organization_id")),
        "organisation": (document.get("organization") or {}).get("name"),
        "name": document["name"],
        "description": document.get("description"),
        "status": document["status"],
        "themes": [one.theme for one in found],
        "theme_reasons": {one.theme: list(one.words) for one in found if one.words},
        "kinds": _codes(document, OUR_KINDS),
        "traits": traits,
        "term_ids": list(dict.fromkeys(uuid.UUID(term["id"]) for term in each_term(document))),
        **_reach(document),
        "minimum_age": document.get("minimum_age"),
        "maximum_age": document.get("maximum_age"),
        "is_free": "free" in traits or None if not amounts_of(document) else "free" in traits,
        "cost": cost_in_words(document),
        **_ways_in(document),
        **availability_told(document, traits),
        "checked_at": _noon(document.get("assured_date")),
        "checked_by": document.get("assurer_email"),
        "checked_how": "feed" if _noon(document.get("assured_date")) else None,
        "modified_at": _modified(document, at),
        "document": document,
    }
    return ServiceRecord(service, places, times, _search_words(document, service))


def _uuid(value: str | None) -> uuid.UUID | None:
    return uuid.UUID(value) if value else None


def _codes(document: Document, taxonomy: str) -> list[str]:
    return [
        str(term.get("code") or term["name"])[:CODE]
        for term in each_term(document)
        if term.get("taxonomy") == taxonomy
    ]


def _themes(document: Document) -> tuple[ThemeFound, ...]:
    ours = [one for one in _codes(document, OUR_THEMES) if one in all_words()["themes"]]
    if ours:
        return tuple(ThemeFound(theme, 0, ()) for theme in ours)
    return themes_of_service(
        name=document["name"],
        description=f"{document.get('description', '')} {document.get('alert', '')}",
        terms=[str(term["name"]) for term in each_term(document)],
    )


def _places(document: Document, service_id: uuid.UUID) -> Iterator[dict[str, Any]]:
    for place in document.get("service_at_locations") or []:
        location = place.get("location") or {}
        address: Document = next(iter(location.get("addresses") or []), {})
        yield {
            "id": uuid.UUID(place["id"]),
            "service_id": service_id,
            "kind": location.get("location_type", "physical"),
            "name": location.get("name"),
            "address": _address(address),
            "postcode": mend_postcode(address.get("postal_code")),
            "ward": None,
            "latitude": location.get("latitude"),
            "longitude": location.get("longitude"),
            "document": place,
        }


def _address(address: Document) -> str | None:
    parts = (address.get(key) for key in ("address_1", "city", "postal_code"))
    given = (str(part) for part in parts if part and part != NOT_GIVEN)
    return ", ".join(dict.fromkeys(given)) or None


def _times(document: Document, service_id: uuid.UUID) -> Iterator[dict[str, Any]]:
    for schedule, place_id in _schedules(document):
        days = [day for _, day in read_byday(schedule.get("byday"))]
        yield {
            "service_id": service_id,
            "place_id": _uuid(schedule.get("service_at_location_id") or place_id),
            "freq": schedule.get("freq"),
            "interval": min(max(1, int(schedule.get("interval") or 1)), MOST_WEEKS),
            "byday": str(schedule.get("byday") or "")[:80] or None,
            "bymonthday": str(schedule.get("bymonthday") or "")[:80] or None,
            "bysetpos": _positions(schedule.get("bysetpos")),
            "days": sorted(set(days), key=DAYS.index),
            "opens_at": read_time(schedule.get("opens_at")),
            "closes_at": read_time(schedule.get("closes_at")),
            "starts_on": read_date(schedule.get("dtstart")),
            "valid_from": read_date(schedule.get("valid_from")),
            "valid_to": read_date(schedule.get("valid_to")),
            "note": schedule.get("description"),
        }


def _schedules(document: Document) -> Iterator[tuple[Document, str | None]]:
    """Give the service's schedules, then those at its places that are not the same ones."""
    seen = set()
    for schedule in document.get("schedules") or []:
        seen.add(schedule["id"])
        yield schedule, None
    for place in document.get("service_at_locations") or []:
        for schedule in place.get("schedules") or []:
            if schedule["id"] not in seen:
                yield schedule, place["id"]


def _positions(value: Any) -> str | None:
    numbers = re.findall(r"-?[1-5]\b", str(value or ""))
    return ",".join(numbers)[:20] or None


def _traits(document: Document, times: tuple[dict[str, Any], ...]) -> list[str]:
    locations = [p.get("location") or {} for p in document.get("service_at_locations") or []]
    access = [part for place in locations for part in place.get("accessibility") or []]
    keys = ("description", "details", "accessibility")
    told = traits_of_service(
        words=" . ".join(str(document.get(key) or "") for key in _TOLD),
        kinds=_codes(document, OUR_KINDS),
        place_words=" . ".join(str(part[key]) for part in access for key in keys if key in part),
        languages=[str(one["name"]) for one in document.get("languages") or [] if "name" in one],
    )
    found = [*told, *_traits_of_times(times), *traits_of_cost(document)]
    return [trait for trait in dict.fromkeys(found) if len(trait) <= CODE]


_TOLD = ("name", "description", "application_process", "eligibility_description", "alert", "fees")


def _traits_of_times(times: tuple[dict[str, Any], ...]) -> list[str]:
    days = {day for line in times for day in line["days"]}
    evening = time.fromisoformat(EVENING_FROM)
    late = any((line["closes_at"] or line["opens_at"] or time()) > evening for line in times)
    parts = [day.lower() for day in sorted(days, key=DAYS.index)]
    return parts + ["weekend"] * bool(days & {"SA", "SU"}) + ["evening"] * late


def _reach(document: Document) -> dict[str, Any]:
    areas = document.get("service_areas") or []
    names = [str(area.get("service_area") or area.get("name") or "") for area in areas]
    told = list(dict.fromkeys(name for name in names if name))
    return {"areas": told, "is_national": any(NATIONAL.match(name.strip()) for name in told)}


def _ways_in(document: Document) -> dict[str, str | None]:
    phones = [
        phone["number"]
        for contact in _contacts(document)
        for phone in contact.get("phones") or []
        if "number" in phone
    ]
    organisation = document.get("organization") or {}
    phone = phones[0] if phones else None
    email = document.get("email") or organisation.get("email")
    url = document.get("url") or organisation.get("website")
    step = document.get("application_process") or _step(document, phone, email, url)
    return {"phone": phone, "email": email, "url": url, "first_step": step}


def _contacts(document: Document) -> Iterator[Document]:
    yield from document.get("contacts") or []
    yield from (document.get("organization") or {}).get("contacts") or []
    for place in document.get("service_at_locations") or []:
        yield from place.get("contacts") or []


def _step(document: Document, phone: str | None, email: str | None, url: str | None) -> str | None:
    if phone:
        return say("first_step", "phone", phone=phone)
    if url:
        return say("first_step", "url", url=url)
    if email:
        return say("first_step", "email", email=email)
    places = document.get("service_at_locations") or [{}]
    address = _address(next(iter((places[0].get("location") or {}).get("addresses") or []), {}))
    return say("first_step", "address", address=address) if address else None


def availability_told(document: Document, traits: Collection[str]) -> dict[str, Any]:
    """Return what the feed itself tells of room for new people; ours stands above it."""
    state, until = "open", None
    for attribute in document.get("attributes") or []:
        term = attribute.get("taxonomy_term") or {}
        if term.get("taxonomy") == OUR_AVAILABILITY:
            said = str(term.get("code") or term["name"])
            state = said if said in STATES else state
            until = _date_or_none(attribute.get("value"))
    closed = "closed_in_words" in traits or document["status"] in ("defunct", "inactive")
    return {
        "availability": "closed" if closed else state,
        "availability_until": until,
        "availability_note": document.get("wait_time"),
    }


def _date_or_none(value: Any) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError:
        return None


def _noon(value: str | None) -> datetime | None:
    """Midday, so that the day is the same day in London, summer and winter."""
    day = read_date(value)
    return datetime.combine(day, time(12), tzinfo=UTC) if day else None


def _modified(document: Document, at: datetime) -> datetime:
    told = document.get("last_modified")
    return min(datetime.fromisoformat(told), at) if told else at


def _search_words(document: Document, service: dict[str, Any]) -> dict[str, str]:
    """Sort the words by weight: A name, B terms, kinds and who runs it, C told, D places."""
    terms = list(each_term(document))
    places = document.get("service_at_locations") or []
    located = [place.get("location") or {} for place in places]
    addresses = [address for place in located for address in place.get("addresses") or []]
    keys = ("address_1", "city", "region")
    return {
        "A": service["name"],
        "B": " . ".join([*(str(term["name"]) for term in terms), service["organisation"] or ""]),
        "C": " . ".join(str(document.get(key) or "") for key in _TOLD[1:]),
        "D": " . ".join(
            [*(str(place.get("name") or "") for place in located)]
            + [str(address.get(key) or "") for address in addresses for key in keys]
            + [str(term.get("description") or "") for term in terms]
            + [str((document.get("organization") or {}).get("description") or "")]
        ),
    }
