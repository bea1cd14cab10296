"""Takes texts: hands them to the conversation once, and answers in at most two segments."""

import uuid
from dataclasses import dataclass
from urllib.parse import urlencode

import structlog
from flask import Blueprint, Response, request

from conversation.answered_texts import answer_reported, is_machine, keep_answer, stored_answer
from conversation.delivery import record_status
from conversation.desk import Desk
from conversation.message import Channel, Incoming, Owner, Reply
from conversation.opening import conversation_for_number
from conversation.outbox import start_texts, stop_texts
from conversation.thread import read_thread
from conversation.turn import take_turn
from language.segments import plain, segments
from settings import Settings
from telephony.group_texts import answer_group
from telephony.heard import last_answer
from telephony.keywords import Keyword, keyword_of, page_asked_for
from telephony.outgoing import STATUS_PATH
from telephony.pages import LIMIT
from telephony.sms_words import texts_of
from telephony.twiml import answer, message

log = structlog.get_logger()

ANSWERS = "answers"
"""In the address of a report: the text that came in, to which ours was the answer."""

CHANGES = {"stop": stop_texts, "start": start_texts}
WORDS_FOR = {"stop": "utter_text_stopped", "start": "utter_text_started"}


def add_sms(blueprint: Blueprint, *, desk: Desk, settings: Settings) -> None:
    """Add the addresses that Twilio posts texts and their delivery to."""
    line = TextLine(desk, settings.public_address + STATUS_PATH)
    blueprint.add_url_rule("/sms", "sms", line.receive, methods=["POST"])
    blueprint.add_url_rule("/sms/status", "sms_status", line.status, methods=["POST"])


@dataclass(frozen=True)
class TextLine:
    """The text line: one thread a number, one reply a text."""

    desk: Desk
    status_url: str

    def receive(self) -> Response:
        """Answer a text. The same MessageSid again gets the same answer and changes nothing."""
        form = request.form
        with self.desk.sessions.begin() as session:
            known = stored_answer(session, form["MessageSid"])
        if known is not None:
            return self._text(known.answer, known.expects)
        text = form.get("Body", "")
        keyword = keyword_of(text, form.get("OptOutType", ""))
        if keyword and keyword.does:
            return self._change_texts(keyword)
        if of_group := self._answer_group(text):
            return self._answered(of_group, "nothing")
        return self._converse(text, keyword)

    def status(self) -> Response:
        """Note how far a text came: one on our own account, or an answer of ours."""
        form, at = request.form, self.desk.clock()
        sid, status = form["MessageSid"], form.get("MessageStatus", "")
        error, answered = form.get("ErrorCode") or None, request.args.get(ANSWERS, "")
        with self.desk.sessions.begin() as session:
            if not answered:
                record_status(session, provider_id=sid, status=status, error=error, at=at)
            else:
                answer_reported(
                    session,
                    answered,
                    number=form.get("To", ""),
                    provider_id=sid,
                    status=status,
                    error=error,
                    at=at,
                )
        return Response(status=204)

    def _converse(self, text: str, keyword: Keyword | None) -> Response:
        """Hand a text to the conversation, or read on in an answer that was too long for one."""
        conversation_id = self._conversation()
        page = page_asked_for(text)
        if page and (rest := self._rest(conversation_id, page)):
            return self._answered(*rest, conversation_id)
        reply = self._turn(conversation_id, keyword.says if keyword and keyword.says else text)
        words = self._answer(reply, keyword, text)
        return self._answered(words, reply.expects, conversation_id)

    def _answered(
        self, text: str, expects: str, conversation_id: uuid.UUID | None = None
    ) -> Response:
        """Keep an answer before it is sent."""
        with self.desk.sessions.begin() as session:
            keep_answer(
                session,
                request.form["MessageSid"],
                text,
                expects=expects,
                conversation_id=conversation_id,
                at=self.desk.clock(),
            )
        return self._text(text, expects)

    def _change_texts(self, keyword: Keyword) -> Response:
        """STOP and START change only what we send on our own account.

        Where Twilio itself has taken the word (OptOutType) it has answered, and refuses ours.
        """
        form, at = request.form, self.desk.clock()
        says = "" if form.get("OptOutType") else self._word(WORDS_FOR[keyword.does])
        with self.desk.sessions.begin() as session:
            if keep_answer(session, form["MessageSid"], says, expects="nothing", at=at):
                CHANGES[keyword.does](session, form["From"], at=at)
        return self._text(says, "nothing")

    def _answer_group(self, text: str) -> str | None:
        """Answer what a group texts about its own entry; None for everybody else."""
        with self.desk.sessions.begin() as session:
            return answer_group(
                session,
                number=request.form["From"],
                text=text,
                provider_id=request.form["MessageSid"],
                desk=self.desk,
                at=self.desk.clock(),
            )

    def _conversation(self) -> uuid.UUID:
        with self.desk.sessions.begin() as session:
            return conversation_for_number(
                session,
                number=request.form["From"],
                provider_id=request.form["MessageSid"],
                at=self.desk.clock(),
            )

    def _rest(self, conversation_id: uuid.UUID, page: int) -> tuple[str, str] | None:
        """Return a later page of the last answer; None when it had no such page."""
        with self.desk.sessions.begin() as session:
            last = last_answer(read_thread(session, conversation_id))
        texts = texts_of(last, self.desk.words)
        return (texts[page - 1], last.expects) if 1 < page <= len(texts) else None

    def _turn(self, conversation_id: uuid.UUID, text: str) -> Reply:
        incoming = Incoming(
            conversation_id=conversation_id,
            channel=Channel.SMS,
            text=text,
            provider_id=request.form["MessageSid"],
            at=self.desk.clock(),
        )
        return take_turn(incoming, desk=self.desk)

    def _answer(self, reply: Reply, keyword: Keyword | None, text: str) -> str:
        """Choose the first text of the answer. Danger's words give way to nothing."""
        first = next(iter(texts_of(reply, self.desk.words)), "")
        if any(said.alert for said in reply.said):
            return first
        with self.desk.sessions.begin() as session:
            if is_machine(session, reply.conversation_id, at=self.desk.clock()):
                return ""
        if reply.owner is Owner.COORDINATOR:
            return first
        if keyword and keyword.answers:
            return self._word(keyword.answers)
        return self._about_picture(first, text) if _has_picture() else first

    def _about_picture(self, first: str, text: str) -> str:
        """Say that a picture cannot be seen, where there is room beside the answer."""
        if not text.strip():
            return self._word("utter_text_picture_only")
        both = f"{self._word('utter_text_picture_beside')}\n{first}"
        return both if segments(both) <= LIMIT else first

    def _text(self, text: str, expects: str) -> Response:
        """Answer with a text, and ask Twilio to report how far it came."""
        if text:
            log.info("sms.answered", segments=segments(text))
        report_to = f"{self.status_url}?{urlencode({ANSWERS: request.form['MessageSid']})}"
        return answer(message(text, report_to=report_to), expects=expects)

    def _word(self, response: str) -> str:
        return plain(self.desk.words.say(response, Channel.SMS).text)


def _has_picture() -> bool:
    return request.form.get("NumMedia", "0") != "0"
