"""A scene with the vendor, and one with the service that is part of the bot."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.stories.scene import Scene, scene


@pytest.fixture
async def story(tmp_path: Path) -> AsyncIterator[Scene]:
    """The bot before a stand-in SQOD."""
    async with scene(tmp_path) as found:
        yield found


@pytest.fixture
async def pexip(tmp_path: Path) -> AsyncIterator[Scene]:
    """The bot before a stand-in Pexip Engage, where Asha and Ben are employees."""
    async with scene(tmp_path, vendor="pexip") as found:
        yield found


@pytest.fixture(params=["sqod", "embedded"])
async def either(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Scene]:
    """The same bot before either service: a story that must end the same way."""
    async with scene(tmp_path, vendor=request.param == "sqod") as found:
        yield found
