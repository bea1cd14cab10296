"""`doorstep restore FILE`: the database as a backup has it."""

from pathlib import Path

import click


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--yes", is_flag=True, help="Do not ask.")
def restore(file: Path, yes: bool) -> None:
    """Replace everything in the database by what the backup holds."""
    from doorstep.database import database_address
    from doorstep.dump import bring_back
    from settings import settings

    if not yes:
        click.confirm("Replace everything that is in the database now?", abort=True)
    with database_address(settings()) as address:
        bring_back(address, file)
    click.echo(f"The database is as {file} has it.")
