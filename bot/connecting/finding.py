"""One line of what the doctor says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, what was found, and what to do if that is not well."""

    about: str
    found: str
    mend: str | None = None
