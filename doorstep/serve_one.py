"""`doorstep serve PART`: one part in the foreground, as a container runs it."""

import os

import click

from doorstep.problems import CannotGoOn

PARTS = ("public", "console", "actions", "worker", "bot")


@click.command()
@click.argument("part", type=click.Choice(PARTS))
def serve(part: str) -> None:
    """Run one part; the settings say where the others are."""
    from doorstep.running import programs
    from settings import ROOT, settings

    if part != "bot" and not settings().database_url:
        raise CannotGoOn("The setting DATABASE_URL is missing (docs/settings.md).")
    program = getattr(programs, part)(settings())
    os.chdir(ROOT)
    os.execve(program.command[0], program.command, program.surroundings())  # noqa: S606  our own
