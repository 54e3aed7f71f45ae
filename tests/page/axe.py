"""axe's rules over a page as it stands."""

from __future__ import annotations

from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page

_SETTLED = """() => Promise.all(document.getAnimations().filter(one => one instanceof CSSTransition)
    .map(one => one.finished.catch(() => null)))"""


async def offences(page: Page) -> list[str]:
    """What axe finds once no colour is on its way any more: between dark and light they are like each other."""
    await page.evaluate(_SETTLED)
    found = await Axe().run(page)
    return [
        f"{one['id']} ({one['impact']}): {one['help']}: {[node['html'][:160] for node in one['nodes'][:3]]}"
        for one in found.response["violations"]
    ]
