"""`doorstep export REFERENCE`: everything kept about one person, as JSON."""

import json
from datetime import UTC, datetime

import click


@click.command()
@click.argument("reference")
def export(reference: str) -> None:
    """Write all data of one person, in all their conversations, to stdout."""
    from doorstep.by_reference import conversation_of
    from doorstep.database import open_database
    from people.export import export_person
    from referrals.audit import record
    from settings import settings

    with open_database(settings()) as sessions, sessions.begin() as session:
        conversation = conversation_of(session, reference)
        everything = export_person(session, conversation)
        record(
            session,
            by="command line",
            act="exported",
            subject="conversation",
            subject_id=conversation.id,
            at=datetime.now(UTC),
        )
    click.echo(json.dumps(everything, ensure_ascii=False, indent=2))
