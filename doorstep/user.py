"""`doorstep user add EMAIL`: a coordinator's account."""

import secrets
from datetime import UTC, datetime

import click

from doorstep.problems import CannotGoOn

ROLES = ("coordinator", "lead", "administrator")


@click.group()
def user() -> None:
    """Accounts of coordinators."""


@user.command()
@click.argument("email")
@click.option("--role", type=click.Choice(ROLES), default="coordinator", show_default=True)
@click.option("--name", required=True, help="As residents will read it.")
@click.option("--ask-password", is_flag=True, help="Type the password; else one is made and shown.")
def add(email: str, role: str, name: str, ask_password: bool) -> None:
    """Add an account and show its password once."""
    from doorstep.database import open_database
    from referrals.errors import BadAccount, EmailTaken
    from referrals.staff import add_staff
    from settings import settings

    typed = (
        click.prompt("Password", hide_input=True, confirmation_prompt=True) if ask_password else ""
    )
    password = typed or new_password()
    try:
        with open_database(settings()) as sessions, sessions.begin() as session:
            add_staff(
                session, email=email, name=name, role=role, password=password, at=datetime.now(UTC)
            )
    except EmailTaken as problem:
        raise CannotGoOn(f"{email} has an account already.") from problem
    except BadAccount as problem:
        raise CannotGoOn(
            f"The account cannot be made: {' '.join(map(str, problem.args))}"
        ) from problem
    click.echo(f"{email} can log in as {role}.")
    if not typed:
        click.echo(f"Password, shown only now: {password}")


def new_password() -> str:
    """Return a password of 80 random bits that can be read out."""
    return "-".join(secrets.token_hex(2) for _ in range(5))
