"""Turns a record of Open Referral UK 1, HSDS 1.1 or Outpost into the shape of version 3."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from directory.feeds.hours import read_day
from directory.feeds.locations import read_location
from directory.feeds.renaming import is_empty, old_names, records_in, rename_parts, renamed
from directory.mending import is_blank
from directory.words import say

Record = dict[str, Any]


def as_version_3(raw: Any) -> Any:
    """Return a service with version 3's names and nesting; what has them already is as it was.

    Nothing is mended or judged here: values stay as they came.
    """
    if not isinstance(raw, dict):
        return raw
    service = renamed(raw, "service")
    _organise(service)
    _times(service)
    _say_who_may_come(service)
    _say_words(service)
    _terms(service)
    _places(service)
    _contacts(service)
    rename_parts(service, "cost_options", "cost_option")
    rename_parts(service, "service_areas", "area")
    _speak(service)
    return service


def as_terms(raws: Iterable[Any]) -> list[Any]:
    """Return taxonomy terms with version 3's names."""
    return [renamed(raw, "term") if isinstance(raw, dict) else raw for raw in raws]


def _organise(service: Record) -> None:
    organisations = records_in(service.get("organization"))
    if organisations:
        organisation = renamed(organisations[0], "organization")
        _move_phones(organisation, organisation)
        service["organization"] = organisation


def _times(owner: Record) -> None:
    """Join regular and holiday schedules into `schedules`, each with days and dates as v3's."""
    gathered: list[Any] = []
    for key in ("schedules", "regular_schedules", "regular_schedule"):
        value = owner.pop(key, None)
        gathered += value if isinstance(value, list) else [value] if value else []
    lines = [_line(one) if isinstance(one, dict) else one for one in gathered]
    for key in ("holiday_schedules", "holiday_schedule", "holidayScheduleCollection"):
        lines += [_holiday(one) for one in records_in(owner.pop(key, None))]
    if lines:
        owner["schedules"] = lines


def _line(raw: Mapping[str, Any]) -> Record:
    line = renamed(raw, "schedule")
    freq = old_names()["freq"].get(str(line.get("freq") or "").strip().lower())
    if freq:
        line["freq"] = freq
    weekday = line.pop("weekday", None)
    if weekday not in (None, "") and is_empty(line.get("byday")):
        line["byday"] = read_day(weekday) or weekday
        line["freq"] = line.get("freq") or "WEEKLY"
    place = line.pop("service_at_location", None)
    if isinstance(place, dict) and not line.get("service_at_location_id"):
        line["service_at_location_id"] = place.get("id")
    return line


def _holiday(raw: Mapping[str, Any]) -> Record:
    line = renamed(raw, "schedule")
    closed = str(line.pop("closed", "")).strip().lower() in ("true", "1", "yes", "y", "t")
    if closed:
        line.pop("opens_at", None)
        line.pop("closes_at", None)
        line["description"] = say(
            "feed",
            "closed_between",
            first=str(line.get("valid_from") or "?")[:10],
            last=str(line.get("valid_to") or "?")[:10],
        )
    return line


def _say_who_may_come(service: Record) -> None:
    lines = service.pop("eligibility", None)
    if isinstance(lines, str):
        service.setdefault("eligibility_description", lines)
    said = []
    for line in records_in(lines):
        for bound in ("minimum_age", "maximum_age"):
            if is_empty(service.get(bound)) and not is_empty(line.get(bound)):
                service[bound] = line[bound]
        said += [line["eligibility"]] if isinstance(line.get("eligibility"), str) else []
    if said and not service.get("eligibility_description"):
        service["eligibility_description"] = ", ".join(dict.fromkeys(said))


