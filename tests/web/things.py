"""What the paths of the matrix name: things of North House, made when a path asks for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from assistant import local, notices, storage, training
from assistant.gaps import DecisionKind, GapReason, Kept
from assistant.knowledge import Use
from assistant.notices import Audience, Making, SwitchOffJob
from assistant.register import start
from assistant.storage import Session
from assistant.storage.audit import ON_SERVER
from assistant.storage.doors import DeviceKind
from assistant.storage.notices import PublishedNotice
from assistant.storage.training.certificates import Issued
from assistant.storage.training.checks import Conditions
from assistant.training import Identity
from tests import training_home
from tests.tools import FILE, WORDING
from tests.web.house import House


def path_of(house: House, path: str) -> str:
    """Return *path* with the numbers of things of North House in place of their names."""
    with house.store.write() as session:
        named = {name: _THINGS[name](house, session) for name in re.findall(r"\{(\w+)\}", path)}
    return path.format(**named)


def _now() -> datetime:
    return datetime.now(UTC)


def _device(house: House, session: Session) -> int:
    return storage.doors.devices(session, house.north)[0].id


def _link(house: House, session: Session) -> str:
    kind = DeviceKind.WORK_PHONE
    return storage.doors.make_device_link(session, house.north, "phone", kind, _now())


def _notice(house: House, session: Session) -> PublishedNotice:
    return storage.notices.published(session, house.north)[0]


def _making(house: House, session: Session) -> int:
    making = Making(audience=Audience.RESIDENTS, tools=("notewell",))
    return storage.makings.begin(session, house.north, making, _now()).number


def _job(house: House, session: Session) -> int:
    def no(number: int) -> SwitchOffJob:
        return notices.switch_off(number, FILE, FILE.tools[0], asked_at=_now())

    notice = _notice(house, session)
    return storage.switch_off.add(session, house.north, notice.id, no).job.number


def _gap(house: House, session: Session) -> int:
    kept = Kept(("may", "it", "sing"))
    return storage.gaps.record(session, house.north, GapReason.DECLINED, kept, _now().date())


def _decision(house: House, session: Session) -> int:
    gap, kind = _gap(house, session), DecisionKind.DONE
    today = _now().date()
    return storage.gaps.decide(session, house.north, [gap], kind, by="Morgan", today=today).id


def _line(house: House, session: Session) -> int:
    knowledge = house.app.extensions["plainly"].knowledge
    answer = knowledge.answers["daily-notes"]
    today = _now().date()
    line = local.write(answer, "Ask Priya first.", knowledge, by="Morgan", today=today)
    return storage.local_words.add_line(session, house.north, line)


def _tool(house: House, session: Session) -> int:
    return storage.register.tools(session, house.north)[0].number


def _idea(house: House, session: Session) -> int:
    for kept in storage.register.tools(session, house.north):
        if kept.tool.id == "idea":
            return kept.number
    row = start("idea", Use.NOTE_TAKING, WORDING.uses[Use.NOTE_TAKING])
    return storage.register.add(session, house.north, row, _now(), ON_SERVER).number


def _certificate(house: House, session: Session) -> Issued:
    return storage.training.certificates.at(session, house.north)[0]


def _sheet(house: House, session: Session) -> int:
    """Return the number of a sheet of the pack of North House, keyed in when first asked for."""
    pack = storage.training.packs.newest(session, house.north)[0]
    kept = storage.training.checks.of_pack(session, house.north, pack.id)
    if kept:
        return kept[0][0].id
    learner, today = _certificate(house, session).learner_id, _now().date()
    begun = storage.training.checks.begin(
        session,
        house.north,
        learner,
        pack.plan,
        pack.printed.check,
        Conditions(identity=Identity.UNCONFIRMED),
        today,
        pack_id=pack.id,
    )
    assert begun
    options = [item.right for item in pack.printed.check]
    assert storage.training.checks.key_in(session, house.north, begun[0], options, today)
    return begun[0]


def _session(house: House, session: Session, *, end: bool) -> int:
    found = training.items(house.app.extensions["plainly"].knowledge)
    return training_home.begin(session, house.north, found, end=end)


_THINGS: Mapping[str, Callable[[House, Session], object]] = {
    "person": lambda house, _session: house.people["staff"].id,
    "owner": lambda house, _session: house.people["owner"].id,
    "device": _device,
    "link": _link,
    "notice": lambda house, session: _notice(house, session).id,
    "token": lambda house, session: _notice(house, session).token,
    "making": _making,
    "job": _job,
    "gap": _gap,
    "decision": _decision,
    "line": _line,
    "tool": _tool,
    "idea": _idea,
    "certificate": lambda house, session: _certificate(house, session).code,
    "learner": lambda house, session: _certificate(house, session).learner_id,
    "pack": lambda house, session: storage.training.packs.newest(session, house.north)[0].id,
    "sheet": _sheet,
    "signed": lambda house, session: storage.training.practice.newest(session, house.north)[0].id,
    "session": lambda house, session: _session(house, session, end=False),
    "ended": lambda house, session: _session(house, session, end=True),
}
