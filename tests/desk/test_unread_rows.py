"""A row of the outbox that can't be read stops nobody: it is put aside, named in the log and counted."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from prometheus_client import REGISTRY
from sqlalchemy import insert, select, text

from bot.appointments.jobs import KINDS, Job, LookOut
from bot.jobs.courier import Courier
from bot.storage.claims import Claimed, Unread, read_claim
from bot.storage.desk_tables import outbox
from bot.storage.outbox import Outbox
from tests.desk.office import TEAM, Office, card
from tests.desk.test_courier import until_due


async def put(office: Office, key: str, kind: str, data: Any) -> int:
    """Write a row as a hand, or another version, may have; tells its id."""
    now = office.clock.now
    row = {"key": key, "team": TEAM, "kind": kind, "data": data, "attempts": 0}
    times = dict.fromkeys(("due", "created", "due_first"), now - timedelta(seconds=1))
    async with office.here.begin() as connection:
        done = await connection.execute(insert(outbox).values(**row, **times))
    key_of_it: int = done.inserted_primary_key[0]  # type: ignore[index]
    return key_of_it


async def spoil(office: Office, id: int, **columns: str) -> None:
    """Write into a row what is no JSON, or no time, past all that checks it; only SQLite lets one."""
    values = ", ".join(f"{name} = :{name}" for name in columns)
    async with office.here.begin() as connection:
        await connection.execute(text(f"UPDATE outbox SET {values} WHERE id = :id"), {"id": id, **columns})


def unread(kind: str) -> float:
    counted = REGISTRY.get_sample_value("frontdesk_jobs_total", {"kind": kind, "ending": "unread"})
    return counted or 0


class Carrying:
    """A courier, and what it carried."""

    def __init__(self, office: Office) -> None:
        self.jobs: list[Job] = []
        self.outbox = Outbox(office.here, office.clock)
        self.courier = Courier(self.outbox, self._carry, office.clock)

    async def _carry(self, claim: Claimed[Job]) -> None:
        self.jobs.append(claim.job)

    @property
    def forms(self) -> list[str]:
        return [str(getattr(job, "form", job.kind)) for job in self.jobs]


BROKEN: list[tuple[str, Any, str]] = [
    ("card", {"channel": "C1", "user": "U1"}, "appointment missing"),
    ("card", [], "model_type"),
    ("card", "x", "model_type"),
    ("card", None, "model_type"),
    ("card", {"appointment": 7, "channel": "C1", "user": "U1"}, "appointment string_type"),
    ("board", {"channel": "C1", "day": "soon", "at": "1795186800"}, "day date_from_datetime_parsing"),
    ("remind", {"channel": "C1", "appointment": "1", "moment": "at ten", "rule": "15"}, "moment"),
    ("waiting", {"channel": "C1", "appointment": "1"}, "value_error"),
    ("poll", {"on": "perhaps"}, "on bool_parsing"),
]


@pytest.mark.parametrize(("kind", "data", "why"), BROKEN)
async def test_a_row_that_lacks_something_is_put_aside_and_named(
    office: Office, capsys: pytest.CaptureFixture[str], kind: str, data: Any, why: str
) -> None:
    before = unread(kind)
    id = await put(office, "broken", kind, data)
    here = Carrying(office)
    await here.outbox.add(TEAM, [card("1"), card("2")])
    await here.courier.carry_due()
    assert here.forms[:2] == ["1", "2"]
    assert unread(kind) == before + 1
    said = capsys.readouterr()
    assert "job_unreadable" in said.out + said.err
    assert str(id) in said.out + said.err
    assert why in said.out + said.err
    assert await here.outbox.next_due() is None


@pytest.mark.parametrize(
    "columns",
    [{"data": "no JSON at all"}, {"data": ""}, {"created": "0000-00-00"}, {"due_first": "yesterday"}],
    ids=str,
)
async def test_a_row_that_can_not_even_be_fetched_stops_nobody(
    office: Office, columns: dict[str, str]
) -> None:
    if office.here.dialect.name != "sqlite":
        pytest.skip("PostgreSQL keeps no such row")
    before = unread("settle")
    await spoil(office, await put(office, "broken", "settle", {}), **columns)
    here = Carrying(office)
    await here.outbox.add(TEAM, [card("1"), card("2")])
    await here.courier.carry_due()
    assert here.forms[:2] == ["1", "2"]
    assert unread("settle") == before + 1


async def test_what_was_put_aside_is_kept_for_a_look_and_its_key_is_free_again(office: Office) -> None:
    id = await put(office, "card:T1:1", "card", {"channel": "C1"})
    here = Carrying(office)
    await here.courier.carry_due()
    assert here.jobs == [LookOut(cause=f"aside:{id}", on=True)], "what can be planned again is"
    await here.outbox.add(TEAM, [card("1")])
    await here.courier.carry_due()
    assert here.jobs[1:] == [card("1")]
    async with office.here.connect() as connection:
        rows = (await connection.execute(select(outbox.c.key, outbox.c.data).where(outbox.c.id == id))).all()
    assert rows == [(f"aside:{id}", {"channel": "C1"})]


async def test_a_kind_of_a_newer_version_is_left_to_it_for_a_day(office: Office) -> None:
    before = unread("unknown")
    id = await put(office, "newer:T1:1", "newer", {"what": "ever"})
    here = Carrying(office)
    await here.outbox.add(TEAM, [card("1")])
    begun = office.clock.now
    await here.courier.carry_due()
    assert here.forms == ["1"]
    (again,) = await at_its_next_turn(office)
    assert isinstance(again, Unread)
    assert (again.id, again.key) == (id, "newer:T1:1"), "the newer version finds it as it was"
    office.clock.move(seconds=20)
    while not any(job.kind == "poll" for job in here.jobs) and await until_due(here.outbox, office):
        await here.courier.carry_due()
    assert timedelta(days=1) < office.clock.now - begun < timedelta(days=1, minutes=11)
    assert await here.outbox.next_due() is None
    assert unread("unknown") > before + 1


async def at_its_next_turn(office: Office) -> list[Any]:
    await until_due(office.outboxes[1], office)
    return list(await office.outboxes[1].claim())


NAMES = st.sampled_from(
    ["channel", "appointment", "moment", "rule", "user", "form", "day", "at", "on", "from"]
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5).filter(lambda said: "\0" not in said),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=6,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([*KINDS, "x"]), anything)
def test_whatever_stands_in_a_row_it_is_read_or_put_aside(kind: str, data: Any) -> None:
    row: Any = {
        "id": 1,
        "key": "k",
        "team": TEAM,
        "kind": kind,
        "data": data,
        "attempts": 0,
        "due_first": None,
    }
    claim = read_claim(row)
    assert isinstance(claim, Claimed | Unread)
    if isinstance(claim, Claimed):
        json.dumps(claim.job.data())
