"""`doorstep directory load SOURCE`: loads services or places and tells what became of each."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from directory.feeds.reports import LoadReport


@click.group()
def directory() -> None:
    """The directory of services and places."""


@directory.command()
@click.argument("source")
@click.option(
    "--only", multiple=True, help="Of postcodes, only this outward code; may be repeated."
)
@click.option("--name", help="What to call this feed; its file's name or address by default.")
@click.option("--accept", is_flag=True, help="Take it even if it has lost many services.")
def load(source: str, only: tuple[str, ...], name: str | None, accept: bool) -> None:
    """Load a file, a folder or an address; what cannot be taken is refused in words.

    Ends with status 1 where the feed could not be read or is held back.
    """
    from directory.command import load_source
    from doorstep.database import open_database
    from settings import settings

    with open_database(settings()) as sessions:
        at = datetime.now(UTC)
        _tell(load_source(sessions, source, at=at, only=only, name=name, accept=accept))


@directory.command()
def feeds() -> None:
    """Load all feeds of the council's file, as the worker does every night."""
    from council import council
    from directory.command import load_feeds
    from doorstep.database import open_database
    from settings import settings

    if not council().feeds:
        click.echo("The council's file names no feeds.")
        return
    with open_database(settings()) as sessions:
        _tell(*load_feeds(sessions, council().feeds, at=datetime.now(UTC)))


def _tell(*reports: "LoadReport") -> None:
    from directory.feeds.reports import say_report

    for report in reports:
        click.echo(say_report(report))
    if any(report.is_broken or report.is_held for report in reports):
        raise SystemExit(1)
