"""Why a command cannot go on, in one sentence for whoever typed it."""

from typing import IO, Any

from click import ClickException, echo


class CannotGoOn(ClickException):
    """Ends a command with its sentence on stderr and the exit code 1; no traceback."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Write the sentence."""
        echo(f"doorstep: {self.message}", file=file, err=file is None)
