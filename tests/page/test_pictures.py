"""The README's pictures are made of the page as it is."""

from __future__ import annotations

import struct
from pathlib import Path

from playwright.async_api import Browser

from docs.page_pictures import make_pictures


async def test_each_picture_is_drawn(browser: Browser, tmp_path: Path) -> None:
    made = await make_pictures(browser, tmp_path)
    names = ["card.png", "booking.png", "day.png", "list.png", "home.png", "talk.png"]
    assert [path.name for path in made] == names
    for path in made:
        start = path.read_bytes()[:24]
        assert start[:8] == b"\x89PNG\r\n\x1a\n"
        width, height = struct.unpack(">II", start[16:24])
        assert width == 1740
        assert height >= 1050
