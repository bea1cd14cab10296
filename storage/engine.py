"""Connects to PostgreSQL, the one database of Doorstep."""

from sqlalchemy import Engine, create_engine
from sqlalchemy.orm import Session, sessionmaker

Sessions = sessionmaker[Session]


def driver_url(database_url: str) -> str:
    """Name the psycopg driver in a plain ``postgresql://`` address, as managed services give it."""
    scheme, separator, rest = database_url.partition("://")
    if scheme in ("postgres", "postgresql"):
        scheme = "postgresql+psycopg"
    return scheme + separator + rest


def make_engine(database_url: str, *, pool_size: int = 5) -> Engine:
    """Return an engine whose connections are checked before use and give up after 5 seconds.

    It keeps ``pool_size`` connections and opens as many again in a rush (storage.connections).
    A database that is down must be an error in seconds, never a page that hangs.
    """
    return create_engine(
        driver_url(database_url),
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_timeout=5,
        pool_pre_ping=True,
        hide_parameters=True,  # an error's text must not quote what a resident said
        connect_args={"connect_timeout": 5, "options": "-c timezone=utc"},
    )


def make_sessions(engine: Engine) -> Sessions:
    """Return the factory of sessions; objects stay readable after the commit."""
    return sessionmaker(engine, expire_on_commit=False)
