"""`doorstep phone text|call|rehearse`: a simulated handset that reaches the running system."""

import os
import sys
from pathlib import Path

import click

from doorstep.problems import CannotGoOn

NUMBER = "+447700900123"
FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("mode", type=click.Choice(["text", "call", "rehearse"]))
@click.argument("files", nargs=-1, type=FILE)
@click.option("--number", default=NUMBER, show_default=True, help="The handset's own number.")
@click.option("--withheld", is_flag=True, help="Call without showing the number.")
@click.option("--port", type=int, help="Port of the public web (PUBLIC_PORT).")
@click.option("--speak", is_flag=True, help="Play what is said through espeak-ng.")
@click.option("--trouble", type=FILE, help="YAML of what goes wrong on the line.")
def phone(
    mode: str,
    files: tuple[Path, ...],
    number: str,
    withheld: bool,
    port: int | None,
    speak: bool,
    trouble: Path | None,
) -> None:
    """Text or call Doorstep from the terminal, or rehearse FILES, with signed requests.

    Scripts of calls and texts, and what may go wrong on a line, are described in
    docs/rehearsals/README.md.
    """
    if (mode == "rehearse") != bool(files):
        raise click.UsageError("rehearse takes scripts, and text and call take none")
    if port is not None:
        os.environ["PUBLIC_PORT"] = str(port)
    import httpx

    try:
        failed = _run(mode, files, number, withheld=withheld, speak=speak, trouble=trouble)
    except httpx.ConnectError as problem:
        from settings import settings

        raise CannotGoOn(
            f"Nobody answers at {settings().public_address}: is Doorstep running?"
        ) from problem
    if failed:
        raise CannotGoOn(f"{failed} of {len(files)} rehearsals did not go as they should.")


def _run(
    mode: str,
    files: tuple[Path, ...],
    number: str,
    *,
    withheld: bool,
    speak: bool,
    trouble: Path | None,
) -> int:
    """Do what is asked, and return how many rehearsals failed."""
    from doorstep.own_secrets import settle
    from settings import settings
    from telephony.rehearsal.call import FALLBACK_PATH
    from telephony.rehearsal.loudspeaker import loudspeaker
    from telephony.rehearsal.phone_command import open_handset, run_phone, run_rehearsals
    from telephony.rehearsal.script import BadScript
    from telephony.rehearsal.trouble import NONE, Trouble

    settle(os.environ)
    aloud = loudspeaker(tell=click.echo) if speak else lambda _: None
    open_handset(settings()).get(FALLBACK_PATH)  # is anybody there at all?
    try:
        troubles = Trouble.load(trouble) if trouble else NONE
        if mode == "rehearse":
            return run_rehearsals(
                files, settings(), heard=sys.stdout, number=number, trouble=troubles, speak=aloud
            )
    except (BadScript, ValueError) as problem:
        raise CannotGoOn(str(problem)) from problem
    handset = open_handset(settings(), number=number, trouble=troubles)
    run_phone(
        mode, handset=handset, said=sys.stdin, heard=sys.stdout, withheld=withheld, speak=aloud
    )
    return 0
