"""What is kept of notices: versions with what they said, those in the making, copies, and jobs."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Thread
from typing import Any

import pytest
from msgspec import structs
from sqlalchemy import inspect, update
from sqlalchemy.exc import NoResultFound

from assistant import notices, storage
from assistant.cli.serve import keep_sentences
from assistant.knowledge import Setting
from assistant.local import Location
from assistant.notices import Audience, ChoiceError, Format, Making, SwitchOffJob, Version
from assistant.notices.wording import Entry
from assistant.register import Staff
from assistant.storage import Session, Storage
from assistant.storage.tables import NoticeVersionRow, SwitchOffJobRow, Table
from tests.tools import FILE, VERSION, WORDING

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
TODAY = NOW.date()
MAKING = Making(audience=Audience.RESIDENTS, tools=("notewell",), review_by=date(2027, 5, 1))


def place(session: Session, name: str = "Example House") -> int:
    location = Location("Example Care", name)
    return storage.locations.add_location(session, location, Setting.CARE_HOME)


def version(**fields: Any) -> Version:
    file = structs.replace(FILE, **fields)
    return notices.version(file, notices.build(file, WORDING), WORDING)


# Versions


def test_every_version_is_kept_with_what_it_said(database: Storage) -> None:
    second = version(version=2, provider="Another Care")
    with database.write() as session:
        here = place(session)
        first = storage.notices.publish(session, here, VERSION, NOW)
        other = storage.notices.publish(session, here, VERSION, NOW)
        latest = storage.notices.publish(session, here, second, NOW, first.id)

    with database.read() as session:
        newest = storage.notices.published(session, here)
        assert [(one.id, one.number) for one in newest] == [(first.id, 2), (other.id, 1)]
        assert storage.notices.by_token(session, latest.token) == newest[0]
        assert storage.notices.by_token(session, "guess") is None
        assert storage.notices.by_id(session, here, first.id) == newest[0]
        assert storage.notices.by_id(session, here, first.id, 1) == first
        assert storage.notices.before(session, latest) == first
        assert storage.notices.before(session, first) is None
        both = storage.notices.versions(session, here, first.id)
    read = [notices.reread(one.content, one.sentences, one.record, WORDING) for one in both]
    assert read == [VERSION, second]


def test_a_later_change_of_the_wording_leaves_what_was_published(database: Storage) -> None:
    id = VERSION.notice.sections[0].sentences[0].id
    entries = {**WORDING.entries, id: Entry(text="Something else.", note="changed")}
    changed = with_entries(entries)
    assert notices.build(FILE, changed) != VERSION.notice, "the change would not be seen"
    with database.write() as session:
        kept = storage.notices.publish(session, place(session), VERSION, NOW)
    assert notices.reread(kept.content, kept.sentences, kept.record, changed) == VERSION


def with_entries(entries: dict[str, Entry]) -> notices.Wording:
    return replace(WORDING, entries=entries)


def test_a_version_from_before_sentences_were_kept_is_read_and_then_kept(
    database: Storage,
) -> None:
    with database.write() as session:
        storage.notices.publish(session, place(session), VERSION, NOW)
        session.execute(update(NoticeVersionRow).values(sentences=None, record=None))
    with database.write() as session:
        (old,) = storage.notices.without_sentences(session)
        read = notices.reread(old.content, old.sentences, old.record, WORDING)
        assert read == VERSION
        storage.notices.keep_sentences(session, old, read)
    with database.write() as session:
        assert storage.notices.without_sentences(session) == []
        storage.notices.keep_sentences(session, old, version(provider="Another"))
    with database.read() as session:
        kept = storage.notices.by_id(session, old.location_id, old.id)
    assert kept is not None
    assert notices.reread(kept.content, kept.sentences, kept.record, WORDING) == VERSION


def test_serving_keeps_what_old_versions_say_and_leaves_what_it_cannot_read(
    database: Storage,
) -> None:
    with database.write() as session:
        here = place(session)
        old = storage.notices.publish(session, here, VERSION, NOW)
        broken = storage.notices.publish(session, here, VERSION, NOW)
        session.execute(update(NoticeVersionRow).values(sentences=None, record=None))
        session.execute(
            update(NoticeVersionRow).where(NoticeVersionRow.id == 2).values(content="{}")
        )
    keep_sentences(database)
    keep_sentences(database)
    with database.read() as session:
        kept = storage.notices.by_id(session, here, old.id)
        left = storage.notices.without_sentences(session)
    assert kept is not None
    assert kept.sentences is not None
    assert [one.id for one in left] == [broken.id]


def test_another_location_cannot_add_a_version(database: Storage) -> None:
    with database.write() as session:
        mine, theirs = place(session), place(session)
        notice = storage.notices.publish(session, theirs, VERSION, NOW)
        assert storage.notices.versions(session, mine, notice.id) == []
        with pytest.raises(NoResultFound):
            storage.notices.publish(session, mine, VERSION, NOW, notice.id)


# In the making


def test_a_notice_in_the_making_is_kept_as_it_is_chosen(database: Storage) -> None:
    more = structs.replace(
        MAKING, languages=("en", "ur"), formats=(Format.A4, Format.EASY_READ), tools=()
    )
    with database.write() as session:
        here = place(session)
        begun = storage.makings.begin(session, here, MAKING, NOW)
        storage.makings.change(session, here, begun.number, more, NOW + timedelta(hours=1))
    with database.read() as session:
        (kept,) = storage.makings.everything(session, here)
    assert (kept.making, kept.notice_id) == (more, None)
    assert kept.changed_at == NOW + timedelta(hours=1)
    with database.write() as session:
        storage.makings.end(session, here, begun.number)
        assert storage.makings.everything(session, here) == []


def test_a_notice_is_renewed_by_one_at_a_time(database: Storage) -> None:
    with database.write() as session:
        here = place(session)
        notice = storage.notices.publish(session, here, VERSION, NOW)
        first = storage.makings.begin(session, here, MAKING, NOW, notice.id)
        other = structs.replace(MAKING, tools=())
        assert storage.makings.begin(session, here, other, NOW, notice.id) == first


def test_another_location_s_making_is_not_there(database: Storage) -> None:
    with database.write() as session:
        mine, theirs = place(session), place(session)
        notice = storage.notices.publish(session, theirs, VERSION, NOW)
        kept = storage.makings.begin(session, theirs, MAKING, NOW)
        assert storage.makings.by_number(session, mine, kept.number) is None
        with pytest.raises(NoResultFound):
            storage.makings.change(session, mine, kept.number, MAKING, NOW)
        with pytest.raises(NoResultFound):
            storage.makings.begin(session, mine, MAKING, NOW, notice.id)
        storage.makings.end(session, mine, kept.number)
        assert storage.makings.by_number(session, theirs, kept.number) == kept


# Copies


def test_copies_are_put_up_and_taken_down_once(database: Storage) -> None:
    with database.write() as session:
        mine, theirs = place(session), place(session)
        notice = storage.notices.publish(session, mine, VERSION, NOW)
        how: dict[str, Any] = {"version": 1, "language": "ur", "copies": 3, "on": TODAY}
        up = storage.posting.put_up(
            session, mine, notice.id, format=Format.DOOR_SIGN, place="Upstairs corridor", **how
        )
        with pytest.raises(NoResultFound):
            storage.posting.put_up(
                session, theirs, notice.id, format=Format.A4, place="Lounge", **how
            )
        assert storage.posting.copies(session, theirs) == []
        assert storage.posting.take_down(session, theirs, [up.number], TODAY) == 0
        assert storage.posting.copies(session, mine, notice.id) == [up]
        later = TODAY + timedelta(days=1)
        assert storage.posting.take_down(session, mine, [up.number], later) == 1
        assert storage.posting.take_down(session, mine, [up.number], TODAY) == 0
    with database.read() as session:
        (down,) = storage.posting.copies(session, mine)
    assert down.taken_down_on == TODAY + timedelta(days=1)


# Jobs


def job(number: int) -> SwitchOffJob:
    return notices.switch_off(number, FILE, FILE.tools[0], asked_at=NOW)


def test_jobs_are_numbered_by_location(database: Storage) -> None:
    with database.write() as session:
        mine, theirs = place(session), place(session)
        notice = storage.notices.publish(session, mine, VERSION, NOW)
        other = storage.notices.publish(session, theirs, VERSION, NOW)
        for _ in range(2):
            storage.switch_off.add(session, mine, notice.id, job)
        storage.switch_off.add(session, theirs, other.id, job)
        with pytest.raises(NoResultFound):
            storage.switch_off.add(session, mine, other.id, job)
    with database.read() as session:
        assert [one.job for one in storage.switch_off.jobs(session, mine)] == [job(2), job(1)]
        assert [one.job for one in storage.switch_off.jobs(session, theirs)] == [job(1)]
        assert storage.switch_off.by_number(session, theirs, 2) is None


def test_a_job_is_done_once_by_a_role_at_a_time(database: Storage) -> None:
    with database.write() as session:
        here = place(session)
        notice = storage.notices.publish(session, here, VERSION, NOW)
        storage.switch_off.add(session, here, notice.id, job)
    at = NOW + timedelta(hours=2)
    with database.write() as session:
        storage.switch_off.finish(session, here, 1, Staff.SENIOR_CARER, at)
        assert storage.switch_off.finish(session, here, 9, Staff.CARER, at) is None
    with database.write() as session, pytest.raises(ChoiceError):
        storage.switch_off.finish(session, here, 1, Staff.CARER, at)
    with database.read() as session:
        kept = storage.switch_off.by_number(session, here, 1)
    assert kept is not None
    assert (kept.job.done_by, kept.job.done_at) == (Staff.SENIOR_CARER, at)


def test_slips_at_the_same_moment_get_different_numbers(database: Storage) -> None:
    with database.write() as session:
        here = place(session)
        notice = storage.notices.publish(session, here, VERSION, NOW)

    def ask() -> None:
        with database.write() as session:
            storage.switch_off.add(session, here, notice.id, job)

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.read() as session:
        numbers = [kept.job.number for kept in storage.switch_off.jobs(session, here)]
    assert numbers == [8, 7, 6, 5, 4, 3, 2, 1]


def test_no_column_of_a_job_could_hold_a_person() -> None:
    assert {column.name for column in inspect(SwitchOffJobRow).columns} == {
        *("id", "location_id", "number", "notice_id", "notice", "version", "tool", "answer"),
        *("asked_at", "due_at", "done_by", "done_at"),
    }


def test_what_belongs_to_a_location_goes_with_it() -> None:
    names = ("notice_in_making", "posted_copy", "switch_off_job")
    for table in names:
        keys = Table.metadata.tables[table].foreign_keys
        assert {key.ondelete for key in keys} == {"CASCADE"}, table
