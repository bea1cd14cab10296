"""The plain fallback: the same journey without understanding, when the bot does not answer."""

from dataclasses import replace

from sqlalchemy.orm import Session

from conversation.desk import Desk
from conversation.journey.hear import hear
from conversation.journey.heard import Heard
from conversation.journey.state import Step
from conversation.message import Saying
from storage.tables.conversations import Conversation, Message


def plain_turn(
    session: Session, conversation: Conversation, message: Message, desk: Desk
) -> tuple[Saying, ...]:
    """Take what matters, a name and a safe number, open the referral, and say so."""
    is_first = not conversation.working.get("plain")
    step = hear(
        session,
        conversation_id=conversation.id,
        message_id=message.id,
        heard=Heard(),
        council=desk.council,
    )
    notice = (desk.words.say("utter_plain_notice", message.channel),) if is_first else ()
    return (*notice, *_in_words(step, message.channel, desk))


def _in_words(step: Step, channel: str, desk: Desk) -> list[Saying]:
    sayings = [
        replace(
            desk.words.say(line.response, channel, **{**step.fill, **line.fill}),
            services=line.services,
            promise=line.promise,
        )
        for line in step.lines
    ]
    if step.ask:
        sayings.append(desk.words.say(f"utter_ask_{step.expects}", channel, **step.fill))
    return sayings
