"""Puts a reply into the words of a text: danger first, then the message, services, choices."""

from conversation.message import Channel, Choice, PromiseShown, Reply, ServiceCard
from conversation.words import Words
from language.segments import plain, segments
from telephony.options import options_of, said_by_us, services_of
from telephony.pages import LIMIT, pages


def texts_of(reply: Reply, words: Words) -> tuple[str, ...]:
    """Return the reply as texts of at most two segments; MORE brings the second and later ones.

    An empty tuple means that there is nothing to say: a coordinator holds the thread.
    """
    whole = _joined(_lines(reply, words))
    if segments(whole) > LIMIT and len(services_of(reply)) > 1:
        whole = _joined(_lines(reply, words, in_short=True))
    return pages(whole, ending=lambda page: more(page, words)) if whole else ()


def _joined(lines: list[str]) -> str:
    return plain("\n".join(line for line in lines if line))


def more(page: int, words: Words) -> str:
    """Return how to ask for page ``page``; from the third on it is named, so that none repeats."""
    response = "utter_text_more" if page == 2 else "utter_text_more_page"
    return plain(words.say(response, Channel.SMS, page=str(page)).text)


def _lines(reply: Reply, words: Words, *, in_short: bool = False) -> list[str]:
    said = said_by_us(reply)
    alerts = [line for one in said if one.alert for line in (one.text, *one.alert.lines)]
    texts = [one.text.strip() for one in said if not one.alert]
    promises = [
        _promise(one.promise, words)
        for one in said
        if one.promise and one.promise.by not in one.text
    ]
    first = 1 if services_of(reply) else len(texts)  # which one is asked after the list of them
    listed = _numbered(reply, in_short=in_short)
    return [*alerts, *texts[:first], *listed, *texts[first:], *promises]


def _numbered(reply: Reply, *, in_short: bool) -> list[str]:
    """Return services and choices as numbered lines."""
    services = services_of(reply)
    return [
        (_service_in_short if in_short else _service)(number, services[number - 1])
        if number <= len(services)
        else _choice(number, option)
        for number, option in enumerate(options_of(reply), start=1)
    ]


def _service(number: int, card: ServiceCard) -> str:
    phone = "" if _digits(card.phone) in _digits(card.first_step) else card.phone
    facts = (card.name, card.room, card.when, card.first_step, phone)
    return f"{number} " + " ".join(f"{fact.strip().rstrip('.')}." for fact in facts if fact.strip())


def _service_in_short(number: int, card: ServiceCard) -> str:
    """Return the name and the first of its times; the rest comes for DETAILS or a choice."""
    when = card.when.split(";")[0].strip().rstrip(".")
    facts = [fact for fact in (card.name.rstrip("."), card.room, when) if fact]
    return f"{number} {'. '.join(facts)}." if len(facts) > 1 else f"{number} {card.name}"


def _choice(number: int, choice: Choice) -> str:
    return f"{number} {choice.title}"


def _promise(promise: PromiseShown, words: Words) -> str:
    saying = words.say(
        "utter_text_promise", Channel.SMS, what=promise.what, by=promise.by, who=promise.who
    )
    return saying.text


def _digits(text: str) -> str:
    return "".join(character for character in text if character.isdigit())
