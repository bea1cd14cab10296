"""`doorstep phone text|call`: a simulated handset that texts and calls the running system."""

import os
import sys

import click

from doorstep.problems import CannotGoOn

NUMBER = "+447700900123"


@click.command()
@click.argument("mode", type=click.Choice(["text", "call"]))
@click.option("--number", default=NUMBER, show_default=True, help="The handset's own number.")
@click.option("--withheld", is_flag=True, help="Call without showing the number.")
@click.option("--port", type=int, help="Port of the public web (PUBLIC_PORT).")
def phone(mode: str, number: str, withheld: bool, port: int | None) -> None:
    """Text or call Doorstep from the terminal, with signed requests and no account."""
    if port is not None:
        os.environ["PUBLIC_PORT"] = str(port)
    import httpx

    from doorstep.own_secrets import settle
    from settings import settings
    from telephony.rehearsal.phone_command import open_handset, run_phone

    settle(os.environ)
    handset = open_handset(settings(), number=number)
    try:
        run_phone(mode, handset=handset, said=sys.stdin, heard=sys.stdout, withheld=withheld)
    except httpx.ConnectError as problem:
        raise CannotGoOn(
            f"Nobody answers at {settings().public_address}: is Doorstep running?"
        ) from problem
