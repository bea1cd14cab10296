"""Answers a text of a group about its own entry: FULL 4 WEEKS, OPEN, STILL RIGHT."""

from datetime import datetime

import structlog
from sqlalchemy.orm import Session

from conversation.desk import Desk
from conversation.message import Channel
from conversation.words import fill_fixed
from directory.availability_texts import take_group_text
from language.segments import plain

log = structlog.get_logger()


def answer_group(
    session: Session, *, number: str, text: str, provider_id: str, desk: Desk, at: datetime
) -> str | None:
    """Do what a group's text says and return our answer; None lets it go the usual way."""

    def say(response: str, **fill: str) -> str:
        saying = desk.words.say(response, Channel.SMS, **fill)
        return plain(fill_fixed(saying.text, "", desk.council))

    answer = take_group_text(
        session, number=number, text=text, provider_id=provider_id, say=say, at=at
    )
    if answer is not None:
        log.info("sms.group_answered")
    return answer
