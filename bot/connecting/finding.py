"""One line of what the doctor says."""

from __future__ import annotations

from msgspec import Struct


class Finding(Struct, frozen=True):
    """What was looked at, what was found, and what to do if that is not well."""

    about: str
    found: str
    mend: str | None = None
    look: bool = False
    """Worth a look: nothing that must be mended."""

    @property
    def mark(self) -> str:
        if self.mend is not None and not self.look:
            return "fix"
        return "look" if self.look else "ok"
