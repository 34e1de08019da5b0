"""Plainly on the web: the application, made from what the core and the store provide."""

from __future__ import annotations

import dataclasses
import secrets

from flask import Flask

from assistant import answering
from assistant.config import Settings
from assistant.knowledge import Knowledge
from assistant.matching import Index
from assistant.storage import Storage
from assistant.web import (
    account,
    answers,
    approvals,
    ask,
    assets,
    certificates,
    check_start,
    checks,
    contacts,
    devices,
    doors,
    errors,
    gaps,
    health,
    hx,
    jobs,
    keying,
    keying_sessions,
    learners,
    links,
    local_lines,
    manage,
    matrix,
    offline,
    paper,
    people,
    person_records,
    practice,
    register,
    register_files,
    register_history,
    register_questions,
    register_tasks,
    results,
    roster_file,
    scenarios,
    sending,
    shell,
    sign_in,
    staff_language,
    tools,
    training,
    training_records,
    try_out,
    visit,
)
from assistant.web.languages import files, reviewing
from assistant.web.notices import maker, posting, reading
from assistant.web.state import State

_BLUEPRINTS = (
    ask.bp,
    answers.bp,
    reading.bp,
    maker.bp,
    posting.bp,
    jobs.bp,
    visit.bp,
    staff_language.bp,
    offline.bp,
    health.bp,
    sign_in.bp,
    links.bp,
    account.bp,
    manage.bp,
    contacts.bp,
    people.bp,
    person_records.bp,
    devices.bp,
    approvals.bp,
    sending.bp,
    gaps.bp,
    local_lines.bp,
    tools.bp,
    register.bp,
    register_questions.bp,
    register_tasks.bp,
    register_history.bp,
    register_files.bp,
    *training.BLUEPRINTS,
    training_records.bp,
    learners.bp,
    roster_file.bp,
    check_start.bp,
    checks.bp,
    practice.bp,
    matrix.bp,
    certificates.bp,
    results.bp,
    paper.bp,
    keying.bp,
    keying_sessions.bp,
    reviewing.bp,
    files.bp,
)


def create_app(
    settings: Settings, *, knowledge: Knowledge, index: Index, storage: Storage
) -> Flask:
    """Return the application that serves *knowledge* with *settings*.

    Raises UndeclaredPolicyError when a view does not say for whom it is.
    """
    if settings.demo and not settings.secret_key:
        settings = dataclasses.replace(settings, secret_key=secrets.token_urlsafe(48))
    app = Flask(__name__, template_folder=str(settings.templates.resolve()))
    words = answering.masking_words(knowledge, index)
    app.extensions["plainly"] = State(settings, knowledge, index, storage, words)
    hx.init_app(app)
    doors.init_app(app, settings)
    assets.Assets().init_app(app)
    shell.init_app(app, settings)
    scenarios.init_app(app, knowledge)
    errors.init_app(app)
    for blueprint in _BLUEPRINTS:
        app.register_blueprint(blueprint)
    if settings.demo:
        app.register_blueprint(try_out.bp)
    doors.close(app)
    return app
