"""The doctor where many workspaces are served: no token of one's own is looked for."""

from __future__ import annotations

from pathlib import Path

from tests.stories.process import run_once
from tests.teams.town import town


async def test_the_doctor_says_where_one_installs_and_looks_for_no_one_token(tmp_path: Path) -> None:
    async with town(f"sqlite:///{tmp_path}/f.db", "Leeds") as found:
        code, out, _ = await run_once(tmp_path, found.environment, "doctor")
        assert "https://desk.example.org/slack/install" in out
        assert "Bot token" not in out
        assert code == 0, out
