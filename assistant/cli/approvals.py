"""Approve answers on the server, after reading them there; the Manage page does the same."""

from __future__ import annotations

import click
import msgspec

from assistant import storage
from assistant.accounts import Role
from assistant.cli.main import BAD_INPUT, load_knowledge, now, stop
from assistant.cli.people import opened
from assistant.knowledge import Answer
from assistant.storage.approvals import Approval, TextKind


@click.group("approvals")
def approvals_group() -> None:
    """See which answers are approved, and approve them after reading."""


@approvals_group.command("list")
@click.option("--json", "as_json", is_flag=True, help="As JSON, one object an answer.")
def list_approvals(*, as_json: bool) -> None:
    """Show each answer and who approved its present text."""
    answers = load_knowledge().answers
    with opened() as (_settings, store), store.read() as session:
        known = storage.approvals.current(session, TextKind.ANSWER)
    for name in sorted(answers):
        state = _state(answers[name], known.get(name))
        if as_json:
            click.echo(msgspec.json.encode({"answer": name, **state}).decode())
        else:
            click.echo("  ".join([f"{state['state']:16} {name:40}", *list(state.values())[1:]]))


@approvals_group.command("approve")
@click.argument("names", nargs=-1, required=True)
@click.option("--by", "email", required=True, help="E-mail address of the owner or manager.")
def approve(names: tuple[str, ...], email: str) -> None:
    """Show each of the answers NAMES in full, and approve those that you say hold here."""
    answers = load_knowledge().answers
    if unknown := [name for name in names if name not in answers]:
        stop(f"no such answer: {', '.join(unknown)}", BAD_INPUT)
    with opened() as (_settings, store):
        with store.read() as session:
            person = storage.accounts.by_email(session, email)
        if person is None or person.role is Role.STAFF:
            stop(f"no owner or manager has the e-mail address {email!r}", BAD_INPUT)
        for name in names:
            _show(answers[name])
            if not click.confirm(f"{person.name}: I have read this, and it holds here"):
                continue
            at, text_hash = now(), answers[name].text_hash
            with store.write() as session:
                storage.approvals.approve(session, TextKind.ANSWER, name, text_hash, person, at)
                by = storage.audit.actor(person)
                storage.audit.record(session, by, "texts_approved", name, at, texts=name)


def _state(answer: Answer, approval: Approval | None) -> dict[str, str]:
    if approval is None or not approval.approved:
        return {"state": "not yet approved"}
    held = approval.holds_for(answer.text_hash)
    who = {"who": approval.who, "role": approval.role, "on": approval.at.date().isoformat()}
    return {"state": "approved" if held else "changed since", **who}


def _show(answer: Answer) -> None:
    click.echo(f"\n{answer.title}\n{answer.headline}\n{answer.short}")
    for heading, lines in (("Do", answer.do), ("Do not", answer.do_not), ("Floor", answer.floor)):
        for line in lines:
            click.echo(f"  {heading}: {line}")
    click.echo(answer.body_html)
