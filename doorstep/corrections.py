"""`doorstep corrections`: what coordinators put right, as sentences that the bot can learn from."""

import click
import yaml


@click.command()
def corrections() -> None:
    """Write corrected messages in the form of data/what_matters/nlu.yml. Read them before use.

    Only words that residents agreed to have kept, without known names, numbers and postcodes; a
    name that nobody told us may still stand in them.
    """
    from doorstep.database import open_database
    from referrals.theme_corrections import learnt_examples
    from settings import settings

    with open_database(settings()) as sessions, sessions() as session:
        examples = [
            {"text": one.text, "metadata": {"themes": list(one.themes), "about": one.about}}
            for one in learnt_examples(session)
        ]
    told = {"version": "3.1", "nlu": [{"intent": "tell_need", "examples": examples}]}
    click.echo(yaml.safe_dump(told, sort_keys=False, allow_unicode=True, width=1000))
