"""Takes texts: hands them to the conversation once, and answers in at most two segments."""

import uuid
from dataclasses import dataclass

import structlog
from flask import Blueprint, Response, request

from conversation.delivery import record_status
from conversation.desk import Desk
from conversation.message import Channel, Incoming, Owner, Reply
from conversation.opening import conversation_for_number
from conversation.outbox import start_texts, stop_texts
from conversation.thread import read_thread
from conversation.turn import take_turn
from language.segments import plain, segments
from telephony.group_texts import answer_group
from telephony.heard import last_answer
from telephony.keywords import Keyword, keyword_of, page_asked_for
from telephony.sms_words import texts_of
from telephony.twiml import answer, message

log = structlog.get_logger()

CHANGES = {"stop": stop_texts, "start": start_texts}
WORDS_FOR = {"stop": "utter_text_stopped", "start": "utter_text_started"}


def add_sms(blueprint: Blueprint, *, desk: Desk) -> None:
    """Add the addresses that Twilio posts texts and their delivery to."""
    line = TextLine(desk)
    blueprint.add_url_rule("/sms", "sms", line.receive, methods=["POST"])
    blueprint.add_url_rule("/sms/status", "sms_status", line.status, methods=["POST"])


@dataclass(frozen=True)
class TextLine:
    """The text line: one thread a number, one reply a text."""

    desk: Desk

    def receive(self) -> Response:
        """Answer a text. The same MessageSid again gets the same answer."""
        form = request.form
        text = form.get("Body", "")
        keyword = keyword_of(text, form.get("OptOutType", ""))
        if keyword and keyword.does:
            return self._change_texts(keyword)
        if of_group := self._answer_group(text):
            return _text(of_group, "nothing")
        conversation_id = self._conversation()
        page = page_asked_for(text)
        if page and (rest := self._rest(conversation_id, page)):
            return rest
        reply = self._turn(conversation_id, keyword.says if keyword and keyword.says else text)
        return _text(self._answer(reply, keyword, text), reply.expects)

    def status(self) -> Response:
        """Note how far a text on our own account came."""
        form = request.form
        with self.desk.sessions.begin() as session:
            record_status(
                session,
                provider_id=form["MessageSid"],
                status=form.get("MessageStatus", ""),
                error=form.get("ErrorCode") or None,
                at=self.desk.clock(),
            )
        return Response(status=204)

    def _change_texts(self, keyword: Keyword) -> Response:
        """STOP and START change only what we send on our own account."""
        with self.desk.sessions.begin() as session:
            CHANGES[keyword.does](session, request.form["From"], at=self.desk.clock())
        return _text(self._word(WORDS_FOR[keyword.does]), "nothing")

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

    def _rest(self, conversation_id: uuid.UUID, page: int) -> Response | None:
        """Return a later page of the last answer; None when it had no such page."""
        with self.desk.sessions.begin() as session:
            last = last_answer(read_thread(session, conversation_id))
        texts = texts_of(last, self.desk.words)
        return _text(texts[page - 1], last.expects) if 1 < page <= len(texts) else None

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
        in_danger = any(said.alert for said in reply.said)
        if reply.owner is not Owner.COORDINATOR and not in_danger:
            if keyword and keyword.answers:
                return self._word(keyword.answers)
            if not text.strip() and request.form.get("NumMedia", "0") != "0":
                return self._word("utter_text_picture_only")
        return next(iter(texts_of(reply, self.desk.words)), "")

    def _word(self, response: str) -> str:
        return plain(self.desk.words.say(response, Channel.SMS).text)


def _text(text: str, expects: str) -> Response:
    if text:
        log.info("sms.answered", segments=segments(text))
    return answer(message(text), expects=expects)
