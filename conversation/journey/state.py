"""A turn of the journey in the making: where the conversation stands and what will be said."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from conversation.journey.heard import Heard
from conversation.journey.plan import Known
from conversation.message import Choice, PromiseShown, ServiceCard
from council import Council
from people.contact import contacts_of
from people.story import (
    MATTERS,
    THEME,
    Near,
    Note,
    Story,
    read_story,
    remember,
    withdraw_answers,
    withdraw_kinds,
    withdraw_notes,
)
from referrals.safe_contact import hold_on
from storage.tables.conversations import Conversation, Message
from storage.tables.people import ContactPoint
from storage.tables.safety import ContactHold


@dataclass(frozen=True)
class Line:
    """A response to be said: its name, what fills it, and what stands beside the words."""

    response: str
    fill: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()
    services: tuple[ServiceCard, ...] = ()
    promise: PromiseShown | None = None


@dataclass(frozen=True)
class Step:
    """The result of a turn: lines to say, the open question, whether to put it now, its fill."""

    lines: tuple[Line, ...]
    expects: str
    ask: bool
    fill: Mapping[str, str]


@dataclass
class Journey:
    """Everything that reads an answer needs. Changes go to the rows at once."""

    session: Session
    conversation: Conversation
    message: Message
    heard: Heard
    council: Council
    lines: list[Line] = field(default_factory=list)
    _story: Story | None = None

    @property
    def text(self) -> str:
        """The resident's words."""
        return self.message.text.strip()

    @property
    def at(self) -> datetime:
        """When they said it."""
        return self.message.at

    @property
    def story(self) -> Story:
        """What stands of the story now; read once until something is added or set aside."""
        if self._story is None:
            self._story = read_story(self.session, self.conversation.id)
        return self._story

    @property
    def working(self) -> Mapping[str, Any]:
        """What the journey keeps between turns."""
        return self.conversation.working

    def say(self, response: str, **fill: str) -> None:
        """Add a response to what will be said."""
        self.lines.append(Line(response, fill))

    def keep(self, **facts: Any) -> None:
        """Keep facts of the journey for later turns; None forgets one."""
        merged = {**self.conversation.working, **facts}
        self.conversation.working = {k: v for k, v in merged.items() if v is not None}

    def note(self, kind: str, value: str, *, confidence: float | None = None) -> None:
        """Add a note to the story with this message as its source."""
        if value not in self.story.values(kind):
            note = Note(kind, value, self.text, confidence)
            remember(self.session, self.message, self.story, notes=[note])
            self._story = None

    def meet(self, near: Near) -> None:
        """Add somebody around the resident."""
        remember(self.session, self.message, self.story, network=[near])
        self._story = None

    def set_aside(self, *kinds: str) -> None:
        """Set notes of these kinds aside, because the resident put them right."""
        withdraw_kinds(self.session, self.conversation.id, kinds, at=self.at)
        self._story = None

    def set_notes_aside(self, kind: str, values: Collection[str]) -> None:
        """Set single notes of a kind aside, because the resident took them back."""
        withdraw_notes(self.session, self.conversation.id, kind, values, at=self.at)
        self._story = None

    def set_answers_aside(self, question: str) -> None:
        """Set aside what was said in answer to a question, because it is put again."""
        withdraw_answers(self.session, self.conversation.id, question, at=self.at)
        self._story = None

    def done(self, *questions: str) -> None:
        """Count questions as answered, so that they are not put again."""
        self.conversation.asked = list(dict.fromkeys([*self.conversation.asked, *questions]))

    def undone(self, *questions: str) -> None:
        """Open questions again."""
        self.conversation.asked = [key for key in self.conversation.asked if key not in questions]

    @property
    def contact(self) -> ContactPoint | None:
        """The newest way to reach the resident."""
        points = contacts_of(self.session, self.conversation.person_id)
        return points[-1] if points else None

    @property
    def hold(self) -> ContactHold | None:
        """What stands on contact with the resident after suspected abuse."""
        return hold_on(self.session, self.conversation)

    def known(self) -> Known:
        """Return what the plan looks at."""
        story = self.story
        return Known(
            done=frozenset(self.conversation.asked) | self._known_otherwise(story),
            matters=bool(story.values(MATTERS)),
            has_themes=bool(story.values(THEME)),
            next_step=self.working.get("next_step"),
            has_offers=bool(self.working.get("has_offers", True)),
            in_danger=bool(self.working.get("in_danger")),
            is_plain=bool(self.working.get("plain")),
            agreed=bool(self.working.get("agreed")),
            has_contact=self.contact is not None,
            is_held=self.hold is not None,
        )

    def _has_safe_way(self) -> bool:
        hold = self.hold
        return hold is not None and hold.answered_at is not None

    def _known_otherwise(self, story: Story) -> frozenset[str]:
        """Return the questions whose answers came by the way: nothing is asked twice."""
        told = {
            "better_week": bool(story.values("wish")),
            "strengths": bool(story.values("strength")),
            "network": any(not member.is_gone for member in story.network),
            "place": bool(story.last("place")),
            "access_needs": bool(story.values("access_need")),
            "contact": self.contact is not None,
            "safe_way": self._has_safe_way(),
        }
        return frozenset(key for key, is_told in told.items() if is_told)
