"""Alerts reach colleagues by text and e-mail, step by step, whatever fails on the way."""

import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest
from sqlalchemy import select

from doorstep.drill import run_drill
from referrals.alert_told import Told, told_of
from referrals.alerts import acknowledge_alert, raise_drill, read_alert
from referrals.report import report_lines
from referrals.rota import Part
from referrals.rota_rows import add_shifts, add_to_rota
from referrals.staff import Role
from storage.live import Listener
from storage.tables.outbox import OutgoingText
from storage.tables.safety import Alert
from telephony.rehearsal.twilio_stand_in import TwilioStandIn
from tests.referrals import scene
from tests.worker.post_office import PostOffice, serving
from tests.worker.test_worker import place, run_jobs, twilio
from worker.alerting import sweep_alerts, tell_of_alert
from worker.notices import Notices
from worker.workplace import Workplace

__all__ = ["place", "twilio"]

SAM, PRIYA, LEE, TEAM = "+447700900301", "+447700900302", "+447700900303", "+447700900304"


@pytest.fixture
def post_office() -> Iterator[PostOffice]:
    with serving() as office:
        yield office


@pytest.fixture
def works(place: Workplace, post_office: PostOffice, cheap_passwords: None) -> Workplace:
    """The workplace with a mail server."""
    mail = {"smtp_host": "127.0.0.1", "smtp_port": post_office.port, "smtp_security": "none"}
    return replace(place, settings=place.settings.model_copy(update=mail))


@pytest.fixture
def rota(works: Workplace, now: datetime) -> Workplace:
    """Sam and then Priya are on duty, Lee leads, a team stands behind them."""
    with works.desk.sessions.begin() as session:
        for name, number, role, part in (
            ("Sam Okafor", SAM, Role.COORDINATOR, Part.DUTY),
            ("Priya Shah", PRIYA, Role.COORDINATOR, Part.DUTY),
            ("Lee Tremayne", LEE, Role.LEAD, Part.LEAD),
        ):
            member = scene.colleague(session, now, name, role)
            one = add_to_rota(
                session, part=part, staff_id=member.id, mobile=number,
                email=f"{name.split()[0].lower()}@example.org", by="test", at=now,
            )  # fmt: skip
            add_shifts(
                session, one.id, weekdays=range(5), begins=time(9), ends=time(17), by="test", at=now
            )
        add_to_rota(
            session, part=Part.OUT_OF_HOURS, name="Night team", mobile=TEAM, by="test", at=now
        )
    return works


def an_alert(place: Workplace, at: datetime) -> uuid.UUID:
    with place.desk.sessions.begin() as session:
        thread = scene.conversation(session, at)
        message = scene.says(session, thread, "my chest hurts and my name is Edith", at)
        return scene.alert(session, thread, message, at).id


def told(place: Workplace, alert_id: uuid.UUID) -> list[Told]:
    with place.desk.sessions() as session:
        return told_of(session, alert_id)


def steps(place: Workplace, alert_id: uuid.UUID) -> list[tuple[str, str, str]]:
    return [(one.step, one.name.split()[0] if one.name else "", one.how)
            for one in told(place, alert_id)]  # fmt: skip


def send_texts(place: Workplace) -> None:
    with place.desk.sessions() as session:
        waiting = session.scalars(
            select(OutgoingText.id).where(OutgoingText.state == "waiting")
        ).all()
    for row_id in waiting:
        place.queue.send_text(row_id)
    run_jobs(place)


def test_who_is_on_duty_gets_a_text_and_an_email_at_once(
    rota: Workplace, post_office: PostOffice, twilio: tuple[TwilioStandIn, str], now: datetime
) -> None:
    alert = an_alert(rota, now)
    tell_of_alert(rota, alert, at=now)
    send_texts(rota)
    assert steps(rota, alert) == [("on_duty", "Sam", "text"), ("on_duty", "Sam", "email")]
    assert [one.outcome for one in told(rota, alert)] == ["sent", "sent"]
    assert [sent.number for sent in twilio[0].delivered] == [SAM]
    assert post_office.addresses == ["sam@example.org"]


def test_what_is_sent_holds_a_reference_and_a_link_and_nothing_of_the_resident(
    rota: Workplace, post_office: PostOffice, twilio: tuple[TwilioStandIn, str], now: datetime
) -> None:
    alert = an_alert(rota, now)
    tell_of_alert(rota, alert, at=now)
    send_texts(rota)
    [text], [mail] = twilio[0].delivered, post_office.arrived
    body = mail.get_payload(decode=True)
    assert isinstance(body, bytes)
    for words in (text.body, f"{mail['Subject']} {body.decode()}"):
        assert str(alert) in words
        assert not any(told in words for told in ("chest", "Edith", "hurts", "medical"))


