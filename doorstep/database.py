"""The database of a command: the one that DATABASE_URL names, else this machine's own."""

from collections.abc import Iterator
from contextlib import contextmanager

from doorstep.problems import CannotGoOn
from settings import Settings
from storage.connections import COMMAND
from storage.embedded import embedded_postgres
from storage.engine import Sessions, make_engine, make_sessions
from storage.migrate import migrate


@contextmanager
def database_address(settings: Settings) -> Iterator[str]:
    """Give the database's address; the embedded one runs while the block does."""
    if settings.database_url:
        yield settings.database_url
        return
    with embedded_postgres(settings.doorstep_var / "postgres") as address:
        yield address


@contextmanager
def open_database(settings: Settings) -> Iterator[Sessions]:
    """Open the database for one command, with today's tables."""
    from sqlalchemy.exc import OperationalError

    with database_address(settings) as address:
        engine = make_engine(address, pool_size=COMMAND)
        try:
            migrate(engine)
            yield make_sessions(engine)
        except OperationalError as problem:
            raise CannotGoOn("The database does not answer: is DATABASE_URL right?") from problem
        finally:
            engine.dispose()
