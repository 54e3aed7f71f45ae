"""A row of the outbox that a process holds: a job that it may carry out, or one that it can't read."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Generic, TypeVar

from msgspec import Struct
from pydantic import ValidationError

from bot.appointments.jobs import KINDS, Job
from bot.storage.statements import Row

TRACE = "traceparent"
"""Beside a job's own fields, where a trace is kept of what it follows from; whoever does not know it passes over it."""
J_co = TypeVar("J_co", bound=Job, covariant=True)


class Ending(Struct):
    """Whether it is kept by now that a job was carried out: together with what came of it."""

    kept: bool = False
    dropped: bool = False
    """It was dropped meanwhile: what it was about is forgotten."""
    adds: datetime | None = None
    """When the first of all the jobs that came of it is due, where that is known: then nobody need ask the outbox for them."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A row that this process holds until its lease ends."""

    id: int
    key: str
    team: str
    kind: str
    attempts: int
    """How often it was claimed before and may have been carried out, wholly or in part."""
    due_first: datetime
    """When it was first to be done."""
    ending: Ending = field(default_factory=Ending, kw_only=True, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Claimed(Claim, Generic[J_co]):
    """A job that this process may carry out."""

    job: J_co
    trace: str | None = None
    """What it follows from, where a trace is kept of that."""


@dataclass(frozen=True, slots=True)
class Unread(Claim):
    """A row that can't be read here."""

    why: str
    """For the log: fields and faults, never contents."""
    is_newer: bool = False
    """Whether another version may know this kind of job."""


def read_claim(row: Row) -> Claimed[Job] | Unread:
    """Read a row that was claimed."""
    kind = KINDS.get(row["kind"])
    held = (row["id"], row["key"], row["team"], row["kind"], row["attempts"], row["due_first"])
    if kind is None:
        return Unread(*held, why="no such kind of job", is_newer=True)
    try:
        return Claimed(*held, kind.model_validate(row["data"]), row["data"].get(TRACE))
    except ValidationError as error:
        faults = (f"{'.'.join(map(str, one['loc']))} {one['type']}".strip() for one in error.errors())
        return Unread(*held, why=", ".join(faults))
