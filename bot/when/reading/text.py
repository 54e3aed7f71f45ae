"""A text and the items that it was cut into: what whoever looks for strange words sees of a phrase."""

from __future__ import annotations

from bot.when.grammar import Context, Item


class Text:
    """One text. `whole` is set where it must be a time and nothing else, so that nothing in it can be a name."""

    def __init__(self, text: str, context: Context, *, whole: bool) -> None:
        self.text = text
        self.context = context
        self.whole = whole
        self.items: list[Item] = []

    def typed(self, item: Item) -> str:
        return self.text[item.start : item.end]
