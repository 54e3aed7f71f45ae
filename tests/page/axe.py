"""axe's rules over a page as it stands."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

from tests.page.tabs import ColorScheme

_SETTLED = """() => Promise.all(document.getAnimations().filter(one => one instanceof CSSTransition)
    .map(one => one.finished.catch(() => null)))"""
_FOUND = """([where, options]) => axe.run(where ?? document, {resultTypes: ["violations"], ...options}).then(
    found => found.violations.map(one => `${one.id} (${one.impact}): ${one.help}: ` +
        one.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(", ")))"""
_CONTRAST = "color-contrast"
SCHEMES: tuple[ColorScheme, ...] = ("light", "dark")


async def offences_in_both(page: Page, *, new: str | None = None) -> list[str]:
    """What axe finds in the light and in the dark."""
    found = []
    for scheme in SCHEMES:
        await page.emulate_media(color_scheme=scheme)
        found += await offences(page, new=new)
    return found


async def offences(page: Page, *, new: str | None = None) -> list[str]:
    """What axe finds once no colour is on its way any more: between dark and light they are like each other.

    `new`: what has come onto a page since it was looked at, if it was. The colours of the rest, which take longer than all other rules, are not looked at again.
    """
    await page.evaluate(_SETTLED)
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(Axe().axe_script)
    if new is None:
        return await _found(page, None, {})
    colours = await _found(page, new, {"runOnly": [_CONTRAST]})
    return colours + await _found(page, None, {"rules": {_CONTRAST: {"enabled": False}}})


async def _found(page: Page, where: str | None, options: dict[str, Any]) -> list[str]:
    found: list[str] = await page.evaluate(_FOUND, [where, options])
    return found
