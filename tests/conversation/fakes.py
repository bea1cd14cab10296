"""A bot of the tests: the real journey, with an understanding that the test writes down."""

import threading
from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from conversation.journey.hear import hear
from conversation.journey.heard import Heard, Theme
from conversation.message import Saying
from conversation.rasa import BotDidNotAnswer, Question
from conversation.words import words
from council import council
from storage.engine import Sessions


class ScriptedBot:
    """Understands as told and hears by the real journey; stands where Rasa and actions stand."""

    def __init__(self, sessions: Sessions, understood: Mapping[str, Heard] | None = None) -> None:
        self.sessions = sessions
        self.understood = dict(understood or {})
        self.asked: list[str] = []
        self.is_down = False
        self._lock = threading.Lock()

    def ask(self, question: Question) -> tuple[Saying, ...]:
        """Hear the message in a transaction of its own, as the action server does."""
        if self.is_down:
            raise BotDidNotAnswer("stopped by the test")
        with self._lock:
            self.asked.append(question.text)
        heard = self.understood.get(question.text, Heard(intent="nlu_fallback"))
        with self.sessions.begin() as session:
            step = hear(
                session,
                conversation_id=UUID(question.conversation_id),
                message_id=question.message_id,
                heard=heard,
                council=council(),
            )
        lines = [
            replace(
                words().say(line.response, question.channel, **{**step.fill, **line.fill}),
                services=line.services,
                promise=line.promise,
            )
            for line in step.lines
        ]
        if step.ask:
            lines.append(words().say(f"utter_ask_{step.expects}", question.channel, **step.fill))
        return tuple(lines)


def tells(intent: str, *themes: str, about: str | None = None) -> Heard:
    """Return an understanding with themes that the bot is sure of."""
    return Heard(
        intent=intent,
        confidence=0.9,
        themes=tuple(Theme(theme, 0.9) for theme in themes),
        about=about,
    )
