"""Runs the worker: python -m worker. It outlives a database that goes away and comes back."""

import asyncio
import signal
import sys

import psycopg
import psycopg_pool
import structlog
from procrastinate.exceptions import ConnectorException

from event_log import keep_log
from settings import Settings, settings
from storage.live import Listener
from worker.jobs import make_app, sweep_at_start
from worker.notices import Notices
from worker.workplace import Workplace, open_workplace

log = structlog.get_logger()

AT_ONCE = 8
"""Jobs side by side: one text that Twilio is slow about must not hold up the next."""
ENDS_WITHIN = 4.0
"""Seconds that a running job gets when the worker stops; the sweeper finds what is cut off."""
PAUSE = 2.0
"""Seconds until it looks for the database again."""

AWAY = (ConnectorException, psycopg.Error, psycopg_pool.PoolTimeout, OSError)


def main() -> None:
    """Work until a signal ends it."""
    given = settings()
    keep_log(given.log_level)
    if not given.database_url:
        sys.exit("doorstep: the setting DATABASE_URL is missing (docs/settings.md)")
    if not given.recording_key.get_secret_value():
        sys.exit("doorstep: the setting RECORDING_KEY is missing (docs/settings.md)")
    asyncio.run(work(given))


async def work(given: Settings) -> None:
    """Run jobs until SIGTERM or SIGINT."""
    place = open_workplace(given)
    notices = Notices(Listener(given.database_url), place.queue)
    notices.start()
    task = asyncio.ensure_future(_outlive(given, place))
    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)
    try:
        await task
    except asyncio.CancelledError:
        log.info("worker.stopped")
    finally:
        notices.stop()
        place.queue.close()


async def _outlive(given: Settings, place: Workplace) -> None:
    while True:
        try:
            async with make_app(given.database_url).open_async() as app:
                log.info("worker.started")
                await sweep_at_start(app)
                await app.run_worker_async(
                    concurrency=AT_ONCE,
                    install_signal_handlers=False,
                    delete_jobs="successful",
                    shutdown_graceful_timeout=ENDS_WITHIN,
                    additional_context={"workplace": place},
                )
        except AWAY as problem:
            log.warning("worker.lost_database", problem=type(problem).__name__)
        await asyncio.sleep(PAUSE)


if __name__ == "__main__":
    main()
