"""Training on the command line: a session on paper, and scenarios out and in."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import click
import msgspec
import yaml

from assistant import config, printing
from assistant import training as core
from assistant.cli.main import BAD_INPUT, UNSAFE, load_knowledge, stop, today, write
from assistant.knowledge import Plan, Role, Scenario, Setting, Use
from assistant.printing import PrintError
from assistant.training import Audience, TableError

_OUT = click.Path(dir_okay=False, path_type=Path)


@click.group("training")
def training_group() -> None:
    """Sessions on paper, and scenarios to exchange."""


@training_group.command()
@click.option("--plan", "plan_id", required=True, help="Which session, as induction.")
@click.option("--setting", type=click.Choice([one.value for one in Setting]), required=True)
@click.option("--role", type=click.Choice([one.value for one in Role]), help="Who it is for.")
@click.option(
    "--use",
    "uses",
    multiple=True,
    type=click.Choice([one.value for one in Use]),
    help="A kind of tool that is live here; may be given again.",
)
@click.option("--seed", default="", help="Another word picks other scenarios.")
@click.option("--provider", default="", help="Who runs the service.")
@click.option("--location", default="", help="Where the session takes place.")
@click.option(
    "--printed-on",
    type=click.DateTime(["%Y-%m-%d"]),
    help="The day on every page; today when left out.",
)
@click.option("--out", type=_OUT, required=True, help="Where to write it.")
def pack(
    plan_id: str,
    setting: str,
    role: str | None,
    uses: tuple[str, ...],
    seed: str,
    provider: str,
    location: str,
    printed_on: datetime | None,
    out: Path,
) -> None:
    """Print a session: script, scenario cards, vote cards, sign-in sheet, check and key.

    The same options give the same bytes.
    """
    knowledge = load_knowledge()
    plan = knowledge.plans.get(plan_id)
    if plan is None:
        stop(f"there is no plan `{plan_id}`; known are {', '.join(knowledge.plans)}", BAD_INPUT)
    audience = Audience(
        role=_role(plan, role), setting=Setting(setting), uses=frozenset(map(Use, uses))
    )
    try:
        pdf = printing.pack(
            plan,
            core.items(knowledge),
            knowledge.ideas,
            audience,
            seed=seed,
            templates=(config.shipped().templates / "print").resolve(),
            printed_on=printed_on.date() if printed_on else today(),
            provider=provider,
            location=location,
        )
    except PrintError as error:
        stop(str(error), BAD_INPUT)
    write(out, pdf)


@training_group.command("export")
@click.option("--json", "format_", flag_value="json", default=True, help="As JSON (the default).")
@click.option("--csv", "format_", flag_value="csv", help="As CSV for a spreadsheet.")
@click.option("--out", type=_OUT, help="Where to write it; standard output when left out.")
def export_(format_: str, out: Path | None) -> None:
    """Give out all scenarios, each with what comes from its answer."""
    found = core.items(load_knowledge())
    as_csv = format_ == "csv"
    data = core.scenarios_csv(found).encode() if as_csv else core.scenarios_json(found)
    if out is None:
        click.echo(data, nl=False)
    else:
        write(out, data)


@training_group.command("import")
@click.argument("path", type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    required=True,
    help="Folder for the scenario files; none in it is replaced.",
)
def import_(path: Path, out: Path) -> None:
    """Turn the CSV file PATH into scenario files, to look through and put under scenarios/."""
    try:
        scenarios = core.read_scenarios(path.read_bytes())
    except OSError as error:
        stop(f"cannot read {path}: {error.strerror}", BAD_INPUT)
    except TableError as error:
        stop("\n".join(f"{path}: {problem}" for problem in error.problems), BAD_INPUT)
    files = {out / f"{scenario.id}.yaml": _as_yaml(scenario) for scenario in scenarios}
    there = sorted(file.name for file in files if file.exists())
    if there:
        stop(f"{out} has {there[0]} already, and {len(there) - 1} others", BAD_INPUT)
    try:
        out.mkdir(parents=True, exist_ok=True)
        for file, text in files.items():
            file.write_text(text, "utf-8")
    except OSError as error:
        stop(f"cannot write to {out}: {error.strerror}", UNSAFE)
    click.echo(f"wrote {len(files)} scenarios to {out}; now run: assistant check")


def _role(plan: Plan, role: str | None) -> Role:
    if role is not None and Role(role) not in plan.roles:
        known = ", ".join(one.value for one in plan.roles)
        stop(f"`{plan.id}` is for {known}", BAD_INPUT)
    return Role(role) if role else plan.roles[0]


def _as_yaml(scenario: Scenario) -> str:
    data = {key: value for key, value in msgspec.to_builtins(scenario).items() if value}
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=96)
