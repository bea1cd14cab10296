"""`doorstep directory load SOURCE`: loads services or places and tells what became of each."""

from datetime import UTC, datetime

import click


@click.group()
def directory() -> None:
    """The directory of services and places."""


@directory.command()
@click.argument("source")
@click.option(
    "--only", multiple=True, help="Of postcodes, only this outward code; may be repeated."
)
def load(source: str, only: tuple[str, ...]) -> None:
    """Load a file, a folder or an address; what cannot be taken is refused in words."""
    from directory.command import load_and_report
    from doorstep.database import open_database
    from settings import settings

    with open_database(settings()) as sessions:
        click.echo(load_and_report(sessions, source, at=datetime.now(UTC), only=only))
