"""Going on by the reference: only who knows the name or number, and three tries."""

from datetime import timedelta

import pytest

from conversation.desk import Desk
from conversation.message import NoSuchConversation, ResumeLocked
from conversation.resuming import LOCKED_FOR, resume
from conversation.thread import conversation_by_token
from people.contact import MOBILE, add_contact, person_of
from storage.tables.conversations import Conversation
from tests.conversation.conftest import Chat
from tests.people import MARGARET


@pytest.fixture
def reference(chat: Chat, desk: Desk) -> str:
    with desk.sessions.begin() as session:
        conversation = session.get_one(Conversation, chat.conversation_id)
        person = person_of(session, conversation, at=desk.clock())
        person.name = MARGARET.name
        add_contact(session, person, kind=MOBILE, value=MARGARET.mobile, at=desk.clock())
    return chat.reply.reference


def wrong(desk: Desk, reference: str, *, at_minute: int = 0) -> None:
    at = desk.clock() + timedelta(minutes=at_minute)
    session = desk.sessions()
    try:
        with pytest.raises(NoSuchConversation):
            resume(session, reference=reference, answer="Somebody Else", at=at)
    finally:
        session.commit()
        session.close()


@pytest.mark.parametrize("answer", ["margaret  okafor", "07700 900123"])
def test_name_or_number_opens_the_same_thread(desk: Desk, reference: str, answer: str) -> None:
    with desk.sessions.begin() as session:
        opened = resume(
            session, reference=reference.lower().replace("-", " "), answer=answer, at=desk.clock()
        )
    with desk.sessions.begin() as session:
        assert conversation_by_token(session, opened.conversation_id, opened.token)


def test_the_old_token_opens_nothing_after_a_resume(desk: Desk, reference: str) -> None:
    with desk.sessions.begin() as session:
        first = resume(session, reference=reference, answer=MARGARET.name, at=desk.clock())
        resume(session, reference=reference, answer=MARGARET.name, at=desk.clock())
    with desk.sessions.begin() as session, pytest.raises(NoSuchConversation):
        conversation_by_token(session, first.conversation_id, first.token)


def test_three_wrong_tries_lock_even_the_right_answer(desk: Desk, reference: str) -> None:
    for _ in range(3):
        wrong(desk, reference)
    with desk.sessions.begin() as session, pytest.raises(ResumeLocked):
        resume(session, reference=reference, answer=MARGARET.name, at=desk.clock())


def test_the_lock_ends(desk: Desk, reference: str) -> None:
    for _ in range(3):
        wrong(desk, reference)
    later = desk.clock() + LOCKED_FOR + timedelta(seconds=1)
    with desk.sessions.begin() as session:
        assert resume(session, reference=reference, answer=MARGARET.name, at=later)


def test_a_reference_that_does_not_exist_behaves_the_same(desk: Desk) -> None:
    for _ in range(3):
        wrong(desk, "AAA-BBB")
    with desk.sessions.begin() as session, pytest.raises(ResumeLocked):
        resume(session, reference="AAA-BBB", answer="x", at=desk.clock())


def test_a_thread_without_name_or_number_is_opened_by_nothing(chat: Chat, desk: Desk) -> None:
    session = desk.sessions()
    with pytest.raises(NoSuchConversation):
        resume(session, reference=chat.reply.reference, answer="", at=desk.clock())
    session.close()
