"""A place in typed words, and the words taken from there."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.alerts.typed.words import BOUNDS, Kind, Token

LONGEST_RUN = 8
"""Words. No time and no name of a place is longer."""
_PLACES = {"thread", "threads", "channel"}


class Cursor:
    """Goes through typed words once, from left to right."""

    def __init__(self, words: Sequence[Token]) -> None:
        self._words = words
        self._at = 0

    @property
    def more(self) -> bool:
        return self._at < len(self._words)

    @property
    def word(self) -> str:
        """The next word in small letters; empty at the end, at a comma and at a name in quotes."""
        return self.ahead(0)

    def ahead(self, count: int) -> str:
        """The word that stands so many words on."""
        token = self._token(count)
        return token.word if token else ""

    def is_at(self, kind: Kind, ahead: int = 0) -> bool:
        """Whether a token of this kind stands there."""
        token = self._token(ahead)
        return token is not None and token.kind is kind

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

    def advance(self, count: int) -> None:
        """Take as many words as were found to mean something together."""
        self._at += count

    def run(self) -> list[str]:
        """The words from here to where something else begins; none is taken."""
        found: list[str] = []
        while len(found) < LONGEST_RUN and self.is_at(Kind.WORD, len(found)):
            word = self.ahead(len(found))
            after = {self.ahead(len(found) + 1), self.ahead(len(found) + 2)}
            if word in BOUNDS or (word == "in" and after & _PLACES):
                break
            found.append(self._words[self._at + len(found)].text)
        return found

    def _token(self, ahead: int) -> Token | None:
        number = self._at + ahead
        return self._words[number] if number < len(self._words) else None
