"""The jobs and when they run. Each is one call of a function that can be tried without a queue."""

import asyncio
import time
import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

import structlog
from procrastinate import App, Blueprint, JobContext, PsycopgConnector
from procrastinate.exceptions import AlreadyEnqueued

from storage.connections import JOBS
from worker.alerting import sweep_alerts, tell_of_alert
from worker.check_ins import ask_due
from worker.feeds import load_council_feeds
from worker.forgetting import forget_old
from worker.freshness import end_states, keep_directory_fresh, send_questions
from worker.kept_messages import take_in_kept
from worker.meanings import learn_new
from worker.overdue import notice_overdue
from worker.queueing import SEND_TEXT, TELL_OF_ALERT, connection_settings
from worker.recordings import fetch_recordings
from worker.texts import look_up_unknown, send_one, sweep_texts
from worker.workplace import Workplace

log = structlog.get_logger()

SWEEP_TEXTS = "sweep_texts"
LEARN_MEANINGS = "learn_meanings"
EVERY_MINUTE = "* * * * *"
EVERY_HOUR = "5 * * * *"
EVERY_NIGHT = "20 3 * * *"
AT_NIGHT_FOR_FEEDS = "40 1 * * *"
"""When publishers' servers have little to do; a large feed takes an hour at a polite pace."""

jobs = Blueprint()


def make_app(database_url: str) -> App:
    """Return Procrastinate's app on our database with all jobs."""
    app = App(connector=PsycopgConnector(**connection_settings(database_url), max_size=JOBS))
    app.add_tasks_from(jobs, namespace="")
    return app


@jobs.task(name=SEND_TEXT, pass_context=True)
async def send(context: JobContext, row_id: int) -> None:
    """Send one text of the outbox."""
    place = _workplace(context)
    await asyncio.to_thread(send_one, place, row_id, at=place.desk.clock())


@jobs.task(name=TELL_OF_ALERT, pass_context=True)
async def tell_staff(context: JobContext, alert_id: str) -> None:
    """Take the steps of one alert that are due."""
    place = _workplace(context)
    await asyncio.to_thread(tell_of_alert, place, uuid.UUID(alert_id), at=place.desk.clock())


@jobs.periodic(cron=EVERY_MINUTE)
@jobs.task(name="sweep_alerts", pass_context=True, queueing_lock="sweep_alerts")
async def sweep_unheard(context: JobContext, timestamp: int) -> None:
    """Look at every alert that nobody has taken up."""
    await _do(context, sweep_alerts, timestamp)


@jobs.periodic(cron=EVERY_MINUTE)
@jobs.task(name=SWEEP_TEXTS, pass_context=True, queueing_lock=SWEEP_TEXTS)
async def sweep(context: JobContext, timestamp: int) -> None:
    """Queue again what waits although its job was lost, and give up what is stuck."""
    await _do(context, sweep_texts, timestamp)


@jobs.periodic(cron=EVERY_MINUTE)
@jobs.task(name="look_up_unknown", pass_context=True, queueing_lock="look_up_unknown")
async def look_up(context: JobContext, timestamp: int) -> None:
    """Find out at Twilio about texts whose request got no answer."""
    await _do(context, look_up_unknown, timestamp)


@jobs.periodic(cron=EVERY_MINUTE)
@jobs.task(name="take_in_kept", pass_context=True, queueing_lock="take_in_kept")
async def take_in(context: JobContext, timestamp: int) -> None:
    """Take in the messages that were kept on disk."""
    await _do(context, take_in_kept, timestamp)


@jobs.periodic(cron=EVERY_MINUTE)
@jobs.task(name="fetch_recordings", pass_context=True, queueing_lock="fetch_recordings")
async def fetch(context: JobContext, timestamp: int) -> None:
    """Fetch recorded messages, and delete them at Twilio."""
    await _do(context, fetch_recordings, timestamp)


@jobs.periodic(cron=EVERY_MINUTE)
@jobs.task(name="ask_due_check_ins", pass_context=True, queueing_lock="ask_due_check_ins")
async def ask(context: JobContext, timestamp: int) -> None:
    """Ask residents how it went."""
    await _do(context, ask_due, timestamp)


@jobs.periodic(cron=EVERY_MINUTE)
@jobs.task(name="notice_overdue", pass_context=True, queueing_lock="notice_overdue")
async def notice(context: JobContext, timestamp: int) -> None:
    """Write down promises that were not kept in time, and tell the consoles."""
    await _do(context, notice_overdue, timestamp)


@jobs.periodic(cron=EVERY_NIGHT)
@jobs.task(name="forget_unused", pass_context=True, queueing_lock="forget_unused")
async def forget(context: JobContext, timestamp: int) -> None:
    """Erase what residents told who have not been here for a year."""
    await _do(context, forget_old, timestamp)


@jobs.periodic(cron=EVERY_NIGHT)
@jobs.task(name="keep_directory_fresh", pass_context=True, queueing_lock="keep_directory_fresh")
async def keep_fresh(context: JobContext, timestamp: int) -> None:
    """Ask groups whether their entries are still right, and hide what nobody has checked."""
    await _do(context, keep_directory_fresh, timestamp)


@jobs.periodic(cron=EVERY_MINUTE)
@jobs.task(name="send_questions", pass_context=True, queueing_lock="send_questions")
async def ask_groups(context: JobContext, timestamp: int) -> None:
    """Send the questions that wait for groups."""
    await _do(context, send_questions, timestamp)


@jobs.periodic(cron=EVERY_HOUR)
@jobs.task(name="end_states", pass_context=True, queueing_lock="end_states")
async def tidy_states(context: JobContext, timestamp: int) -> None:
    """Tidy states of entries whose last day has passed."""
    await _do(context, end_states, timestamp)


@jobs.periodic(cron=AT_NIGHT_FOR_FEEDS)
@jobs.task(name="load_feeds", pass_context=True, queueing_lock="load_feeds")
async def load_feeds(context: JobContext, timestamp: int) -> None:
    """Load the council's feeds of services."""
    await _do(context, load_council_feeds, timestamp)


@jobs.periodic(cron=EVERY_MINUTE)
@jobs.task(name=LEARN_MEANINGS, pass_context=True, queueing_lock=LEARN_MEANINGS)
async def learn(context: JobContext, timestamp: int) -> None:
    """Read what new and changed services mean."""
    await _do(context, learn_new, timestamp)


AT_THE_START = (SWEEP_TEXTS, "look_up_unknown", "take_in_kept", LEARN_MEANINGS)
"""What a worker does first, before the next full minute: somebody may wait since one died."""


async def sweep_at_start(app: App) -> None:
    """Queue at once what finds the work that a dead worker left."""
    for name in AT_THE_START:
        with suppress(AlreadyEnqueued):
            await app.configure_task(name, queueing_lock=name).defer_async(
                timestamp=int(time.time())
            )


Work = Callable[..., int]


async def _do(context: JobContext, work: Work, timestamp: int) -> None:
    """Run a periodic job in a thread and log how much there was to do."""
    place = _workplace(context)
    at: datetime = place.desk.clock()
    done = await asyncio.to_thread(work, place, at=at)
    if done:
        log.info("worker.done", job=context.job.task_name, count=done, for_minute=timestamp)


def _workplace(context: JobContext) -> Workplace:
    place: Any = context.additional_context["workplace"]
    if not isinstance(place, Workplace):
        raise TypeError("a job was started without a workplace")
    return place
