"""Puts right what a resident takes back or says anew, at any point of the conversation."""

from collections.abc import Callable

from conversation.journey.contact_answers import take_number
from conversation.journey.misunderstanding import understood
from conversation.journey.remembering import remember_everything, remember_place
from conversation.journey.state import Journey
from conversation.titles import theme_names, themes_in_words, whom_in_words
from directory.places import find_place
from language.name import read_name
from language.phone_number import find_phone_numbers
from language.putting_right import PutRight, find_part_to_forget, find_put_right
from language.relations import find_mentions
from language.words import say_lower
from people.contact import contacts_of, person_of, withdraw_contact
from people.story import ABOUT, MATTERS, PLACE, THEME, WHOM

LONGEST_VALUE = 6
"""Words of a place, name or relation that is put right; more is a story."""

BY_THE_WAY = 5
"""Words beyond the correction from which the rest of a message is read too."""

SELF = frozenset({"me", "myself", "for me", "for myself", "about me", "about myself"})


def correct(journey: Journey) -> bool:
    """Put right what the message puts right; tell whether it did. The open question comes again."""
    if journey.working.get("corrected") == journey.message.id:
        return True
    part = find_part_to_forget(journey.text)
    told = find_put_right(journey.text)
    if part is not None and _forget(journey, part):
        return _done(journey)
    if told is None or not any(put_right(journey, told) for put_right in VALUES):
        return False
    if len(journey.text.split()) > len(f"{told.said} {told.instead_of}".split()) + BY_THE_WAY:
        remember_everything(journey)
    return _done(journey)


def forget_part(journey: Journey, part: str) -> None:
    """Take a part of the story back, or say honestly that it is not kept apart."""
    if not _forget(journey, part):
        journey.say("utter_part_not_found")
    _done(journey)


def _done(journey: Journey) -> bool:
    journey.keep(corrected=journey.message.id)
    understood(journey)
    return True


def _forget(journey: Journey, part: str) -> bool:
    """Set aside the themes that are named and the words in which they were told alone."""
    named = set(say_lower(part).replace("'", "").split())
    heard = {theme.id for theme in journey.heard.themes}
    story = journey.story.values(THEME)
    gone = [t for t in story if named & theme_names()[t]] or [t for t in story if t in heard]
    if not gone:
        return False
    journey.set_notes_aside(THEME, gone)
    journey.set_notes_aside(MATTERS, _told_alone(journey, gone))
    journey.say("utter_part_forgotten", part=themes_in_words(gone))
    _look_again(journey)
    return True


def _told_alone(journey: Journey, gone: list[str]) -> list[str]:
    """Return the messages that told of nothing but what is taken back."""
    notes = journey.story.notes
    still = {note.message_id for note in notes if note.kind == THEME and note.value not in gone}
    return [n.value for n in notes if n.kind == MATTERS and n.message_id not in still][1:]


def _whom(journey: Journey, told: PutRight) -> bool:
    """Whom it is about: "it's my dad not my mum", "it's for me"."""
    new, old = _relation(told.said), _relation(told.instead_of)
    current = journey.story.last(WHOM)
    if told.said in SELF and (current or journey.story.last(ABOUT)):
        journey.set_aside(WHOM, ABOUT)
        journey.note(ABOUT, "self")
    elif new is None or not (old and old == current) and not _is_for(journey, told):
        return False
    else:
        journey.set_aside(WHOM, ABOUT)
        journey.note(ABOUT, "other")
        journey.note(WHOM, new)
    story = journey.story
    journey.say("utter_put_right_whom", whom=whom_in_words(story.last(ABOUT), story.last(WHOM)))
    return True


def _is_for(journey: Journey, told: PutRight) -> bool:
    """Tell whether the words themselves say that it is about whom it is for."""
    begins = told.said.startswith(("for ", "about "))
    return begins and (journey.story.last(ABOUT) is not None or told.instead_of != "")


def _near(journey: Journey, told: PutRight) -> bool:
    """Somebody around: "it's my son not my brother"."""
    new, old = _relation(told.said), _relation(told.instead_of)
    wrong = next((m for m in journey.story.network if m.relation == old), None)
    if new is None or wrong is None:
        return False
    wrong.relation = new
    journey.say("utter_put_right_near", whom=whom_in_words("other", new))
    return True


def _place(journey: Journey, told: PutRight) -> bool:
    if len(told.said.split()) > LONGEST_VALUE or journey.conversation.expects == "name":
        return False
    place = find_place(journey.session, told.said)
    if place is None or not (journey.story.last(PLACE) or journey.conversation.expects == "place"):
        return False
    remember_place(journey, place)
    journey.done("place")
    journey.say("utter_put_right_place", place=place.postcode or place.name)
    _look_again(journey)
    return True


def _number(journey: Journey, told: PutRight) -> bool:
    known = contacts_of(journey.session, journey.conversation.person_id)
    numbers = find_phone_numbers(told.said)
    if not known or not numbers:
        return False
    for point in known:
        if point.value != numbers[0]:
            withdraw_contact(point, at=journey.at)
    take_number(journey)
    journey.undone("contact_safe")
    journey.say("utter_put_right_number", number=" ".join(numbers[0][-3:]))
    return True


def _name(journey: Journey, told: PutRight) -> bool:
    person_id = journey.conversation.person_id
    if person_id is None or len(told.said.split()) > LONGEST_VALUE:
        return False
    person = person_of(journey.session, journey.conversation, at=journey.at)
    is_named = bool(told.instead_of) and told.instead_of in (person.name or "").lower()
    new = read_name(told.said)
    if not person.name or new is None or not (is_named or "name" in journey.text.lower()):
        return False
    person.name = new[:200]
    journey.say("utter_put_right_name", name=new)
    return True


VALUES: tuple[Callable[[Journey, PutRight], bool], ...] = (_whom, _near, _number, _place, _name)
"""What can be put right, the surest first."""


def _relation(words: str) -> str | None:
    """Return the one relation that the words are, and nothing else ("for my dad")."""
    mentions = find_mentions(words)
    if len(mentions) != 1:
        return None
    others = words.replace(mentions[0].phrase.lower(), "").replace("for", "").replace("about", "")
    return mentions[0].relation if len(others.split()) <= 1 else None


def _look_again(journey: Journey) -> None:
    """Offers made for another place or matter are looked for anew, while none was chosen."""
    if journey.working.get("offers") and not journey.working.get("next_step"):
        journey.keep(offers=None, has_offers=None)
        journey.undone("choose_service")
