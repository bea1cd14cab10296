"""Puts a reply into words for the ear: danger first, one service at a time, keys for choices."""

from collections.abc import Iterable
from dataclasses import dataclass

from conversation.message import Channel, Choice, Reply, ServiceCard
from conversation.words import Words
from telephony.aloud import breaths, sentences, speakable
from telephony.keywords import table
from telephony.options import options_of, said_by_us, services_of

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
        return Spoken(
            warning=self._aloud(warnings if number == 0 else ()),
            prompt=self._aloud(
                [*texts, *self._promises(reply, number), *self._offer(reply, number)]
            ),
        )

    def page_count(self, reply: Reply) -> int:
        """Count the pages: one a service, and one for every four choices that are no service."""
        services = len(services_of(reply))
        others = len(options_of(reply)) - services
        return services or max(1, -(-others // CHOICES_A_PAGE))

    def after_silence(self, reply: Reply, number: int, *, missed: int) -> Spoken:
        """Return what to say when nothing was heard for the ``missed``-th time in a row.

        First the same again; then the keys, with a way out for who is in danger and cannot speak;
        then a person, for as long as the line is open. Danger's words are not repeated.
        """
        person = table().keys.person
        if missed == 1:
            again = self.page(reply, number).prompt
            return Spoken((), (*self.says("utter_voice_not_heard"), *again))
        if missed == 2:
            lines = [
                self._word("utter_voice_use_keys"),
                *self._offer(reply, number % self.page_count(reply)),
                self._word("utter_voice_person_key", person=person),
                self._word("utter_voice_cannot_speak"),
            ]
            return Spoken((), self._aloud(lines))
        offer = self._word("utter_voice_offer_person", person=person)
        return Spoken((), self._aloud([offer, self._word("utter_voice_or_text")]))

    def says(self, response: str, **fill: str) -> tuple[str, ...]:
        """Return the telephone line's own words, ready to be spoken."""
        return self._aloud((self._word(response, **fill),))

    def _offer(self, reply: Reply, number: int) -> list[str]:
        services = services_of(reply)
        others = options_of(reply)[len(services) :]
        if not services:
            return self._page_of_choices(others, number)
        offer = self._service(services, number)
        is_last = number == len(services) - 1
        return [*offer, *self._keyed(others, first=len(services) + 1)] if is_last else offer

    def _page_of_choices(self, choices: tuple[Choice, ...], number: int) -> list[str]:
        start = number * CHOICES_A_PAGE
        shown = choices[start : start + CHOICES_A_PAGE]
        lines = self._keyed(shown, first=start + 1)
        if number == 0 and len(choices) > 1:
            lines.insert(0, self._word("utter_voice_choice_count", count=str(len(choices))))
        if len(choices) > CHOICES_A_PAGE:
            lines.append(self._word("utter_voice_choices_next", next=table().keys.next))
        return lines

    def _keyed(self, choices: Iterable[Choice], *, first: int) -> list[str]:
        return [
            self._word("utter_voice_choice", title=choice.title, key=str(key))
            for key, choice in enumerate(choices, start=first)
        ]

    def _service(self, services: tuple[ServiceCard, ...], index: int) -> list[str]:
        card, count, keys = services[index], len(services), table().keys
        number = str(index + 1)
        facts = [card.name, card.when, card.first_step or card.phone]
        lines = [f"{fact.strip().rstrip('.')}." for fact in facts if fact.strip()]
        lines.append(self._word("utter_voice_service_pick", key=number))
        lines.append(self._word("utter_voice_service_text", text_me=keys.text_me))
        if count == 1:
            return lines
        lines.insert(0, self._word("utter_voice_service_number", number=number, count=str(count)))
        if index == 0:
            lines.insert(0, self._word("utter_voice_services_count", count=str(count)))
        turn = "utter_voice_service_last" if index == count - 1 else "utter_voice_service_next"
        return [*lines, self._word(turn, next=keys.next)]

    def _promises(self, reply: Reply, number: int) -> list[str]:
        return [
            self._word("utter_voice_promise", what=made.what, by=made.by, who=made.who)
            for said in said_by_us(reply)
            if number == 0 and (made := said.promise) and made.by not in said.text
        ]

    def _word(self, response: str, **fill: str) -> str:
        return self.words.say(response, Channel.VOICE, **fill).text

    def _aloud(self, texts: Iterable[str]) -> tuple[str, ...]:
        web_address = self._word("utter_voice_web_address")
        return breaths(
            sentence
            for text in texts
            for sentence in sentences(speakable(text, web_address=web_address))
        )
