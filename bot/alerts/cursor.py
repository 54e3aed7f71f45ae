"""A place in typed words, and the words taken from there."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.alerts.words import BOUNDS, TOPICS, Kind, Token

LONGEST_RUN = 8
"""Words. No time and no name of a place is longer."""


class Cursor:
    """Goes through typed words once, from left to right."""

    def __init__(self, words: Sequence[Token]) -> None:
        self._words = words
        self._at = 0

    @property
    def more(self) -> bool:
        return self._at < len(self._words)

    @property
    def next(self) -> Token | None:
        """What comes next; None at the end."""
        return self._words[self._at] if self.more else None

    @property
    def word(self) -> str:
        """The next word in small letters; empty at the end, at a comma and at a name in quotes."""
        return self._words[self._at].word if self.more else ""

    def take(self) -> Token:
        self._at += 1
        return self._words[self._at - 1]

    def took(self, words: Collection[str]) -> bool:
        """Take the next word if it is one of these."""
        if not self.word or self.word not in words:
            return False
        self._at += 1
        return True

    def skip(self, words: Collection[str]) -> None:
        """Pass over these words, as many as there are."""
        while self.took(words):
            continue

    def passed(self, kind: Kind) -> bool:
        """Take the next token if it is of this kind."""
        found = self.next is not None and self.next.kind is kind
        self._at += found
        return found

    def run(self) -> list[str]:
        """The words from here to where something else begins; none is taken."""
        found: list[str] = []
        for number, token in enumerate(self._words[self._at : self._at + LONGEST_RUN], self._at):
            if token.kind is not Kind.WORD or token.word in BOUNDS or self._leads_to_place(number):
                break
            found.append(token.text)
        return found

    def advance(self, count: int) -> None:
        """Take as many words as a run was found to mean something."""
        self._at += count

    def _leads_to_place(self, number: int) -> bool:
        """Whether "in" stands there before "(the) thread" or "channel", and not in "in the morning"."""
        if self._words[number].word != "in":
            return False
        after = [token.word for token in self._words[number + 1 : number + 3]]
        return (after[1:] if after[:1] == ["the"] else after)[:1] != [] and (
            after[1] if after[0] == "the" and len(after) > 1 else after[0]
        ) in TOPICS
