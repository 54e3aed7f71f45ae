"""The sentences of a refusal: outside words, made fit to stand under the form's inputs."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping

from bot.apis.http.outcome import Refusal
from bot.appointments.errors import Refused

LONGEST = 200
MOST_OTHERS = 5

Names = Callable[[str], str | None]
"""The desk's name for a vendor's key, None where the desk asks for no such thing."""

_TAG = re.compile(r"</?[a-z!][^>]*>", re.IGNORECASE)


def one_line(text: str) -> str:
    """Make a stranger's sentence plain: no mark-up, one line, nothing invisible, 200 characters at most."""
    bare = _TAG.sub(" ", html.unescape(text))
    line = " ".join("".join(c if c.isprintable() else " " for c in bare).split())
    return line if len(line) <= LONGEST else f"{line[: LONGEST - 1]}…"


def laravel_refusal(names: Names) -> Refusal:
    """Make the reader of Laravel's `{"message": …, "errors": {"claimant.email": […]}}`.

    `message` only sums the errors up, so it is used where there are none. Anything may come in any shape.
    """

    def refusal(fact: str, body: object) -> Refused:
        fields: dict[str, str] = {}
        others: list[str] = []
        told = body if isinstance(body, Mapping) else {}
        errors = told.get("errors")
        by_key = errors if isinstance(errors, Mapping) else {"": errors}
        for key, value in by_key.items():
            name = names(str(key))
            for sentence in _sentences(value):
                if name is None:
                    others.append(sentence)
                elif sentence not in fields.get(name, ""):
                    fields[name] = one_line(f"{fields.get(name, '')} {sentence}")
        if not fields and not others:
            others = [*_sentences(told.get("message")), *_sentences(told.get("error"))]
        return Refused(fact, fields, tuple(dict.fromkeys(others))[:MOST_OTHERS])

    return refusal


def _sentences(value: object) -> Iterator[str]:
    if isinstance(value, str):
        if line := one_line(value):
            yield line
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from _sentences(part)
    elif isinstance(value, list):
        for part in value:
            yield from _sentences(part)
