"""What a start loads, in a process of its own: everything else is loaded by whoever first needs it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.project.sources import ROOT

LATER = (
    "aiohttp.web", "alembic", "babel", "bot.commands", "bot.connecting", "bot.notify.api", "bot.ops.doctor", "bot.service.app", "bot.slack.install",
    "bot.storage.schema", "bot.storage.vault", "click", "cryptography", "dateparser", "difflib", "dotenv", "email_validator", "fastapi",
    "handlers.alerts", "handlers.cards", "handlers.forms", "handlers.jobs", "handlers.routes", "handlers.verbs", "holidays", "http.server",
    "httpx", "icalendar", "matplotlib", "numpy", "opentelemetry", "phonenumbers", "prometheus_client.exposition", "pygments", "rapidfuzz", "rich",
    "slack_bolt.app.app", "slack_sdk.web.client", "sqlalchemy.orm", "typer", "uvicorn.main", "yaml",
)  # fmt: skip
"""Libraries and rooms that are large, or seldom needed."""


def test_a_start_loads_nothing_that_a_first_answer_does_not_need() -> None:
    assert told(
        "import bot.__main__, bot.serve.start, blocks.stats.picture",
        "bot.serve.start.load()",
        "from bot.serve.ports import server",
        "async def app(*told): pass",
        "server(app).config.load()  # imports more of uvicorn",
        "blocks.stats.picture.can_draw()",
        f"print(*[name for name in {LATER} if name in sys.modules])",
        "from bot.when.grammar import letters",
        "print(letters.cache_info().currsize)",
        "from bot.appointments.jobs.job import KINDS",
        "print(len([kind for kind in KINDS.values() if kind.__pydantic_complete__]))",
    ) == ["", "0", "0"]


def test_what_is_hidden_while_libraries_are_imported_is_there_afterwards() -> None:
    assert told(
        "from bot.libraries.partial import import_unadorned",
        "import_unadorned('structlog')",
        "import rich, structlog",
        "print(rich.print.__module__, structlog.dev.rich)",
    ) == ["rich None"]


def test_certificates_are_read_by_whoever_checks_them_and_by_nobody_else() -> None:
    """How many aiohttp's own two TLS contexts know, and one that is made afterwards."""
    checking, other, later = told(
        "import bot.serve.start",
        "bot.serve.start.load()",
        "import ssl, aiohttp.connector as theirs",
        "for one in (theirs._SSL_CONTEXT_VERIFIED, theirs._SSL_CONTEXT_UNVERIFIED, ssl.create_default_context()):",
        "    print(one.verify_mode.name, one.cert_store_stats()['x509'])",
    )
    assert checking == later
    assert other == "CERT_NONE 0"


def test_an_import_that_fails_leaves_certificates_colours_and_modules_as_they_were() -> None:
    assert told(
        "import contextlib, ssl",
        "from bot.libraries.partial import import_sparing_certificates, import_unadorned, import_without",
        "for spared in (import_sparing_certificates, import_unadorned, lambda name: import_without(('html',), name)):",
        "    with contextlib.suppress(ImportError): spared('no_such_library')",
        "import html, rich",
        "print('set_default_verify_paths' in vars(ssl.SSLContext), rich.__name__, html.escape('<'))",
    ) == ["False rich &lt;"]


def test_bolt_has_the_server_that_it_can_run_in_once_it_is_asked_for_it() -> None:
    assert told(
        "import bot.serve.start",
        "bot.serve.start.load()",
        "from slack_bolt.async_app import AsyncApp",
        "served = AsyncApp(name='one', token='xoxb-1', signing_secret='secret').web_app()",
        "import aiohttp.web",
        "print(type(served) is aiohttp.web.Application, [route.method for route in served.router.routes()])",
    ) == ["True ['POST']"]


def test_bolt_s_twin_that_blocks_is_there_once_it_is_used() -> None:
    assert told(
        "import bot.serve.start",
        "bot.serve.start.load()",
        "import slack_bolt, slack_sdk",
        "class Mine(slack_sdk.WebClient): pass",
        "app = slack_bolt.App(token='xoxb-1', signing_secret='secret', token_verification_enabled=False)",
        "import slack_bolt.app.app, slack_sdk.web.client as theirs",
        "print(type(app) is slack_bolt.app.app.App, type(app.client) is theirs.WebClient, issubclass(Mine, theirs.WebClient))",
        "print(isinstance(app.client, slack_sdk.WebClient), isinstance(app, slack_sdk.WebClient))",
    ) == ["True True True", "True False"]


