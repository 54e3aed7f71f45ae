"""A stand-in appointment service for many teams, in a process of its own: SQOD's contract, a base address a team.

    python -m bench.alerts.vendor PORT SESSIONS

`/changed?share=0.01` changes so many of all sessions; `/asked` tells how often each list was asked for, and begins anew.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from random import Random
from urllib.parse import parse_qsl, urlsplit

from bench.alerts.day import sessions
from bench.wire import Request, run, serve
from tests.standins.sqod_pages import listed
from tests.standins.sqod_session import Session

BASE = "https://sqod.invalid"


class Vendor:
    def __init__(self, count: int) -> None:
        self._count = count
        self._teams: dict[str, list[Session]] = {}
        self._written: dict[str, dict[str, bytes]] = {}
        self._asked = Counter[str]()
        self._dice = Random(1)
        self._changes = 0

    def answer(self, request: Request) -> bytes:
        url = urlsplit(request.path)
        asked = dict(parse_qsl(url.query))
        if url.path == "/asked":
            told, self._asked = self._asked, Counter()
            return json.dumps(told).encode()
        if url.path == "/changed":
            return json.dumps(self.change(float(asked["share"]))).encode()
        team = url.path.split("/")[1]
        if "page" not in asked:
            return self._one(team, url.path)
        self._asked[f"{team} {asked['page']} of {asked['per_page']}"] += 1
        written = self._written.setdefault(team, {})
        if url.query not in written:
            there = self._teams.setdefault(team, sessions(team, self._count))
            written[url.query] = json.dumps(listed(there, asked, BASE, most=1000, repeated=0)).encode()
        return written[url.query]

    def _one(self, team: str, path: str) -> bytes:
        """One session, asked for by its id."""
        found = next((one for one in self._teams.get(team, ()) if path.endswith(one.id)), None)
        return json.dumps({"data": found.wire(BASE) if found else {}}).encode()

    def change(self, share: float) -> int:
        """Have another interpreter named for some sessions of all that were ever listed; tells for how many."""
        everyone = [(team, one) for team, several in self._teams.items() for one in several]
        chosen = self._dice.sample(everyone, round(share * len(everyone)))
        self._changes += 1
        for team, one in chosen:
            one.interpreter_needed, one.interpreter_language = True, f"Language {self._changes}"
            self._written[team] = {}
        return len(chosen)


if __name__ == "__main__":
    run(serve(Vendor(int(sys.argv[2])).answer, int(sys.argv[1])))
