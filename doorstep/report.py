"""`doorstep report`: counts of conversations, referrals, waits and the directory, as CSV."""

import csv
import sys

import click

COLUMNS = (
    "month", "what", "kind", "count", "median_hours_until_taken_up",
    "median_minutes_until_acknowledged",
)  # fmt: skip


@click.command()
def report() -> None:
    """Write counts by month to stdout; of people, those under five are not told."""
    from conversation.desk import utc_now
    from directory.freshness_figures import freshness_rows
    from doorstep.database import open_database
    from referrals.report import report_lines
    from settings import settings

    with open_database(settings()) as sessions, sessions() as session:
        table = csv.writer(sys.stdout)
        table.writerow(COLUMNS)
        table.writerows(line.shown for line in report_lines(session))
        table.writerows(freshness_rows(session, at=utc_now()))
