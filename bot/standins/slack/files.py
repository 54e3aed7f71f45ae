"""Files of a workspace: begun with a name and a length, uploaded to an address of their own, shared, deleted.

https://docs.slack.dev/messaging/working-with-files#upload
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.standins.slack.model import Json, SlackError

LONGEST_NAME = 255
LARGEST = 1024**3


@dataclass
class File:
    """`path`: where its bytes go. Until they came it can't be shared."""

    id: str
    name: str
    size: int
    path: str
    title: str = ""
    alt: str = ""
    content: bytes | None = None
    shared_in: list[str] = field(default_factory=list)
    deleted: bool = False

    def told(self) -> Json:
        if self.deleted:
            return {"id": self.id, "mode": "tombstone"}
        return {"id": self.id, "name": self.name, "title": self.title or self.name, "size": self.size}


class Files:
    """All files of the app, deleted ones too."""

    def __init__(self, new_id: Callable[[str], str]) -> None:
        self._new_id = new_id
        self.all: dict[str, File] = {}

    def begin(self, name: str, size: int, alt: str = "") -> File:
        """Take a name and a length in bytes, and give an address for the rest. Raises invalid_arguments."""
        if not name or len(name) > LONGEST_NAME or "/" in name:
            raise SlackError("invalid_arguments", "[ERROR] filename must be a file's name")
        if not 0 < size <= LARGEST:
            raise SlackError("invalid_arguments", "[ERROR] length must be the file's bytes, at least 1")
        path = f"/upload/v1/{secrets.token_urlsafe(24)}"
        found = File(self._new_id("F"), name, size, path, alt=alt)
        self.all[found.id] = found
        return found

    def awaits(self, path: str) -> bool:
        """Whether an address is one of a file of this workspace."""
        return any(one.path == path for one in self.all.values())

    def upload(self, path: str, content: bytes) -> File:
        """Take the bytes of a file. Raises what is no method's error but the answer of the address."""
        found = next((one for one in self.all.values() if one.path == path), None)
        if found is None or found.content is not None:
            raise SlackError("invalid_url")
        if len(content) != found.size:
            raise SlackError("invalid_payload", f"{len(content)} bytes came, {found.size} were told")
        found.content = content
        return found

    def whole(self, some_id: object) -> File:
        """Find a file that was uploaded and stands. Raises file_not_found, file_deleted."""
        found = self.all.get(some_id) if isinstance(some_id, str) else None
        if found is None or found.content is None:
            raise SlackError("file_not_found")
        if found.deleted:
            raise SlackError("file_deleted")
        return found