def test_an_alert_goes_on_to_the_next_the_lead_and_the_team(rota: Workplace, now: datetime) -> None:
    alert = an_alert(rota, now)
    for minutes in (0, 1, 2, 3, 5, 9, 10, 30):
        tell_of_alert(rota, alert, at=now + timedelta(minutes=minutes))
    assert [(one.step, (one.at - now).seconds // 60) for one in told(rota, alert)] == [
        ("on_duty", 0), ("on_duty", 0), ("next_on_duty", 2), ("next_on_duty", 2),
        ("lead", 5), ("lead", 5), ("out_of_hours", 10),
    ]  # fmt: skip


def test_an_alert_that_was_taken_up_goes_no_further(rota: Workplace, now: datetime) -> None:
    alert = an_alert(rota, now)
    tell_of_alert(rota, alert, at=now)
    with rota.desk.sessions.begin() as session:
        by = scene.everybody(session)[0].id
        acknowledge_alert(session, read_alert(session, alert), by=by, at=now)
    tell_of_alert(rota, alert, at=now + timedelta(minutes=30))
    assert {one.step for one in told(rota, alert)} == {"on_duty"}


def test_at_night_the_out_of_hours_team_is_told_at_once(rota: Workplace, now: datetime) -> None:
    night = now + timedelta(hours=12)
    alert = an_alert(rota, night)
    tell_of_alert(rota, alert, at=night)
    first, second = told(rota, alert)
    assert (first.step, first.outcome, first.why) == (
        "on_duty", "nobody", "Nobody is on the rota now",
    )  # fmt: skip
    assert (second.step, second.name) == ("out_of_hours", "Night team")


def test_an_email_that_is_refused_is_seen_and_the_next_step_goes_on(
    rota: Workplace, post_office: PostOffice, now: datetime
) -> None:
    post_office.refuses_with = "550 no such box"
    alert = an_alert(rota, now)
    for minutes in range(4):
        tell_of_alert(rota, alert, at=now + timedelta(minutes=minutes))
    mails = [one for one in told(rota, alert) if one.how == "email"]
    assert (mails[0].outcome, mails[0].why) == (
        "failed",
        "The mail server refused the address: 550",
    )
    assert [one.name for one in mails] == ["Sam Okafor", "Priya Shah"]
    assert post_office.arrived == []


def test_a_mail_server_that_is_away_is_tried_again_a_minute_later(
    rota: Workplace, post_office: PostOffice, now: datetime
) -> None:
    gone = rota.settings.model_copy(update={"smtp_port": 1})
    alert = an_alert(rota, now)
    tell_of_alert(replace(rota, settings=gone), alert, at=now)
    [mail] = [one for one in told(rota, alert) if one.how == "email"]
    assert (mail.outcome, mail.why) == (
        "waiting", "The mail server was not reached: ConnectionRefusedError",
    )  # fmt: skip
    tell_of_alert(rota, alert, at=now + timedelta(minutes=1))
    assert post_office.addresses == ["sam@example.org"]


def test_without_a_mail_server_and_a_number_the_next_is_told_at_once(
    works: Workplace, now: datetime
) -> None:
    with works.desk.sessions.begin() as session:
        one = add_to_rota(
            session, part=Part.DUTY, name="Only mail", email="only@example.org", by="test", at=now
        )
        add_shifts(
            session, one.id, weekdays=range(5), begins=time(9), ends=time(17), by="test", at=now
        )
        add_to_rota(session, part=Part.OUT_OF_HOURS, name="Team", mobile=TEAM, by="test", at=now)
    alert = an_alert(works, now)
    without = works.settings.model_copy(update={"smtp_host": ""})
    tell_of_alert(replace(works, settings=without), alert, at=now)
    assert [(o.step, o.outcome) for o in told(works, alert)] == [
        ("on_duty", "failed"), ("out_of_hours", "waiting"),
    ]  # fmt: skip


def test_the_sweeper_sends_within_a_minute_what_a_dead_worker_left(
    rota: Workplace, post_office: PostOffice, twilio: tuple[TwilioStandIn, str], now: datetime
) -> None:
    alert = an_alert(rota, now - timedelta(minutes=1))
    rest = an_alert(rota, now)
    assert sweep_alerts(rota, at=now) == 2
    run_jobs(rota)
    send_texts(rota)
    assert {one.outcome for each in (alert, rest) for one in told(rota, each)} == {"sent"}
    assert post_office.addresses == ["sam@example.org", "sam@example.org"]
    assert [sent.number for sent in twilio[0].delivered] == [SAM, SAM]


def test_an_alert_raised_long_before_the_worker_is_back_goes_to_everybody(
    rota: Workplace, now: datetime
) -> None:
    alert = an_alert(rota, now - timedelta(minutes=20))
    tell_of_alert(rota, alert, at=now)
    assert {one.name.split()[0] for one in told(rota, alert)} == {"Sam", "Priya", "Lee", "Night"}


def test_an_open_page_is_told_again_every_minute(
    rota: Workplace, database_url: str, now: datetime
) -> None:
    an_alert(rota, now)
    listener = Listener(database_url)
    with listener.subscribed("queue") as inbox:
        while inbox.empty():
            sweep_alerts(rota, at=now)
        assert inbox.get(timeout=5)["kind"] == "alert"
    listener.stop()


def test_the_notice_of_an_alert_queues_its_steps(
    rota: Workplace, database_url: str, now: datetime
) -> None:
    notices = Notices(Listener(database_url), rota.queue)
    notices.start()
    try:
        alert = an_alert(rota, now)
        for _ in range(100):
            run_jobs(rota)
            if told(rota, alert):
                break
    finally:
        notices.stop()
    assert steps(rota, alert)[0] == ("on_duty", "Sam", "text")


def test_a_colleagues_stop_does_not_keep_an_alert(
    rota: Workplace, twilio: tuple[TwilioStandIn, str], now: datetime
) -> None:
    from conversation.outbox import stop_texts

    with rota.desk.sessions.begin() as session:
        stop_texts(session, SAM, at=now)
    tell_of_alert(rota, an_alert(rota, now), at=now)
    send_texts(rota)
    assert [sent.number for sent in twilio[0].delivered] == [SAM]


def a_drill(place: Workplace, now: datetime) -> uuid.UUID:
    with place.desk.sessions.begin() as session:
        return raise_drill(session, by="test", at=now).id


def test_a_drill_goes_through_every_step_at_once_and_says_so(
    rota: Workplace, post_office: PostOffice, twilio: tuple[TwilioStandIn, str], now: datetime
) -> None:
    drill = a_drill(rota, now)
    tell_of_alert(rota, drill, at=now)
    send_texts(rota)
    assert {one.step for one in told(rota, drill)} == {
        "on_duty", "next_on_duty", "lead", "out_of_hours",
    }  # fmt: skip
    assert all("DRILL" in sent.body for sent in twilio[0].delivered)
    assert all("DRILL" in str(mail["Subject"]) for mail in post_office.arrived)
    assert len(twilio[0].delivered) == 4


def test_no_figure_counts_a_drill(rota: Workplace, now: datetime) -> None:
    a_drill(rota, now)
    with rota.desk.sessions() as session:
        assert [line for line in report_lines(session) if line.what == "alerts"] == []
        assert session.scalars(select(Alert)).one().is_drill


def test_the_report_counts_alerts_and_the_minutes_until_they_were_taken_up(
    rota: Workplace, now: datetime
) -> None:
    with rota.desk.sessions.begin() as session:
        by = scene.everybody(session)[0].id
    for minutes in (1, 2, 3, 4, 90):
        alert = an_alert(rota, now)
        with rota.desk.sessions.begin() as session:
            then = now + timedelta(minutes=minutes)
            acknowledge_alert(session, read_alert(session, alert), by=by, at=then)
    with rota.desk.sessions() as session:
        [line] = [line for line in report_lines(session) if line.what == "alerts"]
    assert line.shown == ("2026-11", "alerts", "immediate", "5", "", "3.0")


def test_the_drill_command_tells_each_step_with_its_time(
    rota: Workplace, twilio: tuple[TwilioStandIn, str], now: datetime
) -> None:
    lines: list[str] = []

    def works_on(_: float) -> None:
        sweep_alerts(rota, at=now)
        run_jobs(rota)
        send_texts(rota)

    is_good = run_drill(
        rota.desk.sessions, seconds=60, tell=lines.append, clock=lambda: now, wait=works_on
    )
    assert is_good
    assert all(line.startswith("DRILL") for line in lines)
    assert any("The person on duty [0 min]: Sam Okafor, by text: sent" in line for line in lines)
    assert any(
        "The out-of-hours team [10 min]: Night team, by text: sent" in line for line in lines
    )


def test_the_drill_command_says_when_the_worker_is_away(rota: Workplace, now: datetime) -> None:
    lines: list[str] = []
    clock = iter(now + timedelta(seconds=10 * count) for count in range(100))
    is_good = run_drill(
        rota.desk.sessions,
        seconds=60,
        tell=lines.append,
        clock=lambda: next(clock),
        wait=lambda _: None,
    )
    assert not is_good
    assert "Is the worker running?" in lines[-1]
