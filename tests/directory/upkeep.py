"""Small entries, and people who report them, for tests of freshness, availability and reports."""

import json
import uuid
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from directory.load import load_directory
from storage.tables.conversations import Conversation
from storage.tables.directory import Service
from storage.tables.referrals import AuditLine
from tests.referrals import scene

MOBILE = "+447700900456"
"""Bev's, of the lunch club: published in its entry."""


def load_entries(session: Session, folder: Path, at: datetime, *given: dict[str, Any]) -> None:
    """Load a feed of small entries; each needs a ``number`` and takes what else a feed may say."""
    path = folder / "feed.json"
    path.write_text(json.dumps({"services": [_record(**one) for one in given]}), encoding="utf-8")
    load_directory(session, path, at=at, name="clubs")


def _record(number: int, name: str = "", phone: str = "", **more: Any) -> dict[str, Any]:
    record: dict[str, Any] = {
        "id": entry_id(number),
        "name": name or f"Lunch club {number}",
        "status": "active",
    }
    if phone:
        record["contacts"] = [{"id": f"c{number}", "phones": [{"id": "p", "number": phone}]}]
    return record | {"description": "A warm meal and company for lonely people."} | more


def entry_id(number: int) -> str:
    """Return the id of the entry with a number."""
    return f"00000000-0000-4000-8000-{number:012}"


def entry(session: Session, number: int = 1) -> Service:
    """Return an entry as the database has it now."""
    session.flush()
    session.expire_all()
    return session.get_one(Service, uuid.UUID(entry_id(number)))


def caller(session: Session, at: datetime, sender: str | None = None) -> Conversation:
    """Somebody who talks to us, by text where they have a number."""
    return scene.conversation(session, at, "sms" if sender else "web", sender)


def acts(session: Session, number: int = 1) -> list[str]:
    """Return what the audit says was done to an entry, in order."""
    query = (
        select(AuditLine.act).where(AuditLine.subject_id == entry_id(number)).order_by(AuditLine.id)
    )
    return list(session.scalars(query))
