"""What is kept of a workspace's connection: sealed, its own alone, and read as if it stood in `.env`."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr
from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.apis.account import Account
from bot.apis.vendors import VENDORS
from bot.settings import BadSettings, Settings, given_settings
from bot.storage.connection_tables import connections, workspace_keys
from bot.storage.connections import Connections, Told
from bot.storage.engine import open_engine
from bot.storage.migrate import migrate
from bot.storage.vault import CannotOpen, Vault, new_key
from bot.workspace.own_settings import own_settings

OLD, NEW = (SecretStr(new_key()) for _ in range(2))
SQOD = Told(
    {
        "APPOINTMENTS_PROVIDER": "sqod",
        "APPOINTMENTS_API_URL": "https://api.riverside.example",
        "APPOINTMENTS_CLIENT_ID": "desk",
        "DESK_TIMEZONE": "Europe/Paris",
        "DEPARTMENTS": "Leeds,Housing=4",
    },
    {"APPOINTMENTS_CLIENT_SECRET": SecretStr("hunter2")},
)


@pytest.fixture
async def engine(database: str) -> AsyncIterator[AsyncEngine]:
    engine = open_engine(database)
    await migrate(engine)
    yield engine
    await engine.dispose()


def kept(engine: AsyncEngine, *keys: SecretStr) -> Connections:
    return Connections(engine, lambda: datetime(2026, 11, 20, 9, 10, tzinfo=UTC), Vault(keys or (NEW,)))


async def test_a_connection_is_kept_found_changed_and_erased(engine: AsyncEngine) -> None:
    store = kept(engine)
    assert (await store.of("T0RIVER"), await store.version("T0RIVER")) == (None, None)
    await store.keep("T0RIVER", SQOD, by="U0ASHA")
    found = await store.of("T0RIVER")
    assert found is not None
    assert (found.said, found.secrets, found.connected_by) == (SQOD.said, SQOD.secrets, "U0ASHA")

    first = await store.version("T0RIVER")
    await store.keep("T0RIVER", Told({"APPOINTMENTS_PROVIDER": "embedded"}))
    again = await store.of("T0RIVER")
    assert again is not None
    assert (again.said, again.secrets) == ({"APPOINTMENTS_PROVIDER": "embedded"}, {})
    assert found.version == first != again.version

    assert await store.erase("T0RIVER")
    assert not await store.erase("T0RIVER")
    assert await store.of("T0RIVER") is None


async def test_no_secret_can_be_read_in_the_database(engine: AsyncEngine) -> None:
    await kept(engine).keep("T0RIVER", SQOD)
    key = await kept(engine).key("T0RIVER")
    async with engine.connect() as connection:
        rows = [
            str((await connection.execute(select(table))).mappings().all())
            for table in (connections, workspace_keys)
        ]
    assert "hunter2" not in "".join(rows)
    assert key.get_secret_value() not in "".join(rows)


async def test_a_row_that_can_not_be_opened_is_the_trouble_of_its_workspace_alone(
    engine: AsyncEngine,
) -> None:
    store = kept(engine)
    for team in ("T0RIVER", "T0HILL"):
        await store.keep(team, SQOD)
    async with engine.begin() as connection:
        hills = select(connections.c.secrets).where(connections.c.team == "T0HILL").scalar_subquery()
        mine = connections.c.team == "T0RIVER"
        await connection.execute(update(connections).where(mine).values(secrets=hills))

    with pytest.raises(CannotOpen, match="workspace T0RIVER"):
        await store.of("T0RIVER")
    assert (await store.of("T0HILL")) is not None


async def test_each_workspace_has_a_key_of_its_own_that_no_new_secret_key_changes(
    engine: AsyncEngine,
) -> None:
    river, hill = await kept(engine, OLD).key("T0RIVER"), await kept(engine, OLD).key("T0HILL")
    assert river != hill
    assert len(bytes.fromhex(river.get_secret_value())) == 32
    assert await kept(engine, NEW, OLD).key("T0RIVER") == river
    with pytest.raises(CannotOpen):
        await kept(engine, NEW).key("T0RIVER")


def process(**said: object) -> Settings:
    return given_settings(VENDORS, **said)


def test_what_was_told_goes_over_what_the_process_has() -> None:
    own = own_settings(process(alerts_poll_seconds=45, default_minutes=20), SQOD.texts)
    assert own.zone == ZoneInfo("Europe/Paris")
    assert own.known_departments == {"Leeds": None, "Housing": "4"}
    assert (own.alerts_poll_seconds, own.default_minutes) == (45, 20)
    assert isinstance(own.vendor, Account)
    assert own.vendor.appointments_api_url == "https://api.riverside.example"
    assert own.vendor.appointments_client_secret == SecretStr("hunter2")


def test_tuning_is_shared_and_an_account_never_is() -> None:
    account = {
        "appointments_provider": "sqod",
        "appointments_api_url": "https://api.of-the-process.example",
        "appointments_api_token": "of-the-process",
        "sqod_per_page": 20,
    }
    own = own_settings(process(**account), SQOD.texts)
    assert isinstance(own.vendor, Account)
    assert own.vendor.appointments_api_token is None
    assert own.vendor.model_dump()["sqod_per_page"] == 20

    with pytest.raises(BadSettings) as bad:
        own_settings(process(**account), {"APPOINTMENTS_PROVIDER": "sqod"})
    assert [line.split(":")[0] for line in bad.value.problems] == [
        "APPOINTMENTS_API_URL",
        "APPOINTMENTS_CLIENT_ID",
        "APPOINTMENTS_CLIENT_SECRET",
    ]


def test_two_workspaces_have_two_vendors_and_the_process_stays_as_it_is() -> None:
    of_all = process()
    river = own_settings(of_all, SQOD.texts)
    hill = own_settings(
        of_all,
        {"APPOINTMENTS_PROVIDER": "pexip", "PEXIP_ENTERPRISE": "hill", "APPOINTMENTS_API_TOKEN": "t"},
    )
    assert type(river.vendor) is not type(hill.vendor)
    assert (of_all.appointments_provider, of_all.zone) == ("embedded", ZoneInfo("Europe/London"))


def test_all_that_is_wrong_is_told_at_once() -> None:
    wrong = {
        "APPOINTMENTS_PROVIDER": "sqod",
        "APPOINTMENTS_API_URL": "riverside",
        "APPOINTMENTS_API_TOKEN": "t",
        "DESK_TIMEZONE": "London",
        "SQOD_PER_PAGE": "many",
        "PORT": "80",
        "PEXIP_ENTERPRISE": "hill",
    }
    with pytest.raises(BadSettings) as bad:
        own_settings(process(), wrong)
    assert {line.split(":")[0] for line in bad.value.problems} == wrong.keys() - {
        "APPOINTMENTS_PROVIDER",
        "APPOINTMENTS_API_TOKEN",
    }
    assert "PORT: it belongs to the process" in str(bad.value)


@given(
    st.dictionaries(
        st.sampled_from(["DESK_TIMEZONE", "DEPARTMENTS", "APPOINTMENTS_API_URL", "ROOM_HOSTS", "NO_SUCH"]),
        st.text(max_size=40),
    )
)
def test_whatever_is_told_is_taken_or_refused_by_name(texts: dict[str, str]) -> None:
    told = {"APPOINTMENTS_PROVIDER": "sqod", "APPOINTMENTS_API_TOKEN": "hunter2", **texts}
    problems: list[str] = []
    try:
        own_settings(process(), told)
    except BadSettings as bad:
        problems = bad.problems
    assert all(line.split(":")[0].isupper() for line in problems)
    assert "hunter2" not in "".join(problems)
