"""Nothing of one team is ever drawn, kept, counted, cached or logged with another's."""

from __future__ import annotations

import asyncio
import tempfile
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Table, UniqueConstraint, select

from bot.appointments.cache import Cache
from bot.appointments.jobs import KINDS
from bot.appointments.single_flight import Remembered, Together
from bot.storage.engine import open_engine
from bot.storage.migrate import METADATAS
from tests.standins.sqod import StandInSqod
from tests.teams.town import Place, Town, town

OWNERS = {"team", "holder"}
OF_NOBODY = {"arrivals"}
"""Tables of whoever has not come yet: fingerprints that are good once."""
TABLES = {table.name: table for metadata in METADATAS for table in metadata.tables.values()}


@pytest.mark.parametrize("name", sorted(TABLES.keys() - OF_NOBODY))
def test_every_row_has_a_team_and_no_key_is_shared_between_two(name: str) -> None:
    table = TABLES[name]
    assert OWNERS & set(table.c.keys()), "nobody's rows"
    for key in _keys(table):
        numbered = {one for one in key if table.c[one].autoincrement is True}
        whole = (
            OWNERS & key or numbered or key <= {"key", "link", "id"}
        )  # these have the team in them, or are random
        assert whole, f"two teams may meet at {key}"


def _keys(table: Table) -> Iterable[set[str]]:
    yield {column.name for column in table.primary_key}
    for one in table.constraints:
        if isinstance(one, UniqueConstraint):
            yield {column.name for column in one.columns}


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_job_s_key_begins_with_its_kind_and_its_team(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(KINDS[kind], "name", lambda _: ("same",))
    job = KINDS[kind].model_construct()
    assert job.key("T1") == f"{kind}:T1:same"
    assert job.key("T1") != job.key("T2")


async def test_two_open_workspaces_share_no_cache(tmp_path: Path) -> None:
    async with town(f"sqlite:///{tmp_path}/f.db", "Leeds", "York") as found:
        with StandInSqod(now=found.clock) as sqod:
            for one in found.places:
                await found.installs(one.admin)
                await found.connects(one.team, sqod)
                await found.says(one.clerk, "/appt today", one.desk)
            leeds, york = [await found.bot.workspaces.of(one.team) for one in found.places]
            mine, theirs = _caches(leeds), _caches(york)
            assert len(mine) > 5, "there are caches to be found"
            assert not mine.keys() & theirs.keys()


def _caches(start: object) -> dict[int, object]:
    """Every cache that a workspace holds on to, through the parts of it that are ours."""
    kinds = (Cache, Remembered, Together)
    found: dict[int, object] = {}
    seen: dict[int, object] = {}
    left: list[Any] = [start]
    while left:
        one = left.pop()
        if id(one) in seen:
            continue
        seen[id(one)] = one
        if isinstance(one, kinds):
            found[id(one)] = one
        elif type(one).__module__.startswith(("bot.", "handlers.")):
            left += [getattr(one, name) for name in _attributes(one) if hasattr(one, name)]
    return found


def _attributes(part: Any) -> list[str]:
    slots = [name for kind in type(part).__mro__ for name in getattr(kind, "__slots__", ())]
    return [*slots, *getattr(part, "__dict__", ())]


DEEDS = ("/appt today", "/appt week", "/appt find Only", "/appt", "/appt list tomorrow")


@given(st.lists(st.tuples(st.sampled_from([0, 1]), st.sampled_from(DEEDS)), min_size=2, max_size=8))
@settings(max_examples=4, suppress_health_check=list(HealthCheck))
def test_mixed_traffic_of_two_teams_never_shows_one_the_other_s(traffic: list[tuple[int, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_mixes(Path(folder), traffic))


async def _mixes(folder: Path, traffic: list[tuple[int, str]]) -> None:
    async with town(f"sqlite:///{folder}/f.db", "Leeds", "York") as found:
        with StandInSqod(now=found.clock) as first, StandInSqod(now=found.clock) as second:
            for one, sqod in zip(found.places, (first, second), strict=True):
                await found.installs(one.admin)
                await found.connects(one.team, sqod)
                for days in range(2):
                    at = found.clock.now + timedelta(hours=2, days=days)
                    sqod.add(at=at, minutes=30, department="Here", name=f"Only {one.slack.name}")
            for place, text in traffic:
                one = found.places[place]
                await found.says(one.clerk, text, one.desk)
            await _is_apart(found, *found.places)


async def _is_apart(found: Town, leeds: Place, york: Place) -> None:
    for mine, theirs in ((leeds, york), (york, leeds)):
        shown = str(mine.slack.everything_in_channels()) + str([call.sent for call in mine.slack.calls])
        for word in (f"Only {theirs.slack.name}", theirs.team, theirs.clerk.user.id, theirs.desk.id):
            assert word not in shown
    engine = open_engine(found.settings.database_url)
    async with engine.connect() as connection:
        for table in TABLES.values():
            owner = next((table.c[name] for name in OWNERS if name in table.c), None)
            for row in (await connection.execute(select(table))).mappings():
                if owner is None:
                    continue
                theirs = york if row[owner.name] == leeds.team else leeds
                assert theirs.team not in str(dict(row)), f"{table.name} mixes two teams"
    await engine.dispose()
