"""The offer to connect a service, and the link that it leads to."""

from __future__ import annotations

from blocks import ids
from blocks.kit import Card, actions, button, escape, plain, section
from blocks.words.installing import CONNECT, CONNECT_FIRST, LINK_IS_GOOD_ONCE, OPEN_PAGE


def connect_offer() -> Card:
    """Offer an admin to connect a service."""
    return Card(
        escape(CONNECT_FIRST),
        (
            section(plain(CONNECT_FIRST)),
            actions(button(CONNECT, ids.CONNECT, "connect", style="primary")),
        ),
    )


def connect_link(url: str) -> Card:
    """Hand an admin the link to the page, which opens in the browser."""
    return Card(
        escape(LINK_IS_GOOD_ONCE),
        (section(plain(LINK_IS_GOOD_ONCE)), actions(button(OPEN_PAGE, ids.OPEN_LINK, url=url))),
        fleeting=True,
    )
