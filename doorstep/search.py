"""`doorstep search`: searches the directory, a line for each query."""

from datetime import UTC, datetime

import click


@click.command()
def search() -> None:
    """Answer JSON lines {"id", "q", "postcode"?, "limit"?} from stdin by {"id", "results"}."""
    from directory.command import search_lines
    from doorstep.database import open_database
    from doorstep.lines import lines_in, write_line
    from settings import settings

    with open_database(settings()) as sessions:
        for answer in search_lines(sessions, lines_in(), at=datetime.now(UTC)):
            write_line(answer)
