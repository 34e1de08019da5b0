"""Killed at any moment, the program loses nothing that it acknowledged."""

from __future__ import annotations

from tests.faults.serving import PEOPLE, Deployment, Load, found_in

CYCLES = 3


def test_what_was_acknowledged_survives_a_kill_of_all_processes(deployment: Deployment) -> None:
    load = Load()
    for cycle in range(CYCLES):
        # Ready again each time: ``serving`` waits for it.
        with deployment.serving() as server, load.on(server):
            load.wait_for(more=10 + 3 * cycle)
            server.kill()
        found = found_in(deployment.database)
        assert load.acknowledged <= found.outcomes <= load.asked
        assert load.kept <= found.contacts.keys(), "an acknowledged write is lost"
        assert set(found.contacts.values()) == {PEOPLE}, "a write was kept by half"
    assert load.refused == []