def test_whoever_reads_the_metrics_gets_what_their_library_tells_of_a_process_too() -> None:
    assert told(
        "import bot.serve.start",
        "bot.serve.start.load()",
        "from bot.observe.metrics import written",
        "print(all(name in written() for name in (b'frontdesk_faults_total', b'process_start_time', b'python_gc_')))",
        "import prometheus_client",
        "print(prometheus_client.Counter.__module__, prometheus_client.metrics.Counter is prometheus_client.Counter)",
    ) == ["True", "prometheus_client.metrics True"]


def test_nobody_is_asked_whether_they_change_how_pydantic_reads(tmp_path: Path) -> None:
    """It looks for such plugins through all packages that are installed."""
    (tmp_path / "prying-1.dist-info").mkdir()
    (tmp_path / "prying-1.dist-info" / "entry_points.txt").write_text("[pydantic]\nprying = prying:plugin\n")
    (tmp_path / "prying.py").write_text("print('loaded')\nplugin = None\n")
    ran = subprocess.run(
        [sys.executable, "-m", "bot", "serve"],
        cwd=tmp_path,
        env={"PYTHONPATH": f"{tmp_path}:{ROOT}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stdout) == (2, "")
    assert "SLACK_BOT_TOKEN" in ran.stderr


def test_words_of_all_languages_are_there_once_and_the_library_that_has_them_is_not_loaded() -> None:
    read, kept, shared = told(
        "from bot.when.words import fold, lexicon, world",
        "print(world.everywhere()['lunedi'].english, lexicon('ro').words['maine'] == lexicon('ro').words['tomorrow'])",
        "print(len([name for name in sys.modules if 'dateparser' in name]))",
        "several = [lexicon(one).words['tomorrow'] for one in ('en', 'cy', 'pl', 'ro')]",
        "print(len({id(one) for one in several}))",
    )
    assert read == "Monday True"
    assert (kept, shared) == ("0", "1")


def test_bank_holidays_are_asked_of_their_library_for_far_years_alone() -> None:
    assert told(
        "from datetime import date",
        "from bot import line, when",
        "line.warm()",
        "print(when.bank_holiday_words(date(2026, 6, 15)), 'holidays' in sys.modules)",
        "print(when.bank_holiday_words(date(1999, 12, 31)), 'holidays' in sys.modules)",
    ) == [
        "Scotland's participation in the FIFA World Cup final in Scotland False",
        "Millennium Celebrations True",
    ]


def test_whoever_asks_uvicorn_for_more_than_its_server_gets_all_of_it() -> None:
    assert told(
        "from bot.libraries.partial import import_part",
        "import_part('uvicorn', 'config')",
        "from bot.serve.ports import Uvicorn",
        "import uvicorn",
        "print('uvicorn.main' in sys.modules)",
        "print(uvicorn.Server is Uvicorn, uvicorn.run.__module__, uvicorn.__version__ > '0')",
    ) == ["False", "True uvicorn.main True"]


def test_whoever_asks_sqlalchemy_for_more_than_its_engine_gets_all_of_it() -> None:
    assert told(
        "from bot.storage.asynchronous import AsyncEngine",
        "import sqlalchemy.ext.asyncio as whole",
        "print('sqlalchemy.orm' in sys.modules)",
        "from sqlalchemy.ext.asyncio import AsyncEngine as theirs, AsyncSession, async_sessionmaker",
        "print(theirs is AsyncEngine, whole.engine.AsyncEngine is AsyncEngine, whole is sys.modules['sqlalchemy.ext.asyncio'])",
        "print(issubclass(async_sessionmaker().class_, AsyncSession))",
    ) == ["False", "True True True", "True"]
    assert told(
        "from sqlalchemy.ext.asyncio import AsyncEngine as theirs",
        "from bot.storage.asynchronous import AsyncEngine",
        "print(theirs is AsyncEngine)",
    ) == ["True"]


def told(*lines: str) -> list[str]:
    """What a Python of its own prints."""
    ran = subprocess.run(
        [sys.executable, "-c", "\n".join(("import sys", *lines))], capture_output=True, text=True, check=True
    )
    return ran.stdout.splitlines()
