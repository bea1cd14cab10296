"""Decides which question comes next: the first that is useful and has no answer yet."""

from collections.abc import Callable
from dataclasses import dataclass

RING, INTRODUCE, MYSELF, NOTHING = "ring", "introduce", "self", "none"
"""The next steps a resident can choose."""


@dataclass(frozen=True)
class Known:
    """What the plan looks at. ``done`` are questions answered, skipped or known some other way."""

    done: frozenset[str] = frozenset()
    matters: bool = False
    has_themes: bool = False
    next_step: str | None = None
    has_offers: bool = True
    in_danger: bool = False
    is_plain: bool = False
    agreed: bool = False
    has_contact: bool = False
    is_held: bool = False


@dataclass(frozen=True)
class Question:
    """A key of the chat API's ``expects``, when it is useful, and why it stands where it does."""

    key: str
    is_useful: Callable[[Known], bool]
    why: str


def _in_story(known: Known) -> bool:
    """Tell whether the story is still being heard: no next step, no danger, no plain fallback."""
    has_ended = known.agreed or known.next_step is not None
    return not has_ended and not known.in_danger and not known.is_plain


def _needs_contact(known: Known) -> bool:
    is_needed = known.next_step in (RING, INTRODUCE, MYSELF) or known.in_danger or known.is_plain
    return is_needed and not known.agreed


def _asks_before_keeping(known: Known) -> bool:
    """Danger and a broken assistant do not wait for a consent: a person must be able to ring."""
    return _needs_contact(known) and not known.in_danger and not known.is_plain


QUESTIONS = (
    Question("what_matters", lambda k: not k.matters, "what matters comes first, needs second"),
    Question(
        "confirm_summary",
        lambda k: _in_story(k) and k.has_themes,
        "they put it right before anyone sees it",
    ),
    Question("better_week", _in_story, "what to aim at, in their own words"),
    Question("strengths", _in_story, "asked of everyone: not only what is wrong"),
    Question("network", _in_story, "who is around decides the lane"),
    Question("place", _in_story, "nearby needs a place"),
    Question("access_needs", _in_story, "an offer that cannot be reached is none"),
    Question(
        "choose_service",
        lambda k: _in_story(k) and k.has_offers,
        "something nearby, today",
    ),
    Question("next_step", _in_story, "they choose who does what"),
    Question(
        "safe_way",
        lambda k: _needs_contact(k) and k.is_held,
        "whoever harms them may read what we send: they say how, before anything else is asked",
    ),
    Question("consent_store", _asks_before_keeping, "asked before a name or number is kept"),
    Question(
        "name",
        lambda k: _needs_contact(k) and k.next_step != MYSELF,
        "a person rings a person",
    ),
    Question("contact", _needs_contact, "so that somebody can get in touch"),
    Question(
        "contact_safe",
        lambda k: _needs_contact(k) and k.has_contact,
        "a message can be read or heard by another",
    ),
    Question(
        "best_time",
        lambda k: k.next_step == RING and k.has_contact and not k.in_danger and not k.is_plain,
        "a call that fits the day is a call that is answered",
    ),
    Question(
        "consent_share",
        lambda k: k.next_step == INTRODUCE,
        "a group gets exactly what they agree to",
    ),
    Question("anything_else", lambda k: k.agreed, "the door stays open"),
)
"""In order; the reason is for whoever wants to move one."""


def next_question(known: Known) -> str | None:
    """Return the next question's key; None when it is time to agree on what happens."""
    return next((q.key for q in QUESTIONS if q.key not in known.done and q.is_useful(known)), None)
