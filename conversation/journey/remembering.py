"""Keeps whatever a message tells of the story, whatever it was asked: nothing is asked twice."""

from conversation.journey.state import Journey
from directory.places import Place, find_place
from language.network import find_people
from language.strengths import find_strengths
from people.story import (
    ABOUT,
    ACCESS_NEED,
    AGE,
    MATTERS,
    OFFER,
    PLACE,
    STRENGTH,
    THEME,
    WHOM,
    Near,
)

SHORT_ANSWER = 6
"""Words that a name, a number or a yes seldom exceeds."""

TELLS_NOTHING = frozenset(
    {
        "greet", "affirm", "deny", "unsure", "choose_option", "more_options", "ask_details",
        "send_details", "ask_human", "ask_callback", "ask_status", "ask_privacy", "delete_data",
        "stop_contact", "start_contact", "ask_who", "ask_language", "repeat", "slower", "go_back",
        "skip", "restart", "help", "thanks", "goodbye", "complaint", "abusive", "out_of_scope",
        "feedback",
    }
)  # fmt: skip
"""Intents whose themes are by the way: 'are you a robot' is not a wish to get online."""


def remember_everything(journey: Journey) -> None:
    """Store themes, whom it is about, place, people, strengths, access needs and age."""
    heard = journey.heard
    if heard.intent not in TELLS_NOTHING:
        for theme in heard.themes:
            journey.note(THEME, theme.id, confidence=theme.confidence)
        _remember_whom(journey)
        _remember_people(journey)
        _remember_strengths(journey)
    _remember_place(journey)
    for need in heard.entities.get("access_need", ()):
        journey.note(ACCESS_NEED, str(need))
    for age in heard.entities.get("age", ()):
        journey.note(AGE, str(age))
    if heard.intent == "offer_help":
        journey.note(OFFER, journey.text)
        journey.say("utter_thanks_for_offer")


def remember_long_words(journey: Journey) -> None:
    """Without a bot, keep whatever is more than a short answer as what matters."""
    if len(journey.text.split()) > SHORT_ANSWER:
        journey.note(MATTERS, journey.text)


def remember_place(journey: Journey, place: Place) -> None:
    """Keep where the resident is, as the directory knows it."""
    journey.note(PLACE, place.postcode or place.name)
    journey.keep(
        place={
            "name": place.name,
            "kind": place.kind,
            "ward": place.ward,
            "postcode": place.postcode,
            "latitude": place.latitude,
            "longitude": place.longitude,
        }
    )


def _remember_whom(journey: Journey) -> None:
    """Keep whom it is about, and who that is to the resident: the first living one named.

    "He plays chess" from somebody who told of a client is still about the client.
    """
    if journey.heard.about not in ("other", "client"):
        return
    if journey.heard.about == "other" and journey.story.last(ABOUT) == "client":
        return
    journey.note(ABOUT, journey.heard.about)
    living = [r for r in journey.heard.entities.get("relation", ()) if not r["gone"]]
    if living and journey.heard.about == "other" and not journey.story.values(WHOM):
        journey.note(WHOM, living[0]["value"])


def _remember_place(journey: Journey) -> None:
    """Take a postcode first: it is the surest word for a place."""
    entities = journey.heard.entities
    for said in (*entities.get("postcode", ()), *entities.get("place", ())):
        place = find_place(journey.session, str(said))
        if place is not None:
            remember_place(journey, place)
            return


def _remember_people(journey: Journey) -> None:
    whom = journey.story.last(WHOM)
    for person in find_people(journey.text):
        if person.relation == whom:
            continue  # whom the story is about is not around themselves
        journey.meet(
            Near(
                relation=person.relation,
                words=person.phrase or journey.text,
                name=person.name,
                gives=", ".join(person.gives) or None,
                how_often=person.how_often,
                is_gone=person.gone,
                is_not_safe=person.not_safe,
            )
        )


def _remember_strengths(journey: Journey) -> None:
    for strength in find_strengths(journey.text):
        journey.note(STRENGTH, strength)
