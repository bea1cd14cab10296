"""Texts on our own account keep the night, a measure and the line's pace; answers overtake."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from conversation.outbox import queue_staff_text, queue_text, stop_texts
from conversation.text_times import ITS_TURN, QUIET, TOO_MANY, quiet_until, wait_of
from council import TextRules, council
from referrals.queue import Reasons, open_referral
from storage.tables.conversations import Conversation
from storage.tables.outbox import OutgoingText
from tests.people import SUE
from tests.referrals import scene

TUESDAY_10AM = datetime(2026, 11, 24, 10, tzinfo=UTC)
TUESDAY_9PM = datetime(2026, 11, 24, 21, tzinfo=UTC)
WEDNESDAY_8AM = datetime(2026, 11, 25, 8, tzinfo=UTC)
SECOND, MINUTE, HOUR = timedelta(seconds=1), timedelta(minutes=1), timedelta(hours=1)


@dataclass
class Outbox:
    """The outbox of one resident who texted yesterday."""

    session: Session
    thread: Conversation

    def text(
        self, at: datetime, purpose: str = "check_in", words: str = "How did it go?"
    ) -> OutgoingText:
        return queue_text(
            self.session,
            conversation_id=self.thread.id,
            number=SUE.mobile,
            text=words,
            purpose=purpose,
            at=at,
        )

    def wait(self, text: OutgoingText, at: datetime) -> tuple[str, datetime] | None:
        wait = wait_of(self.session, text, at=at, a_second=1)
        return (wait.why, wait.until) if wait else None

    def sends(self, at: datetime) -> bool:
        text = self.text(at)
        if self.wait(text, at) is not None:
            return False
        text.state, text.sent_at = "sent", at
        self.session.flush()
        return True


@pytest.fixture
def outbox(session: Session) -> Outbox:
    yesterday = TUESDAY_10AM - timedelta(days=1)
    return Outbox(session, scene.conversation(session, yesterday, "sms", SUE.mobile))


@pytest.mark.parametrize(
    ("at", "until"),
    [
        (TUESDAY_10AM, None),
        (datetime(2026, 11, 24, 7, 59, tzinfo=UTC), datetime(2026, 11, 24, 8, tzinfo=UTC)),
        (datetime(2026, 11, 24, 8, tzinfo=UTC), None),
        (datetime(2026, 11, 24, 19, 59, tzinfo=UTC), None),
        (TUESDAY_9PM, WEDNESDAY_8AM),
        # Saturday night runs over the whole of Sunday
        (datetime(2026, 11, 28, 20, tzinfo=UTC), datetime(2026, 11, 30, 8, tzinfo=UTC)),
        (datetime(2026, 11, 29, 12, tzinfo=UTC), datetime(2026, 11, 30, 8, tzinfo=UTC)),
        # British Summer Time: eight in the evening there is seven by UTC
        (datetime(2026, 7, 7, 19, 30, tzinfo=UTC), datetime(2026, 7, 8, 7, tzinfo=UTC)),
    ],
)
def test_quiet_hours_end_in_the_morning_of_a_day_that_is_not_quiet(
    at: datetime, until: datetime | None
) -> None:
    assert quiet_until(council(), at) == until


def test_a_council_may_keep_a_quiet_hour_by_day_and_none_at_night() -> None:
    rules = TextRules(quiet_from=time(12), quiet_until=time(14), quiet_on_sundays=False)
    own = council().model_copy(update={"texts": rules})
    assert quiet_until(own, TUESDAY_9PM) is None
    noon = datetime(2026, 11, 24, 12, 30, tzinfo=UTC)
    assert quiet_until(own, noon) == datetime(2026, 11, 24, 14, tzinfo=UTC)


def test_a_check_in_waits_for_the_morning_and_says_so(outbox: Outbox) -> None:
    assert outbox.wait(outbox.text(TUESDAY_9PM), TUESDAY_9PM) == (QUIET, WEDNESDAY_8AM)


@pytest.mark.parametrize("purpose", ["coordinator", "details", "promise"])
def test_what_answers_within_ten_minutes_goes_at_night(outbox: Outbox, purpose: str) -> None:
    outbox.thread.last_heard_at = TUESDAY_9PM - 9 * MINUTE
    assert outbox.wait(outbox.text(TUESDAY_9PM, purpose), TUESDAY_9PM) is None
    outbox.thread.last_heard_at = TUESDAY_9PM - 11 * MINUTE
    assert outbox.wait(outbox.text(TUESDAY_9PM, purpose), TUESDAY_9PM) is not None


def test_a_coordinator_may_text_at_night_while_the_matter_is_urgent(outbox: Outbox) -> None:
    text = outbox.text(TUESDAY_9PM, "coordinator")
    assert outbox.wait(text, TUESDAY_9PM) is not None
    why = Reasons("urgent", "No food today.")
    open_referral(outbox.session, conversation=outbox.thread, why=why, at=TUESDAY_9PM)
    assert outbox.wait(text, TUESDAY_9PM) is None


def test_an_alert_to_staff_keeps_no_hours_and_no_measure(outbox: Outbox) -> None:
    for second in range(12):
        at = TUESDAY_9PM + second * SECOND
        text = queue_staff_text(outbox.session, number=SUE.mobile, text="Look now", at=at)
        assert outbox.wait(text, at) is None
        text.state, text.sent_at = "sent", at


def test_the_answer_to_a_kept_message_goes_at_night(outbox: Outbox) -> None:
    assert outbox.wait(outbox.text(TUESDAY_9PM, "answer"), TUESDAY_9PM) is None


def test_a_number_gets_three_an_hour_and_eight_a_day(outbox: Outbox) -> None:
    sent = [at for at in minutes_of_a_day() if outbox.sends(at)]
    assert len(sent) == 8
    assert all(later - earlier >= HOUR for earlier, later in zip(sent, sent[3:], strict=False))
    evening = TUESDAY_10AM + 9 * HOUR
    assert outbox.wait(outbox.text(evening), evening) == (TOO_MANY, sent[0] + timedelta(days=1))


def minutes_of_a_day() -> list[datetime]:
    return [TUESDAY_10AM + count * 10 * MINUTE for count in range(54)]


def test_our_own_texts_leave_one_a_second_and_an_answer_overtakes_them(outbox: Outbox) -> None:
    texts = [outbox.text(TUESDAY_10AM) for _ in range(4)]
    waits = [outbox.wait(text, TUESDAY_10AM) for text in texts]
    assert waits == [None, *[(ITS_TURN, TUESDAY_10AM + n * SECOND) for n in (1, 2, 3)]]
    assert outbox.wait(outbox.text(TUESDAY_10AM, "answer"), TUESDAY_10AM) is None
    # at its second the place is its own, and no new one is taken
    assert outbox.wait(texts[2], TUESDAY_10AM + 2 * SECOND) is None


def test_after_stop_only_what_answers_later_words_goes(outbox: Outbox) -> None:
    outbox.thread.last_heard_at = TUESDAY_10AM - MINUTE
    stop_texts(outbox.session, SUE.mobile, at=TUESDAY_10AM)
    assert outbox.text(TUESDAY_10AM + MINUTE, "coordinator").state == "stopped"
    outbox.thread.last_heard_at = TUESDAY_10AM + 2 * MINUTE
    assert outbox.text(TUESDAY_10AM + 3 * MINUTE, "coordinator").state == "waiting"
    assert outbox.text(TUESDAY_10AM + HOUR, "check_in").state == "stopped"
    stopped = select(OutgoingText.error).where(OutgoingText.state == "stopped")
    assert set(outbox.session.scalars(stopped)) == {"STOP"}
