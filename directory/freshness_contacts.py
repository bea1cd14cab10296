"""Where a group can be asked: what a coordinator wrote down, else what its entry publishes."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from directory.freshness_audit import record_entry_act
from language.phone_number import is_mobile, write_number
from storage.tables.directory import Service
from storage.tables.freshness import GroupContact

EMAIL, MOBILE, TEXT = "email", "mobile", "text"


@dataclass(frozen=True)
class Way:
    """How a group is asked: by email or text, and where."""

    way: str
    address: str


def way_to_ask(session: Session, service: Service, *, can_email: bool = True) -> Way | None:
    """Return the best way: an e-mail address, else a mobile; None if a person has to ring."""
    written = contacts_of_group(session, service.id)
    addresses = [one.value for one in written if one.kind == EMAIL]
    addresses += [service.email] if service.email else []
    if addresses and can_email:
        return Way(EMAIL, addresses[0])
    mobiles = [one.value for one in written if one.kind == MOBILE]
    mobiles += [number] if (number := published_mobile(service)) else []
    return Way(TEXT, mobiles[0]) if mobiles else None


def published_mobile(service: Service) -> str | None:
    """Return the number of the entry as +44…, if it is a mobile: a landline may read texts out."""
    number = write_number(service.phone or "")
    return number if number and is_mobile(number) else None


def entries_of_number(session: Session, number: str) -> list[Service]:
    """Return the entries whose group has this mobile, by name: written down or published."""
    if not is_mobile(number):
        return []
    digits = func.regexp_replace(func.coalesce(Service.phone, ""), "[^0-9]", "", "g")
    written = select(GroupContact.service_id).where(
        GroupContact.kind == MOBILE, GroupContact.value == number
    )
    published = digits.in_([f"0{number[3:]}", number[1:], f"0044{number[3:]}", number[3:]])
    query = (
        select(Service)
        .where(Service.removed_at.is_(None), or_(Service.id.in_(written), published))
        .order_by(Service.name, Service.id)
    )
    return list(session.scalars(query))


def contacts_of_group(session: Session, service_id: uuid.UUID) -> Sequence[GroupContact]:
    """Return what coordinators wrote down for a group, the newest first."""
    query = (
        select(GroupContact)
        .where(GroupContact.service_id == service_id)
        .order_by(GroupContact.id.desc())
    )
    return session.scalars(query).all()


def add_group_contact(
    session: Session, service_id: uuid.UUID, *, kind: str, value: str, by: uuid.UUID, at: datetime
) -> None:
    """Write down a mobile (+44…) or an e-mail address that the group said we may use."""
    row = insert(GroupContact).values(
        service_id=service_id, kind=kind, value=value, added_by=by, added_at=at
    )
    session.execute(row.on_conflict_do_nothing(index_elements=["service_id", "value"]))
    record_entry_act(session, "group_contact_added", service_id, by=by, at=at, kind=kind)


def remove_group_contact(
    session: Session, service_id: uuid.UUID, contact_id: int, *, by: uuid.UUID, at: datetime
) -> None:
    """Forget an address of a group."""
    session.execute(
        delete(GroupContact).where(
            GroupContact.id == contact_id, GroupContact.service_id == service_id
        )
    )
    record_entry_act(session, "group_contact_removed", service_id, by=by, at=at)
