"""Puts a reply into the words of a text: danger first, then the message, services, choices."""

from conversation.message import Channel, Choice, PromiseShown, Reply, ServiceCard
from conversation.words import Words
from language.segments import plain
from telephony.options import options_of, said_by_us, services_of
from telephony.pages import pages


def texts_of(reply: Reply, words: Words) -> tuple[str, ...]:
    """Return the reply as texts of at most two segments; MORE brings the second and later ones.

    An empty tuple means that there is nothing to say: a coordinator holds the thread.
    """
    whole = plain("\n".join(line for line in _lines(reply, words) if line))
    return pages(whole, ending=lambda page: more(page, words)) if whole else ()


def more(page: int, words: Words) -> str:
    """Return how to ask for page ``page``; from the third on it is named, so that none repeats."""
    response = "utter_text_more" if page == 2 else "utter_text_more_page"
    return plain(words.say(response, Channel.SMS, page=str(page)).text)


def _lines(reply: Reply, words: Words) -> list[str]:
    said = said_by_us(reply)
    alerts = [line for one in said if one.alert for line in (one.text, *one.alert.lines)]
    texts = [one.text.strip() for one in said if not one.alert]
    promises = [
        _promise(one.promise, words)
        for one in said
        if one.promise and one.promise.by not in one.text
    ]
    return [*alerts, *texts, *_numbered(reply), *promises]


def _numbered(reply: Reply) -> list[str]:
    """Return services and choices as numbered lines."""
    services = services_of(reply)
    return [
        _service(number, services[number - 1])
        if number <= len(services)
        else _choice(number, option)
        for number, option in enumerate(options_of(reply), start=1)
    ]


def _service(number: int, card: ServiceCard) -> str:
    phone = "" if _digits(card.phone) in _digits(card.first_step) else card.phone
    facts = (card.name, card.when, card.first_step, phone)
    return f"{number} " + " ".join(f"{fact.strip().rstrip('.')}." for fact in facts if fact.strip())


def _choice(number: int, choice: Choice) -> str:
    return f"{number} {choice.title}"


def _promise(promise: PromiseShown, words: Words) -> str:
    saying = words.say(
        "utter_text_promise", Channel.SMS, what=promise.what, by=promise.by, who=promise.who
    )
    return saying.text


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())
