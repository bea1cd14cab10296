"""`doorstep backup FILE`: the whole database in one file."""

from pathlib import Path

import click

from doorstep.problems import CannotGoOn


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
def backup(file: Path) -> None:
    """Write a backup; it holds what residents said, so keep it as you keep the database."""
    from doorstep.database import database_address
    from doorstep.dump import dump
    from settings import settings

    if file.exists():
        raise CannotGoOn(f"{file} is there already: choose another name.")
    with database_address(settings()) as address:
        dump(address, file)
    click.echo(f"{file}: {file.stat().st_size / 1e6:.1f} MB")
