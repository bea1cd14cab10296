"""`doorstep erase REFERENCE`: forgets one person; the audit keeps that and when."""

from datetime import UTC, datetime

import click


@click.command()
@click.argument("reference")
@click.option("--yes", is_flag=True, help="Do not ask.")
def erase(reference: str, yes: bool) -> None:
    """Erase one person's words, story, names and numbers."""
    from doorstep.by_reference import conversation_of
    from doorstep.database import open_database
    from people.erase import erase_conversation
    from referrals.audit import record
    from settings import settings

    if not yes:
        click.confirm(f"Erase for ever what {reference} holds?", abort=True)
    at = datetime.now(UTC)
    with open_database(settings()) as sessions, sessions.begin() as session:
        conversation = conversation_of(session, reference)
        erase_conversation(session, conversation, at=at)
        record(
            session,
            by="command line",
            act="erased",
            subject="conversation",
            subject_id=conversation.id,
            at=at,
        )
    click.echo(f"{reference} is erased.")
