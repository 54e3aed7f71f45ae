"""Write every page that is made from the code: `python -m docs.generate`."""

from __future__ import annotations

import re
from pathlib import Path

from bot.manifest import manifest_yaml
from bot.settings import given_settings
from docs.command_pages import commands_page, scopes_page, verbs_table
from docs.settings_pages import env_example, settings_page

ROOT = Path(__file__).parent.parent
_VERBS = re.compile(r"(<!-- verbs -->\n).*?(<!-- /verbs -->)", re.DOTALL)


def pages() -> dict[str, str]:
    """Make every generated page, by its path from the project's root."""
    return {
        ".env.example": env_example(),
        "README.md": readme((ROOT / "README.md").read_text("utf-8")),
        "docs/commands.md": commands_page(),
        "docs/scopes.md": scopes_page(),
        "docs/settings.md": settings_page(),
        "manifest.yaml": manifest_yaml(given_settings(), None),
    }


def readme(text: str) -> str:
    """Put the verbs between their marks. Raises ValueError where the marks are missing."""
    changed, count = _VERBS.subn(lambda found: f"{found[1]}{verbs_table()}\n{found[2]}", text)
    if count != 1:
        raise ValueError("README.md: <!-- verbs --> and <!-- /verbs --> must stand there once")
    return changed


if __name__ == "__main__":
    for name, text in pages().items():
        (ROOT / name).write_text(text, "utf-8")
        print(f"wrote {name}")
