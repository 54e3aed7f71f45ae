"""Write every page and table that is made from the code or from a library: `python -m docs.generate`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bot.apis.vendors import VENDORS
from bot.settings import given_settings
from bot.slack.manifest import manifest_yaml
from docs.command_pages import commands_page, scopes_page, surfaces_table, verbs_table
from docs.schema import schema
from docs.service_pages import services_table
from docs.settings_pages import env_example, settings_page
from docs.words import bank_holidays, foreign_words, language_names

ROOT = Path(__file__).parent.parent


def readme(text: str) -> str:
    """Put ways in, verbs and services between their marks. Raises ValueError where the marks are missing."""
    for name, drawn in (
        ("surfaces", surfaces_table()),
        ("verbs", verbs_table()),
        ("services", services_table()),
    ):
        before, mark, rest = text.partition(f"<!-- {name} -->\n")
        _, end, after = rest.partition(f"<!-- /{name} -->")
        if not mark or not end or mark in after:
            raise ValueError(f"README.md: <!-- {name} --> and <!-- /{name} --> must stand there once")
        text = f"{before}{mark}{drawn}\n{end}{after}"
    return text


def _whole_readme() -> str:
    return readme((ROOT / "README.md").read_text("utf-8"))


def _manifest() -> str:
    return manifest_yaml(given_settings(VENDORS), None)


GENERATED: dict[str, Callable[[], str]] = {
    ".env.example": env_example,
    "bot/line/cldr.py": language_names,
    "bot/storage/schema.py": schema,
    "bot/when/words/bank_holidays.py": bank_holidays,
    "bot/when/words/foreign.py": foreign_words,
    "README.md": _whole_readme,
    "docs/commands.md": commands_page,
    "docs/scopes.md": scopes_page,
    "docs/settings.md": settings_page,
    "manifest.yaml": _manifest,
}
"""What makes every generated page and table, by its path from the project's root."""

if __name__ == "__main__":
    for name, generated in GENERATED.items():
        (ROOT / name).write_text(generated(), "utf-8")
        print(f"wrote {name}")
