"""What the stories about Pexip Engage share."""

from __future__ import annotations

from collections.abc import Callable

from bot.apis.pexip.api import PexipApi

Connect = Callable[..., PexipApi]
"""Makes a client of the stand-in; takes what `pexip_api` takes."""
