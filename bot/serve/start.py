"""Start the bot: its settings, then what it is made of, then the bot."""

from __future__ import annotations

import gc
import sys
from importlib import import_module

from bot.apis.vendors import VENDORS
from bot.libraries.partial import (
    import_part,
    import_sparing_certificates,
    import_unadorned,
    import_without,
)
from bot.ops.command import settings_or_exit, stop
from bot.settings import Settings
from bot.settings.strays import stray_lines

UNUSED_BY_BOLT = "aiohttp.web", "slack_bolt.app.app", "slack_sdk.web.client"
"""Bolt names them and no more: the server that it can run in, and its twin that blocks, with that one's client."""


def start(workers: int = 1) -> None:
    """Serve until it is told to end; say what is wrong with the settings, or why it can't start, and exit with 2."""
    settings = settings_or_exit()
    for stray in stray_lines(VENDORS, type(settings.vendor)):
        print(stray, file=sys.stderr)
    if workers == 1:
        _start(settings, 1)
        return
    from bot.observe.counted import counted_together

    with counted_together():
        _start(settings, workers)


def _start(settings: Settings, workers: int) -> None:
    load()
    from bot.app import CannotStart
    from bot.observe.logs import set_up_logs
    from bot.serve.ports import CannotListen
    from bot.serve.run import serve
    from bot.storage.engine import BadDatabaseUrl
    from bot.storage.migrate import CannotMigrate

    set_up_logs(settings)
    try:
        serve(settings, workers)
    except (CannotStart, CannotListen, BadDatabaseUrl, CannotMigrate) as error:
        stop(str(error))


def load() -> None:
    """Import all that a first answer needs, and of libraries what is used of them."""
    gc.disable()  # for all these imports; `bot.serve.run` switches it on again
    import_unadorned("structlog")
    import_part("uvicorn", "config")
    import_part("prometheus_client", "metrics")
    certificates_read = import_sparing_certificates("aiohttp")
    import_without(UNUSED_BY_BOLT, "slack_bolt.async_app")
    import_module("bot.serve.run")
    certificates_read()
