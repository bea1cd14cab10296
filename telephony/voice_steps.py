"""One step of a call, however it reaches us: what was heard, what is said next, and then what."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy.orm import Session

from conversation.calling import CallSoFar, goes_slowly, read_call
from conversation.desk import Desk
from conversation.message import Channel, Incoming, Reply
from conversation.overhearing import overhear
from conversation.transfers import Ringing, ring_next
from conversation.turn import take_turn
from telephony.callers import Caller
from telephony.heard import Aside, LeavesMessage, Page, Silence, Words, heard_in
from telephony.options import options_of
from telephony.twiml import Place
from telephony.voice_words import Spoken, Voice

WANTS_DIGITS = frozenset({"contact", "reference"})
"""Questions that may be answered with several keys: a telephone number, or a reference."""

TO_KEYS = 3
"""Misses in a row, of whatever kind, after which the keys are explained."""


class Then(StrEnum):
    """What follows when a step's words are said."""

    LISTEN = "listen"
    PUT_THROUGH = "put_through"
    RECORD = "record"


@dataclass(frozen=True)
class Step:
    """What is said, to which reply it belongs, where the call stands then, and what follows."""

    spoken: Spoken
    reply: Reply
    place: Place
    then: Then = Then.LISTEN
    is_slow: bool = False
    language: str = "en"
    ringing: Ringing | None = None

    @property
    def takes_number(self) -> bool:
        """Tell whether a telephone number may be keyed now; a choice needs one key alone."""
        return self.reply.expects in WANTS_DIGITS and not options_of(self.reply)


