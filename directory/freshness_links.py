"""The link with which a group keeps its entry right, without an account."""

import uuid
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import datetime

from itsdangerous import BadSignature, Signer
from sqlalchemy import update
from sqlalchemy.orm import Session

from directory.errors import NoSuchLink
from directory.freshness_audit import DOORSTEP, record_entry_act
from directory.freshness_rules import freshness_rules
from storage.tables.directory import Service
from storage.tables.freshness import GroupLink


def make_link(
    session: Session, service_id: uuid.UUID, *, by: uuid.UUID | str = DOORSTEP, at: datetime
) -> GroupLink:
    """Make a link for an entry's group. Earlier ones go on: no old letter is a dead end."""
    link = GroupLink(
        service_id=service_id,
        made_by=str(by),
        made_at=at,
        ends_at=at + freshness_rules().days("link"),
    )
    session.add(link)
    session.flush()
    record_entry_act(session, "group_link_made", service_id, by=by, at=at, link=str(link.id))
    return link


def token_of(link_id: uuid.UUID, *, secret: str) -> str:
    """Return the token of ``/g/{token}``: signed, so that nobody can make one up."""
    short = urlsafe_b64encode(link_id.bytes).rstrip(b"=")  # it stands in texts of 306 characters
    return _signer(secret).sign(short).decode()


def entry_of_link(session: Session, token: str, *, secret: str, at: datetime) -> Service:
    """Return the entry that a link opens, hidden or not. Raises NoSuchLink for any other token."""
    try:
        link_id = uuid.UUID(bytes=urlsafe_b64decode(_signer(secret).unsign(token) + b"=="))
    except (BadSignature, ValueError) as problem:
        raise NoSuchLink("This link opens nothing.") from problem
    link = session.get(GroupLink, link_id)
    if link is None or link.revoked_at or at > link.ends_at:
        raise NoSuchLink("This link has ended.")
    service = session.get(Service, link.service_id, with_for_update=True)
    if service is None or service.removed_at:
        raise NoSuchLink("The entry of this link is gone.")
    return service


def end_links(session: Session, service_id: uuid.UUID, *, by: uuid.UUID, at: datetime) -> None:
    """End every link of an entry, as when somebody has left the group."""
    session.execute(
        update(GroupLink)
        .where(GroupLink.service_id == service_id, GroupLink.revoked_at.is_(None))
        .values(revoked_at=at)
    )
    record_entry_act(session, "group_links_ended", service_id, by=by, at=at)


def _signer(secret: str) -> Signer:
    return Signer(secret, salt="group entry")
