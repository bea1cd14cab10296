"""The command line: .venv/bin/doorstep COMMAND. A command is one module, loaded when it is used."""

import importlib
import warnings

import click

COMMANDS = {
    "up": "doorstep.up:up",
    "serve": "doorstep.serve_one:serve",
    "migrate": "doorstep.migrate:migrate",
    "chat": "doorstep.chat:chat",
    "phone": "doorstep.phone:phone",
    "screen": "doorstep.screen:screen",
    "understand": "doorstep.understand:understand",
    "spoken": "doorstep.spoken:spoken",
    "search": "doorstep.search:search",
    "directory": "doorstep.directory:directory",
    "user": "doorstep.user:user",
    "report": "doorstep.report:report",
    "drill": "doorstep.drill:drill",
    "corrections": "doorstep.corrections:corrections",
    "export": "doorstep.export:export",
    "erase": "doorstep.erase:erase",
    "backup": "doorstep.backup:backup",
    "restore": "doorstep.restore:restore",
}


class _Late(click.Group):
    """Imports a command when it is asked for: `doorstep screen` must not wait for web libraries."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  click's signature
        return list(COMMANDS)

    def get_command(  # noqa: D102  click's own
        self,
        ctx: click.Context,  # noqa: ARG002
        cmd_name: str,
    ) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command = getattr(importlib.import_module(module), name)
        if not isinstance(command, click.Command):
            raise TypeError(f"{COMMANDS[cmd_name]} is not a command")
        return command


@click.command(cls=_Late)
@click.version_option(package_name="doorstep")
def main() -> None:
    """Doorstep: the front door of adult social care."""
    # The embedded PostgreSQL's lock then lies in the folder for temporary files, which is fine.
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")


if __name__ == "__main__":
    main()
