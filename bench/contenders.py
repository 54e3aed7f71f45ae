"""Who is measured: Frontdesk with everything on, and the bare peers. All speak to the same Slack and the same service."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bench.processes import PYTHON, ROOT
from bench.slack import SECRET, TOKEN

JS = ROOT / "bench" / "peers" / "js"
OURS = "Frontdesk"
BARE = "bare Bolt, Python"


@dataclass(frozen=True)
class Contender:
    name: str
    command: Callable[[int], list[str]]
    """What starts it on a port."""
    installed: bool = True


def contenders() -> list[Contender]:
    """Ours first, then the peers."""
    node = shutil.which("node") or "node"
    return [
        Contender(OURS, lambda _: [PYTHON, "-m", "bot", "serve"]),
        Contender(f"{OURS}, 2 workers", lambda _: [PYTHON, "-m", "bot", "serve", "--workers", "2"]),
        Contender(BARE, lambda port: [PYTHON, str(ROOT / "bench/peers/bare.py"), str(port)]),
        Contender(
            "bare Bolt, JavaScript",
            lambda port: [node, str(JS / "app.js"), str(port)],
            installed=(JS / "node_modules/@slack/bolt").is_dir(),
        ),
    ]


def environment(port: int, slack: int, vendor: int, folder: Path) -> dict[str, str]:
    """Frontdesk's settings; the peers take from the same variables what they need."""
    return {
        "PYTHONPATH": str(ROOT),
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": f"http://127.0.0.1:{slack}/api",
        "APPOINTMENTS_PROVIDER": "sqod",
        "APPOINTMENTS_API_URL": f"http://127.0.0.1:{vendor}",
        "APPOINTMENTS_API_TOKEN": "token-of-the-bench",
        "DATABASE_URL": f"sqlite:///{folder / 'bench.sqlite3'}",
        "LOG_LEVEL": "info",
        "METRICS_TOKEN": "token-of-who-measures",
        "PORT": str(port),
    }
