"""Which action of a person's the requests of this moment belong to, so that a vendor can be asked about all of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cached_property
from uuid import uuid4


class _Action:
    """Named when somebody asks for its name: most services are told of none."""

    @cached_property
    def name(self) -> str:
        return str(uuid4())


_action: ContextVar[_Action | None] = ContextVar("action", default=None)


def begin_action() -> None:
    """Begin an action, unless this task is part of one: a command or a click is one, however often it goes to the desk.

    Each of Slack's requests is a task of its own, and so are its actions.
    """
    if _action.get() is None:
        _action.set(_Action())


def action() -> str:
    """Name the present action: a UUID; outside of any, a new one each time."""
    return (_action.get() or _Action()).name


@contextmanager
def one_action() -> Iterator[None]:
    """Hold what is done within together as one action, where it is not part of one already."""
    if _action.get() is not None:
        yield
        return
    token = _action.set(_Action())
    try:
        yield
    finally:
        _action.reset(token)
