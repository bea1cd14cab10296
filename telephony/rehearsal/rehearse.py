"""Plays a script against a running Doorstep, prints the dialogue, fails on what is not heard."""

import re
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass

import httpx

from telephony.rehearsal.call import Call, CallEnded, NotListening
from telephony.rehearsal.carrier import LineBroken
from telephony.rehearsal.handset import Handset
from telephony.rehearsal.script import Script, Step, choices, wanted

PATIENCE = 20.0
"""Seconds until a text on Doorstep's own account must have come."""
LOOKS_EVERY = 0.2
KEYS = re.compile(r"\[([0-9*#]+)\]")
"""An answer that is pressed: "[1]"."""
MOST_TIMES = 3
"""How often one question may be put: once more to be sure, and once to read back what was heard."""

Tell = Callable[[str], None]


class Failed(Exception):
    """A rehearsal went otherwise than its script says."""


@dataclass
class Stage:
    """One person with their telephone in a rehearsal."""

    script: Script
    handset: Handset
    tell: Tell
    speak: Tell
    call: Call | None = None
    heard: str = ""

    def play(self) -> None:
        """Do every step, check what is heard after it, raise Failed at the first that differs."""
        for number, step in enumerate(self.script.steps, 1):
            try:
                getattr(self, f"_{step.does}")(step)
                self._check(step)
            except (Failed, CallEnded, NotListening, LineBroken, httpx.HTTPError) as problem:
                why = str(problem) or type(problem).__name__
                raise Failed(f"step {number} ({step.does}): {why}") from problem
        if self.call and not self.call.is_over:
            self.call.hang_up()
        if self.handset.carrier.differing:
            raise Failed(f"repeats were answered otherwise: {self.handset.carrier.differing}")

    @property
    def expects(self) -> str:
        """The question that is open."""
        return self.call.expects if self.call and not self.call.is_over else self.handset.expects

    # --- what a step does ----------------------------------------------------------------------

    def _rings(self, _: Step) -> None:
        self.tell("(rings)")
        self.call = self.handset.call(withheld=self.script.is_withheld)
        self._hear(self.call.hears())

    def _says(self, step: Step) -> None:
        self._say(step.says)

    def _say(self, words: str) -> None:
        self.tell(f"> {words}")
        self._hear(self._line.says(words))

    def _presses(self, step: Step) -> None:
        self._press(step.presses)

    def _press(self, keys: str) -> None:
        self.tell(f"> [presses {keys}]")
        self._hear(self._line.presses(keys))

    def _silent(self, step: Step) -> None:
        for _ in range(step.silent):
            self.tell("> [says nothing]")
            self._hear(self._line.silent())

    def _answers(self, step: Step) -> None:
        """Answer each question as it is put, until one of those that end it is open."""
        asked: Counter[str] = Counter()
        while self.expects not in choices(step.until):
            asked[self.expects] += 1
            if self.expects not in step.answers:
                raise Failed(f"there is no answer to {self.expects}: {self.heard}")
            if asked[self.expects] > MOST_TIMES:
                raise Failed(f"{self.expects} is asked again and again: {self.heard}")
            self._answer(step.answers[self.expects])

    def _answer(self, answer: str) -> None:
        """Say an answer, text it when nobody rings, or press it when it stands in brackets."""
        keys = KEYS.fullmatch(answer)
        if self.call is None or self.call.is_over:
            self._text(answer)
        elif keys:
            self._press(keys[1])
        else:
            self._say(answer)

    def _texts(self, step: Step) -> None:
        self._text(step.texts)

    def _text(self, words: str) -> None:
        self.tell(f"> [texts] {words}")
        self._hear("\n".join(self.handset.text(words)))

    def _gets(self, step: Step) -> None:
        latest, seen = time.monotonic() + PATIENCE, list[str]()
        while time.monotonic() < latest:
            seen.extend(self.handset.new_texts())
            if any(step.gets.casefold() in text.casefold() for text in seen):
                self._hear("\n".join(seen))
                return
            time.sleep(LOOKS_EVERY)
        raise Failed(f"no text with {step.gets!r} came; there came {seen}")

    def _leaves_message(self, step: Step) -> None:
        self.tell(f"> [after the tone] {step.leaves_message}")
        self._hear(self._line.leaves_message(step.leaves_message, seconds=step.seconds))

    def _waits(self, _: Step) -> None:
        self._hear(self._line.waits())

    def _hangs_up(self, _: Step) -> None:
        self.tell("(hangs up)")
        self._line.hang_up()

    # --- what is heard ---------------------------------------------------------------------------

    @property
    def _line(self) -> Call:
        if self.call is None:
            raise Failed("nobody has rung yet: begin with rings")
        return self.call

    def _hear(self, words: str) -> None:
        self.heard = words
        for line in words.splitlines():
            self.tell(f"  {line}")
            self.speak(line)

    def _check(self, step: Step) -> None:
        heard = self.heard.casefold()
        for ways in wanted(step):
            if not any(way.casefold() in heard for way in ways):
                raise Failed(f"not heard: {' or '.join(map(repr, ways))}\n  in: {self.heard}")
        for unwanted in step.hears_not:
            if unwanted.casefold() in heard:
                raise Failed(f"heard: {unwanted!r}\n  in: {self.heard}")
        if step.asked and self.expects not in choices(step.asked):
            raise Failed(f"asked {self.expects}, not {' or '.join(choices(step.asked))}")
        is_dead = self.call is not None and self.call.is_over
        if is_dead and not (step.ends or step.hangs_up or step.texts or step.gets or step.answers):
            raise Failed("Doorstep hung up first")
        if step.ends and not is_dead:
            raise Failed("the call did not end")


def rehearse(script: Script, *, handset: Handset, tell: Tell, speak: Tell | None = None) -> None:
    """Play a script to its end; raise Failed, or BadTwiml, when it does not go as it should."""
    tell(f"{script.title} ({script.who})")
    try:
        Stage(script, handset, tell, speak or _quiet).play()
    finally:
        troubles = handset.carrier.luck.happened
        if troubles:
            named = sorted(set(troubles))
            tell("(the line: " + ", ".join(f"{t} {troubles.count(t)} times" for t in named) + ")")


def _quiet(_: str) -> None:
    """Play nothing aloud."""
