"""Let go of what is kept no longer."""

from __future__ import annotations

import click

from assistant import storage
from assistant.cli.main import now
from assistant.cli.people import opened


@click.command()
@click.option("--demo", is_flag=True, help="In the data of the made-up provider.")
def tidy(*, demo: bool) -> None:
    """Delete what has been kept long enough; run it once a day.

    The words of gaps go after 30 days and leave their counts. Asking a question does this too; the
    daily run keeps the promise where nobody asks. Training records of people who have left go after
    the time that the provider chose.
    """
    with opened(demo=demo) as (_settings, store):
        with store.write() as session:
            deleted = storage.tidy(session, now())
        store.truncate_log()
        for name, count in deleted.items():
            click.echo(f"{name}: {count} deleted")
