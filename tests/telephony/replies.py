"""Replies to put into words: what a conversation hands to the doors."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime

from conversation.message import Owner, Reply, Said

AT = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)

SAID = Said(id=1, at=AT, sent_by="assistant", text="")

REPLY = Reply(
    conversation_id=uuid.UUID(int=1),
    reference="K7M-2QF",
    said=(SAID,),
    expects="what_matters",
    owner=Owner.ASSISTANT,
)


def reply_of(*texts: str, expects: str = "what_matters") -> Reply:
    """Return a reply of plain messages."""
    return replace(REPLY, said=tuple(replace(SAID, text=text) for text in texts), expects=expects)
