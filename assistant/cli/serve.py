"""Serve the pages."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import click

from assistant import config, demonstration, languages, notices, storage
from assistant.accounts import Role
from assistant.cli.main import BAD_INPUT, UNSAFE, load_index, load_knowledge, stop
from assistant.config import ConfigError, Settings
from assistant.knowledge import KnowledgeError
from assistant.languages import LanguageError
from assistant.notices import NoticeError
from assistant.storage import Storage, StorageError


@click.command()
@click.option("--demo", is_flag=True, help="Serve a made-up provider, to try the program.")
def serve(*, demo: bool) -> None:
    """Serve the pages on this machine; stop with Ctrl-C."""
    try:
        settings = config.from_environment(demo=demo)
    except ConfigError as error:
        stop(str(error), UNSAFE)
    # First what fails soonest: reading the knowledge and its index takes seconds.
    store = _open_store(settings)
    knowledge = load_knowledge()
    index = load_index(knowledge)
    if warning := storage.sqlite_warning():
        click.echo(f"warning: {warning}", err=True)
    from assistant.web import create_app
    from assistant.web.server import Server

    try:
        app = create_app(settings, knowledge=knowledge, index=index, storage=store)
    except (KnowledgeError, LanguageError) as error:
        stop(str(error), BAD_INPUT)
    Server(app, store, f"127.0.0.1:{settings.port}").run()


def keep_sentences(store: Storage) -> None:
    """Keep what versions from before say, while the words that they were made from are still here.

    A version that today's wording cannot compose is left: its notice file stays.
    """
    with store.write() as session:
        old = storage.notices.without_sentences(session)
        if not old:
            return
        wording = notices.load_wording(config.knowledge_folder() / "wording")
        for one in old:
            with suppress(NoticeError):
                version = notices.reread(one.content, one.sentences, one.record, wording)
                storage.notices.keep_sentences(session, one, version)


def keep_translations(store: Storage, folder: Path) -> None:
    """Keep the translations of what was published before they were kept, once.

    *folder* is that of the translations: those that fit the words of a version are kept for it.
    """
    with store.write() as session:
        if storage.kept_translations.are_any(session):
            return
        messages = {
            message
            for sentences in storage.notices.all_sentences(session)
            for message in notices.reread_notice(sentences).every_message()
        }
        if messages:
            shipped = languages.read_catalogues(folder).values()
            storage.kept_translations.keep(session, sorted(messages), shipped)


def _open_store(settings: Settings) -> Storage:
    """Return the migrated store, seeded for the demonstration; ends the program if it cannot be."""
    now = datetime.now(UTC)
    try:
        store = storage.connect(settings.database_url)
        storage.backup.migrate_safely(store, settings.data / "backups", now)
        store.try_write()
        keep_sentences(store)
        if settings.demo:
            example = config.knowledge_folder() / "examples" / "scribe.json"
            demonstration.seed(store, example, now)
        keep_translations(store, settings.translations)
        with store.read() as session:
            owners = [one for one in storage.accounts.everyone(session) if one.role is Role.OWNER]
    except (NoticeError, KnowledgeError) as error:
        stop(f"the example notice cannot be published: {error}", BAD_INPUT)
    except StorageError as error:
        stop(f"cannot use {settings.data}: {error}", UNSAFE)
    except OSError as error:
        stop(f"cannot read {error.filename}: {error.strerror}", UNSAFE)
    if not owners:
        stop("this provider is not set up yet; do it with: assistant init", UNSAFE)
    return store
