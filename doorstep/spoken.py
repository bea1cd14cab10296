"""`doorstep spoken KIND`: the value that each dictated line holds; needs no server."""

import click

KINDS = ("postcode", "phone", "yes_no", "choice", "date_of_birth", "time", "name")


@click.command()
@click.argument("kind", type=click.Choice(KINDS))
def spoken(kind: str) -> None:
    """Read a value out of each line of stdin (text, or JSON with text, id and options)."""
    from doorstep.lines import lines_in, write_line
    from language.spoken import read_spoken_lines

    for answer in read_spoken_lines(kind, lines_in()):
        write_line(answer)
