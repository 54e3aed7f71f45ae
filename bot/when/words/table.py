"""How a language's words are written down: for each tag, what the words mean and the words themselves."""

from __future__ import annotations

from typing import Any

Table = dict[str, dict[Any, str]]
"""tag -> meaning -> "word, another word, a phrase of several words"; all folded as `fold` does."""


def numbered(first: int, words: str) -> dict[Any, str]:
    """Number the words of a list; alternatives of one number are joined with "/"."""
    return {n: forms.replace("/", ", ") for n, forms in enumerate(words.split(", "), first)}
