"""`doorstep screen`: what the danger screen makes of each line; needs no server."""

import click


@click.command()
def screen() -> None:
    """Screen messages from stdin (text, or JSON with text and id), a JSON line each."""
    from doorstep.lines import lines_in, write_line
    from triage.command import screen_lines

    for answer in screen_lines(lines_in()):
        write_line(answer)
