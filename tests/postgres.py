"""A real PostgreSQL for the tests: the machine's own server on a data folder of its own, with a fresh database for each test."""

from __future__ import annotations

import os
import pwd
import secrets
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import Any

import asyncpg
from sqlalchemy import URL

from bot.storage.engine import open_engine
from bot.storage.migrate import migrate

HOW = (
    "PostgreSQL's server, 15 or newer, is needed and was not found. On Debian and Ubuntu: sudo apt-get install postgresql. "
    "On macOS: brew install postgresql, and put its bin folder on the PATH."
)
USER = "frontdesk"
_UNPRIVILEGED = ("postgres", "nobody")
"""Whom the server runs as where the tests run as root: it refuses to be root."""
# Nothing here must outlive a power cut; each test process runs a server, so it is a small one.
_OPTIONS = (
    "-c listen_addresses='' -c fsync=off -c synchronous_commit=off -c full_page_writes=off "
    "-c shared_buffers=16MB -c max_connections=100 -c autovacuum=off"
)


class NoPostgres(Exception):
    """There is no server; the message says how to get one."""


class PostgresServer:
    """A running server, reached by a socket in its own folder. `template` is there once somebody asked for it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._template: str | None = None

    def address(self, database: str) -> str:
        """What DATABASE_URL would say."""
        url = URL.create("postgresql", USER, database=database, query={"host": str(self._folder)})
        return url.render_as_string()

    @asynccontextmanager
    async def empty(self) -> AsyncIterator[str]:
        """A database with nothing in it; gone afterwards."""
        name = await self._create("template1")
        try:
            yield self.address(name)
        finally:
            await self.drop(name)

    @asynccontextmanager
    async def migrated(self) -> AsyncIterator[str]:
        """A database with all tables, copied from one that was migrated once."""
        if self._template is None:
            self._template = await self._create("template1")
            engine = open_engine(self.address(self._template))
            await migrate(engine)
            await engine.dispose()
        name = await self._create(self._template)
        try:
            yield self.address(name)
        finally:
            await self.drop(name)

    async def drop(self, name: str) -> None:
        """Take a database away, whoever is still connected to it."""
        await self._tell(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")

    async def _create(self, template: str) -> str:
        name = f"desk_{secrets.token_hex(6)}"
        await self._tell(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        return name

    async def _tell(self, statement: str) -> None:
        connection = await asyncpg.connect(user=USER, database="postgres", host=str(self._folder))
        try:
            await connection.execute(statement)
        finally:
            await connection.close()


@contextmanager
def postgres_server() -> Iterator[PostgresServer]:
    """Run a server on a new data folder. Raises NoPostgres."""
    binaries = _binaries()
    with tempfile.TemporaryDirectory(prefix="frontdesk-pg-") as name:
        folder = Path(name)
        user = _unprivileged()
        if user is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)
        identity: dict[str, Any] = (
            {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
        )

        def run(program: str, *arguments: str) -> None:
            command: list[str | Path] = [binaries / program, "--pgdata", folder / "data", *arguments]
            subprocess.run(command, cwd=folder, check=True, stdout=subprocess.DEVNULL, **identity)

        # The keeper stops the server when its input ends: also when the tests were killed and nobody comes to close it.
        # What kills the tests may go to all of their session, so it has one of its own.
        stop = [str(binaries / "pg_ctl"), "--pgdata", str(folder / "data"), "--mode", "immediate", "stop"]
        keeper = ["sh", "-c", 'read -r _; "$@" >/dev/null 2>&1; rm -rf "$0"', str(folder), *stop]
        with subprocess.Popen(keeper, stdin=subprocess.PIPE, start_new_session=True, **identity):
            run("initdb", *f"--username {USER} --auth trust --encoding UTF8 --locale C --no-sync".split())
            run("pg_ctl", "start", "--wait", "--log", "log", "--options", f"{_OPTIONS} -k {folder}")
            yield PostgresServer(folder)


def _binaries() -> Path:
    """The folder of the newest server's programs; Debian keeps them off the PATH."""
    installed = Path("/usr/lib/postgresql").glob("*/bin/postgres")
    newest = max(installed, key=lambda path: float(path.parts[-3]), default=None)
    found = newest or shutil.which("postgres")
    if not found:
        raise NoPostgres(HOW)
    return Path(found).resolve().parent


def _unprivileged() -> pwd.struct_passwd | None:
    """Whom to run the server as; None: whoever we are will do."""
    if os.geteuid() != 0:
        return None
    known = {one.pw_name: one for one in pwd.getpwall()}
    return next(known[name] for name in _UNPRIVILEGED if name in known)
