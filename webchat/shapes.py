"""The chat API's bodies and answers, as pydantic models; openapi.json is made from them."""

import re
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from conversation.inbox import LONGEST
from conversation.message import Reply, Said

HALVES = re.compile("[\ud800-\udfff]")
"""Halves of a pair that JSON allows alone and no database can store."""

EXPECTS = [
    "what_matters", "better_week", "strengths", "network", "about", "place", "access_needs",
    "confirm_summary", "choose_service", "next_step", "name", "contact", "contact_safe",
    "best_time", "consent_store", "consent_share", "safe_now", "safe_way", "anything_else",
    "feedback", "nothing",
]  # fmt: skip
"""What the assistant is asking. Described, not enforced: a new key must not break a turn."""

OwnerName = Literal["assistant", "queue", "coordinator", "closed"]
SENDERS = ["resident", "assistant", "coordinator", "notice"]


def whole(text: str) -> str:
    """Put a mark in the place of half characters; everything else stays as it was written."""
    return HALVES.sub("�", text)


Text = Annotated[str, AfterValidator(whole)]


class OpenBody(BaseModel):
    """Opens a conversation."""

    language: str = Field(default="en", max_length=12, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]+)*$")


class MessageBody(BaseModel):
    """A resident's message. The same id sent again gets the stored answer."""

    id: UUID
    text: Text = Field(json_schema_extra={"maxLength": LONGEST})


class ResumeBody(BaseModel):
    """Goes on with a conversation: its reference, and the name or number that was given."""

    reference: Text = Field(max_length=40)
    answer: Text = Field(max_length=200)


class _Shape(BaseModel):
    model_config = ConfigDict(from_attributes=True, populate_by_name=True)


class ChoiceShape(_Shape):
    """An answer to pick; ``value`` is sent as the text."""

    title: str
    value: str


class ServiceShape(_Shape):
    """A service as it is offered. Empty strings mean: not known."""

    id: str
    name: str
    why: str
    distance_km: float | None
    when: str
    first_step: str
    phone: str
    url: str
    checked_at: str
    room: str


class AlertShape(_Shape):
    """Help lines that must stand out."""

    level: str
    lines: list[str]


class PromiseShape(_Shape):
    """What will happen, by when and by whom."""

    what: str
    by: str
    who: str


class MessageShape(_Shape):
    """One message of a conversation."""

    id: str
    at: datetime
    sent_by: str = Field(serialization_alias="from", json_schema_extra={"enum": [*SENDERS]})
    text: str
    choices: list[ChoiceShape]
    services: list[ServiceShape]
    alert: AlertShape | None
    promise: PromiseShape | None


class ThreadShape(_Shape):
    """Messages, the open question, and who answers now."""

    messages: list[MessageShape]
    expects: str = Field(json_schema_extra={"enum": [*EXPECTS]})
    owner: OwnerName


class OpenedShape(ThreadShape):
    """A conversation and the token that opens it; the token is shown only here."""

    conversation: UUID
    token: str
    reference: str


class ErrorShape(BaseModel):
    """One mistake in a body: where, and what is wrong."""

    where: str
    what: str


class ProblemShape(BaseModel):
    """RFC 9457: what went wrong, in plain words."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    errors: list[ErrorShape] = []
    help: list[str] = Field(
        default=[], description="Whom to ring meanwhile, one line each, when the fault is ours"
    )
    kept: bool | None = Field(
        default=None, description="Whether the message is kept on disk until the database is back"
    )


def message_shape(said: Said) -> MessageShape:
    """Show one message as the API does."""
    return MessageShape(
        id=str(said.id),
        at=said.at,
        sent_by=said.sent_by,
        text=said.text,
        choices=[ChoiceShape.model_validate(choice) for choice in said.choices],
        services=[ServiceShape.model_validate(card) for card in said.services],
        alert=AlertShape(level=said.alert.level, lines=list(said.alert.lines))
        if said.alert
        else None,
        promise=PromiseShape.model_validate(said.promise) if said.promise else None,
    )


def thread_shape(reply: Reply) -> ThreadShape:
    """Show a reply or a thread as the API does."""
    return ThreadShape(
        messages=[message_shape(said) for said in reply.said],
        expects=reply.expects,
        owner=reply.owner.value,
    )