@dataclass(frozen=True)
class Steps:
    """The steps of calls, over the one conversation."""

    desk: Desk
    voice: Voice

    def greet(self, caller: Caller) -> Step:
        """Answer a call; a call that has gone on already is taken up where it is."""
        with self.desk.sessions.begin() as session:
            so_far = self._so_far(session, caller)
        return self._listen(so_far, so_far.last, Place(so_far.steps + 1))

    def hear(self, caller: Caller, form: Mapping[str, str], place: Place) -> Step:
        """Take what was heard at a step. The same step again gets the same answer."""
        with self.desk.sessions.begin() as session:
            so_far = self._so_far(session, caller)
        pages = self.voice.page_count(so_far.last)
        heard = heard_in(form, so_far.last, page=place.page, pages=pages, is_slow=so_far.is_slow)
        match heard:
            case Words():
                return self._turn(caller, so_far, heard, place)
            case Page():
                return self._listen(
                    so_far, so_far.last, Place(place.step + 1, page=heard.number % pages)
                )
            case Silence():
                return self._missed(so_far, place, is_unclear=heard.is_unclear)
            case Aside():
                return self._waits(so_far, place, is_relay=heard.is_relay)
            case LeavesMessage():
                return self._records(so_far, place)

    def overhear(self, caller: Caller, words: str, step: int) -> bool:
        """Watch words that are still being said for immediate danger."""
        with self.desk.sessions.begin() as session:
            so_far = self._so_far(session, caller)
        return overhear(self._incoming(caller, so_far, Words(words), step), desk=self.desk)

    def go_on(self, caller: Caller) -> Step:
        """Take a call up again that was cut off, and answer what was said last."""
        with self.desk.sessions.begin() as session:
            so_far = self._so_far(session, caller)
        if so_far.cut_off is not None:
            take_turn(so_far.cut_off, desk=self.desk)
            with self.desk.sessions.begin() as session:
                so_far = self._so_far(session, caller)
        return self._listen(so_far, so_far.last, Place(so_far.steps + 1))

    def go_on_after(self, caller: Caller, place: Place, before: tuple[str, ...]) -> Step:
        """Say something of the line's own, then what was said last."""
        with self.desk.sessions.begin() as session:
            so_far = self._so_far(session, caller)
        step = self._listen(so_far, so_far.last, place)
        return replace(step, spoken=Spoken(step.spoken.warning, (*before, *step.spoken.prompt)))

    def tell_more(self, caller: Caller, place: Place, before: tuple[str, ...]) -> Step:
        """Say something of the line's own and leave the door open, without a question."""
        with self.desk.sessions.begin() as session:
            so_far = self._so_far(session, caller)
        prompt = (*before, *self.voice.says("utter_voice_tell_more"))
        return self._step(so_far, so_far.last, Spoken((), prompt), place)

    def ring_again(self, caller: Caller, step: int) -> Step:
        """Ring whom a step on a socket chose; go on when it is too late."""
        with self.desk.sessions.begin() as session:
            so_far = self._so_far(session, caller)
            ringing = self._rings(session, so_far, Place(step - 1))
        if ringing is None:
            return self.go_on(caller)
        listens = self._listen(so_far, so_far.last, Place(step))
        return self._puts_through(listens, ringing)

    def record(self, caller: Caller, step: int) -> Step:
        """Record a message, as a step on a socket has found that the caller wants."""
        with self.desk.sessions.begin() as session:
            so_far = self._so_far(session, caller)
        return self._records(so_far, Place(step - 1))

    def conversation_id(self, session: Session, caller: Caller) -> uuid.UUID:
        """Return the thread of a call."""
        return self._so_far(session, caller).conversation_id

    def _turn(self, caller: Caller, so_far: CallSoFar, heard: Words, place: Place) -> Step:
        reply = take_turn(self._incoming(caller, so_far, heard, place.step), desk=self.desk)
        is_slow = heard.is_relay or so_far.is_slow
        is_danger = any(said.alert for said in reply.said)  # its words come before any transfer
        with self.desk.sessions.begin() as session:
            if is_slow:
                goes_slowly(session, so_far.conversation_id)
            after = self._so_far(session, caller)
            ringing = None if is_danger else self._rings(session, after, place)
        before = 0 if reply.repeated else so_far.misunderstandings
        missed = place.missed + 1 if after.misunderstandings > before else 0
        step = self._listen(after, reply, Place(place.step + 1, missed=missed))
        if ringing is not None:
            return self._puts_through(step, ringing)
        if missed == TO_KEYS:
            prompt = (*step.spoken.prompt, *self.voice.by_keys(reply, 0))
            return replace(step, spoken=Spoken(step.spoken.warning, prompt))
        return step

    def _puts_through(self, step: Step, ringing: Ringing) -> Step:
        spoken = Spoken((), self.voice.says("utter_voice_putting_through"))
        return replace(step, spoken=spoken, then=Then.PUT_THROUGH, ringing=ringing)

    def _rings(self, session: Session, after: CallSoFar, place: Place) -> Ringing | None:
        """Choose whom to ring for a caller who has just asked for a person."""
        if not after.asks_for_person:
            return None
        return ring_next(
            session,
            after.conversation_id,
            council=self.desk.council,
            step=place.step,
            at=self.desk.clock(),
        )

    def _missed(self, so_far: CallSoFar, place: Place, *, is_unclear: bool) -> Step:
        """Repeat, rephrase, offer the keys, then a person or a message. The line stays open."""
        missed = place.missed + 1
        spoken = self.voice.after_miss(
            so_far.last, place.page, missed=missed, is_unclear=is_unclear
        )
        then = Place(place.step + 1, missed=missed, page=place.page)
        return self._step(so_far, so_far.last, spoken, then)

    def _waits(self, so_far: CallSoFar, place: Place, *, is_relay: bool) -> Step:
        """Let somebody finish what they say to others; nothing is missed by it."""
        then = Place(place.step + 1, missed=place.missed, page=place.page)
        if not is_relay:
            spoken = Spoken((), self.voice.says("utter_voice_take_your_time"))
            return self._step(so_far, so_far.last, spoken, then)
        with self.desk.sessions.begin() as session:
            goes_slowly(session, so_far.conversation_id)
        prompt = self.voice.again(so_far.last, place.page)
        spoken = Spoken((), (*self.voice.says("utter_voice_slow"), *prompt))
        return replace(self._step(so_far, so_far.last, spoken, then), is_slow=True)

    def _records(self, so_far: CallSoFar, place: Place) -> Step:
        spoken = Spoken((), self.voice.says("utter_voice_record"))
        step = self._step(so_far, so_far.last, spoken, Place(place.step + 1))
        return replace(step, then=Then.RECORD)

    def _listen(self, so_far: CallSoFar, reply: Reply, place: Place) -> Step:
        spoken = self.voice.page(reply, place.page)
        if not spoken.prompt and not spoken.warning:
            team = self.desk.council.coordinators.name
            spoken = Spoken((), self.voice.says("utter_voice_with_a_person", team=team))
        return self._step(so_far, reply, spoken, place)

    def _step(self, so_far: CallSoFar, reply: Reply, spoken: Spoken, place: Place) -> Step:
        return Step(spoken, reply, place, is_slow=so_far.is_slow, language=so_far.language)

    def _so_far(self, session: Session, caller: Caller) -> CallSoFar:
        """Return where this call stands; the caller's number is only a way to ring back."""
        return read_call(
            session,
            call_sid=caller.call_sid,
            number=caller.number,
            words=self.desk.words,
            at=self.desk.clock(),
        )

    def _incoming(self, caller: Caller, so_far: CallSoFar, heard: Words, step: int) -> Incoming:
        return Incoming(
            conversation_id=so_far.conversation_id,
            channel=Channel.VOICE,
            text=heard.text,
            provider_id=f"{caller.call_sid}:{step}",
            at=self.desk.clock(),
            confidence=heard.confidence,
        )
