"""`doorstep migrate`: brings the database to the tables that this version expects."""

import click


@click.command()
def migrate() -> None:
    """Add what is missing in the database; run it before the parts of a new version start."""
    from doorstep.database import open_database
    from settings import settings

    with open_database(settings()):
        click.echo("The database is up to date.")