def _say_words(service: Record) -> None:
    """Bring in what Outpost and Placecube tell in members of their own."""
    stamp = service.get("last_modified")
    if isinstance(stamp, dict):  # MongoDB's way: {"$date": …}
        service["last_modified"] = stamp.get("$date")
    about = service.pop("pc_metadata", None)
    if isinstance(about, dict):
        for ours, theirs in (("last_modified", "date_modified"), ("assured_date", "date_assured")):
            if is_empty(service.get(ours)) and about.get(theirs):
                service[ours] = about[theirs]
    if service.pop("free", None) is True and not service.get("fees"):
        service["fees"] = say("cost", "free")
    if service.pop("needs_referral", None) is True and not service.get("application_process"):
        service["application_process"] = say("feed", "needs_referral")
    if is_blank(service.get("fees")) and service.get("fees_description"):
        service["fees"] = service["fees_description"]
    links = [link for link in records_in(service.pop("links", None)) if link.get("url")]
    if links and not service.get("url"):
        service["url"] = links[0]["url"]
    offer = service.pop("local_offer", None)
    if isinstance(offer, dict) and isinstance(offer.get("description"), str):
        told = service.get("description")
        parts = [told] if isinstance(told, str) and not is_blank(told) else []
        service["description"] = "\n\n".join([*parts, offer["description"]])


def _terms(service: Record) -> None:
    """Make every way of tagging a service an attribute with a taxonomy term."""
    found: list[Any] = []
    for link in records_in(service.pop("service_taxonomys", None)):
        found += _attributes([link.get("taxonomy")], "Categories", link.get("id"))
    for link in records_in(service.pop("service_taxonomies", None)):
        found += _attributes([link.get("taxonomy")], "Categories", link.get("id"))
    for key, taxonomy in old_names()["term_lists"].items():
        value = service.get(key)
        if isinstance(value, list):
            found += _attributes(service.pop(key), taxonomy, None)
    had = service.get("attributes")
    if isinstance(had, list):
        had = [_attribute(one) for one in had]
    if found:
        service["attributes"] = [*(had or []), *found] if not isinstance(had, dict) else found
    elif had is not None:
        service["attributes"] = had


def _attribute(one: Any) -> Any:
    if isinstance(one, dict) and isinstance(one.get("taxonomy_term"), dict):
        return one | {"taxonomy_term": renamed(one["taxonomy_term"], "term")}
    return one


def _attributes(raws: Iterable[Any], taxonomy: str, link_id: Any) -> Iterator[Record]:
    for raw in raws:
        if isinstance(raw, str):
            raw = {"name": raw}
        if not isinstance(raw, dict):
            continue
        term = renamed(raw, "term")
        slug = term.pop("slug", None) or term.pop("label", None)
        term["name"] = term.get("name") or term.pop("audienceType", None) or slug
        term["taxonomy"] = term.get("taxonomy") or taxonomy
        if isinstance(term.get("parent_id"), dict):
            term["parent_id"] = term["parent_id"].get("id")
        yield {"taxonomy_term": term} | ({"id": link_id} if link_id else {})


def _places(service: Record) -> None:
    at = records_in(service.get("service_at_locations"))
    if not at:
        at = [{"location": place} for place in records_in(service.pop("locations", None))]
    service.pop("locations", None)
    for place in at:
        _times(place)
        if isinstance(place.get("location"), dict):
            location = read_location(place["location"])
            _move_phones(location, place)
            place["location"] = location
    if at:
        service["service_at_locations"] = at


def _contacts(service: Record) -> None:
    contacts = service.get("contacts")
    if isinstance(contacts, list | dict):
        service["contacts"] = [
            _contact(one) for one in records_in(contacts) if one.get("visible") is not False
        ]
    _move_phones(service, service)


def _contact(contact: Record) -> Record:
    contact.pop("visible", None)
    number = contact.pop("phone", None)
    if number and not contact.get("phones"):
        contact["phones"] = [{"number": number}]
    return contact


def _move_phones(owner: Record, to: Record) -> None:
    """Put numbers that stand on their own into a contact, where version 3 has them."""
    loose = [phone for phone in records_in(owner.pop("phones", None)) if phone.get("number")]
    had = records_in(to.get("contacts"))
    numbers = {str(one.get("number")) for each in had for one in records_in(each.get("phones"))}
    new = [phone for phone in loose if str(phone["number"]) not in numbers]
    if new:
        to["contacts"] = [*had, {"phones": new}]


def _speak(service: Record) -> None:
    languages = service.get("languages")
    if isinstance(languages, str):
        languages = [{"name": part.strip()} for part in languages.split(",")]
    if isinstance(languages, list):
        service["languages"] = [
            {"name": one.get("language")} | one
            if isinstance(one, dict) and "language" in one
            else one
            for one in languages
        ]
