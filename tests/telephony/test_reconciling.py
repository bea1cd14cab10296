"""A text whose request got no answer is looked up at Twilio before it goes again."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest

from conversation.outbox import queue_staff_text, queue_text
from storage.engine import Sessions
from storage.tables.outbox import OutgoingText
from telephony.outgoing import Line, open_line, send_text
from telephony.reconciling import LOOKS_AFTER, NEVER_CAME, NO_LIST, reconcile
from telephony.rehearsal.twilio_stand_in import Fault, TwilioStandIn
from tests.referrals import scene
from tests.telephony.line import TOKEN
from tests.telephony.test_outgoing import ACCOUNT, NUMBER, settings_for

WORDS = "Ruth will ring you on Tuesday."
MINUTE = timedelta(minutes=1)


@pytest.fixture
def twilio(now: datetime) -> TwilioStandIn:
    stand_in = TwilioStandIn(ACCOUNT, TOKEN)
    stand_in.reports = ()
    stand_in.clock = lambda: now
    return stand_in


@pytest.fixture
def line(twilio: TwilioStandIn) -> Iterator[Line]:
    with twilio.serving() as address:
        yield open_line(settings_for(address), seconds=1)


def a_text(sessions: Sessions, at: datetime) -> int:
    with sessions.begin() as session:
        thread = scene.conversation(session, at, "sms", NUMBER)
        return queue_text(
            session,
            conversation_id=thread.id,
            number=NUMBER,
            text=WORDS,
            purpose="promise",
            at=at,
        ).id


def of(sessions: Sessions, row_id: int) -> OutgoingText:
    with sessions() as session:
        return session.get_one(OutgoingText, row_id)


def looks_three_times(
    sessions: Sessions, row_id: int, line: Line, at: datetime
) -> list[str | None]:
    return [reconcile(sessions, row_id, client=line, at=at + after) for after in LOOKS_AFTER]


def test_a_text_that_twilio_has_takes_its_id_and_is_not_sent_again(
    sessions: Sessions, line: Line, twilio: TwilioStandIn, now: datetime
) -> None:
    row_id = a_text(sessions, now)
    twilio.faults.append(Fault(silent_seconds=2))
    assert send_text(sessions, row_id, client=line, at=now) == "unknown"
    assert reconcile(sessions, row_id, client=line, at=now + 59 * timedelta(seconds=1)) is None
    assert reconcile(sessions, row_id, client=line, at=now + MINUTE) == "sent"
    assert of(sessions, row_id).provider_id == twilio.delivered[0].sid
    assert send_text(sessions, row_id, client=line, at=now + 9 * MINUTE) is None
    assert len(twilio.delivered) == 1


def test_a_text_that_never_came_to_twilio_goes_again_once(
    sessions: Sessions, line: Line, twilio: TwilioStandIn, now: datetime
) -> None:
    row_id = a_text(sessions, now)
    twilio.faults.append(Fault(status=504))
    assert send_text(sessions, row_id, client=line, at=now) == "unknown"
    assert looks_three_times(sessions, row_id, line, now) == ["unknown", "unknown", "waiting"]
    assert of(sessions, row_id).error == NEVER_CAME
    assert send_text(sessions, row_id, client=line, at=now + 10 * MINUTE) == "sent"
    assert [text.body for text in twilio.delivered] == [WORDS]


def test_an_older_text_with_the_same_words_is_not_taken_for_it(
    sessions: Sessions, line: Line, twilio: TwilioStandIn, now: datetime
) -> None:
    before = a_text(sessions, now)
    assert send_text(sessions, before, client=line, at=now) == "sent"
    row_id = a_text(sessions, now)
    twilio.faults.append(Fault(status=504))
    assert send_text(sessions, row_id, client=line, at=now) == "unknown"
    assert reconcile(sessions, row_id, client=line, at=now + MINUTE) == "unknown"
    assert of(sessions, before).state == "sent"


def test_while_twilio_cannot_be_asked_nothing_is_sent_and_in_the_end_a_person_sees_it(
    sessions: Sessions, line: Line, twilio: TwilioStandIn, now: datetime
) -> None:
    row_id = a_text(sessions, now)
    twilio.faults.append(Fault(silent_seconds=2))
    send_text(sessions, row_id, client=line, at=now)
    away = open_line(settings_for("http://127.0.0.1:1"), seconds=1)
    assert set(looks_three_times(sessions, row_id, away, now)) == {"unknown"}
    late = now + timedelta(hours=4)
    assert reconcile(sessions, row_id, client=away, at=late) == "failed"
    assert of(sessions, row_id).error == NO_LIST
    assert len(twilio.delivered) == 1


def test_a_text_that_is_too_old_to_read_fails_instead_of_going_again(
    sessions: Sessions, line: Line, twilio: TwilioStandIn, now: datetime
) -> None:
    row_id = a_text(sessions, now)
    twilio.faults.append(Fault(status=504))
    send_text(sessions, row_id, client=line, at=now)
    late = now + timedelta(hours=4)
    assert reconcile(sessions, row_id, client=line, at=late) == "failed"


def test_an_alert_to_staff_is_not_sent_again_long_after(
    sessions: Sessions, line: Line, twilio: TwilioStandIn, now: datetime
) -> None:
    with sessions.begin() as session:
        row_id = queue_staff_text(session, number=NUMBER, text="Look now", at=now).id
    twilio.faults.append(Fault(status=504))
    send_text(sessions, row_id, client=line, at=now)
    assert looks_three_times(sessions, row_id, line, now)[-1] == "failed"
    assert twilio.delivered == []
