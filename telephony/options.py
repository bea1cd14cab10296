"""Numbers what a resident may pick, the same on texts, on the keypad and out loud."""

from collections.abc import Sequence

from conversation.message import Choice, Reply, Said, ServiceCard
from language.yes_no import read_yes_no


def said_by_us(reply: Reply) -> tuple[Said, ...]:
    """Return what Doorstep or a coordinator said; a resident's own words are not read to them."""
    return tuple(said for said in reply.said if said.sent_by != "resident")


def services_of(reply: Reply) -> tuple[ServiceCard, ...]:
    """Return the services offered, in the order of the offer."""
    return tuple(card for said in said_by_us(reply) for card in said.services)


def options_of(reply: Reply) -> tuple[Choice, ...]:
    """Return what "1", "2", "3" mean: the services first, then the other choices.

    A choice that names an offered service is that service's option and is not counted twice.
    """
    services = services_of(reply)
    choices = tuple(choice for said in said_by_us(reply) for choice in said.choices)
    named = tuple(
        _choice_of(card, choices) or Choice(card.name, f"option {number}")
        for number, card in enumerate(services, start=1)
    )
    return named + tuple(choice for choice in choices if choice not in named)


def yes_no_words(reply: Reply) -> str:
    """Return how the keys of a plain yes or no are said, perhaps with not sure; else nothing."""
    values = [read_yes_no(option.value) for option in options_of(reply)]
    return {(True, False): "yes_no", (True, False, None): "yes_no_unsure"}.get(tuple(values), "")


def _choice_of(card: ServiceCard, choices: Sequence[Choice]) -> Choice | None:
    return next((choice for choice in choices if card.name in choice.title), None)
