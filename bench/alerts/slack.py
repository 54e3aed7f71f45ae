"""A stand-in Slack for many teams, in a process of its own: what alerts call, answered at once.

    python -m bench.alerts.slack PORT

`/asked` tells how often each method was called, and begins anew.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from itertools import count
from urllib.parse import parse_qsl

from bench.wire import Request, run, serve


class Slack:
    def __init__(self) -> None:
        self._asked = Counter[str]()
        self._stamps = count(1)

    def answer(self, request: Request) -> bytes:
        """https://docs.slack.dev/reference/methods"""
        path, _, query = request.path.partition("?")
        method = path.rpartition("/")[2]
        if method == "asked":
            told, self._asked = self._asked, Counter()
            return json.dumps(told).encode()
        self._asked[method] += 1
        return json.dumps({"ok": True, **self.told(method, _arguments(request.body, query))}).encode()

    def told(self, method: str, asked: dict[str, str]) -> dict[str, object]:
        match method:
            case "chat.postMessage":
                return {"channel": asked["channel"], "ts": f"1795500000.{next(self._stamps):06}"}
            case "chat.update":
                return {"channel": asked["channel"], "ts": asked["ts"]}
            case "conversations.info":
                return {"channel": {"id": asked["channel"], "is_private": True, "is_member": True}}
            case _:
                return {"ok": False, "error": "unknown_method"}


def _arguments(body: bytes, query: str) -> dict[str, str]:
    if body.startswith(b"{"):
        sent: dict[str, str] = json.loads(body)
        return sent
    return dict(parse_qsl(query)) | dict(parse_qsl(body.decode()))


if __name__ == "__main__":
    run(serve(Slack().answer, int(sys.argv[1])))
