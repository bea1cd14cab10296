"""Puts a reply into words for the ear: danger first, one service at a time, keys for choices."""

from collections.abc import Iterable
from dataclasses import dataclass

from conversation.message import Channel, Choice, Reply, ServiceCard
from conversation.words import Words
from telephony.aloud import breaths, sentences, speakable
from telephony.keywords import table
from telephony.options import options_of, said_by_us, services_of, yes_no_words

CHOICES_A_PAGE = 4
"""Choices read out before the caller is asked; a fifth pushes the first out of mind."""


@dataclass(frozen=True)
class Spoken:
    """What is said at one step of a call.

    ``warning`` is said whole and cannot be cut short; ``prompt`` can, by speaking or a key.
    """

    warning: tuple[str, ...]
    prompt: tuple[str, ...]


@dataclass(frozen=True)
class Voice:
    """Turns replies into speech with the practitioners' words."""

    words: Words

    def page(self, reply: Reply, number: int) -> Spoken:
        """Return page ``number`` of a reply, from 0; past the last it begins again."""
        number %= self.page_count(reply)
        said = said_by_us(reply)
        warnings = [part for one in said if one.alert for part in (one.text, *one.alert.lines)]
        texts = [one.text for one in said if not one.alert] if number == 0 else []
        if len(services_of(reply)) > 1:
            texts = texts[:1]  # each of them is asked about by its keys, after it was heard
        return Spoken(
            warning=self._aloud(warnings if number == 0 else ()),
            prompt=self._aloud(
                [*texts, *self._promises(reply, number), *self._offer(reply, number)]
            ),
        )

    def again(self, reply: Reply, number: int) -> tuple[str, ...]:
        """Return only what is asked: nobody wants to hear the greeting or the list's head twice."""
        services, texts = services_of(reply), [one.text for one in said_by_us(reply)[-1:]]
        if not services:
            number %= self.page_count(reply)
            return self._aloud([*(texts if number == 0 else ()), *self._keys(reply, number)])
        number %= len(services)
        about = self._service(services, number, is_again=True)
        return self._aloud([*about, *self._keys(reply, number)])

    def page_count(self, reply: Reply) -> int:
        """Count the pages: one a service, and one for every four choices that are no service."""
        services = len(services_of(reply))
        others = len(options_of(reply)) - services
        return services or max(1, -(-others // CHOICES_A_PAGE))

    def after_miss(
        self, reply: Reply, number: int, *, missed: int, is_unclear: bool = False
    ) -> Spoken:
        """Return what to say when nothing clear was heard for the ``missed``-th time in a row.

        First the same again, then in other words, then the keys, with a way out for who is in
        danger and cannot speak; then a person or a message, for as long as the line is open.
        Danger's words are not repeated.
        """
        sorry = self.says("utter_voice_not_clear" if is_unclear else "utter_voice_not_heard")
        if missed == 1:
            return Spoken((), (*sorry, *self.again(reply, number)))
        if missed == 2:
            return Spoken((), (*sorry, *self._in_other_words(reply, number)))
        if missed == 3:
            return Spoken((), self.by_keys(reply, number))
        keys = table().keys
        lines = [
            self._word("utter_voice_offer_person", person=keys.person),
            self._word("utter_voice_offer_message", message=keys.message),
            self._word("utter_voice_or_text"),
        ]
        return Spoken((), self._aloud(lines))

    def message_offer(self) -> tuple[str, ...]:
        """Return how to leave a message in one's own voice."""
        return self.says("utter_voice_offer_message", message=table().keys.message)

    def by_keys(self, reply: Reply, number: int) -> tuple[str, ...]:
        """Return how to answer with the keys alone, and the way to a person."""
        lines = [
            self._word("utter_voice_use_keys"),
            *self._keys(reply, number % self.page_count(reply)),
            self._word("utter_voice_person_key", person=table().keys.person),
            self._word("utter_voice_cannot_speak"),
        ]
        return self._aloud(lines)

    def says(self, response: str, **fill: str) -> tuple[str, ...]:
        """Return the telephone line's own words, ready to be spoken."""
        return self._aloud((self._word(response, **fill),))

    def _in_other_words(self, reply: Reply, number: int) -> tuple[str, ...]:
        """Put the question in other words where there are some and nothing is to be picked."""
        other = f"utter_voice_rephrase_{reply.expects}"
        if options_of(reply) or not self.words.has(other):
            return self.again(reply, number)
        return self.says(other)

    def _offer(self, reply: Reply, number: int) -> list[str]:
        """Return what is offered on a page and how to pick it, a line for each breath."""
        services = services_of(reply)
        about = self._service(services, number) if services else []
        return [*about, *self._keys(reply, number)]

    def _keys(self, reply: Reply, number: int) -> list[str]:
        """Return only how to pick what a page offers."""
        services, options = services_of(reply), options_of(reply)
        if not services:
            return self._page_of_choices(options, number, yes_no=yes_no_words(reply))
        others = self._keyed(options[len(services) :], first=len(services) + 1)
        is_last = number == len(services) - 1
        keys = self._service_keys(number, is_last=is_last, is_only=len(services) == 1)
        return [*keys, " ".join(others)] if is_last else keys

    def _page_of_choices(
        self, choices: tuple[Choice, ...], number: int, *, yes_no: str
    ) -> list[str]:
        if yes_no:
            return [self._word(f"utter_voice_{yes_no}")]
        start = number * CHOICES_A_PAGE
        lines = self._keyed(choices[start : start + CHOICES_A_PAGE], first=start + 1)
        if len(choices) > CHOICES_A_PAGE:
            lines.append(self._word("utter_voice_choices_next", next=table().keys.next))
        if number == 0 and len(choices) > 1:
            count = self._word("utter_voice_choice_count", count=str(len(choices)))
            return [count, " ".join(lines)]
        return [" ".join(lines)]

    def _keyed(self, choices: Iterable[Choice], *, first: int) -> list[str]:
        return [
            self._word("utter_voice_choice", title=choice.title, key=str(key))
            for key, choice in enumerate(choices, start=first)
        ]

    def _service(
        self, services: tuple[ServiceCard, ...], index: int, *, is_again: bool = False
    ) -> list[str]:
        card, count = services[index], str(len(services))
        facts = [f"{fact.strip().rstrip('.')}." for fact in _facts(card)]
        if len(services) == 1:
            return [" ".join(facts)]
        number = self._word("utter_voice_service_number", number=str(index + 1), count=count)
        lines = [f"{number} {facts[0]}", " ".join(facts[1:])]
        first = (
            [self._word("utter_voice_services_count", count=count)]
            if index == 0 and not is_again
            else []
        )
        return [*first, *lines]

    def _service_keys(self, index: int, *, is_last: bool, is_only: bool) -> list[str]:
        keys = table().keys
        pick = self._word("utter_voice_service_pick", key=str(index + 1))
        text = self._word("utter_voice_service_text", text_me=keys.text_me)
        if is_only:
            return [f"{pick} {text}"]
        turn = "utter_voice_service_last" if is_last else "utter_voice_service_next"
        return [f"{pick} {text}", self._word(turn, next=keys.next)]

    def _promises(self, reply: Reply, number: int) -> list[str]:
        return [
            self._word("utter_voice_promise", what=made.what, by=made.by, who=made.who)
            for said in said_by_us(reply)
            if number == 0 and (made := said.promise) and made.by not in said.text
        ]

    def _word(self, response: str, **fill: str) -> str:
        return self.words.say(response, Channel.VOICE, **fill).text

    def _aloud(self, lines: Iterable[str]) -> tuple[str, ...]:
        """Make lines speakable; each begins a new breath and may need more than one."""
        web_address = self._word("utter_voice_web_address")
        return tuple(
            breath
            for line in lines
            for breath in breaths(sentences(speakable(line, web_address=web_address)))
        )


def _facts(card: ServiceCard) -> list[str]:
    """Return what is said of a service: its name, when, and the first step or else its number."""
    facts = (card.name, card.room, card.when, card.first_step or card.phone)
    return [fact for fact in facts if fact.strip()]
