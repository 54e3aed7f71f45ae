"""How long nobody is answered while a long list is made: `python -m bench.standstill [SESSIONS]`, that many in the next four weeks.

Frontdesk runs in a process of its own. From here /healthz is asked again and again while it lists and finds, and as often while it
does nothing: what a busy machine does to the answers is in both.
"""

from __future__ import annotations

import http.client
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode

from bench.contenders import environment
from bench.field import PATHS
from bench.load import headers_of
from bench.processes import PYTHON, ROOT, free_port, started, wait_for
from bench.slack import TEAM

WORDS = ("list next 4 weeks", "find Jane", "find 11", "show nobody at all")
TIMES = 5
SETTLED = 8.0
"""Seconds at a start after which all that is loaded once is there."""


@contextmanager
def served(sessions: int) -> Iterator[int]:
    """Start Slack, a service with so many sessions in four weeks, and Frontdesk; gives its port."""
    slack, feed, vendor, port = (free_port() for _ in range(4))
    with tempfile.TemporaryDirectory() as temporary:
        folder, log = Path(temporary), Path(temporary) / "log"
        settings = environment(port, slack, vendor, folder)
        with (
            started([PYTHON, "-m", "bench.slack", str(slack), str(feed)], PATHS, ROOT, log),
            started([PYTHON, "-m", "bench.vendor", str(vendor), str(sessions // 28)], PATHS, ROOT, log),
        ):
            for one in (slack, vendor):
                wait_for(one)
            with started([PYTHON, "-m", "bot", "serve"], settings, folder, log):
                wait_for(port, 30)
                yield port


def say(port: int, words: str, number: int) -> float:
    """Send one command; seconds until its acknowledgement."""
    told = {
        "team_id": TEAM,
        "channel_id": "C0DESK",
        "user_id": f"U0CLERK{number}",
        "command": "/appt",
        "text": words,
    }
    body = urlencode(
        told | {"trigger_id": f"{number}.1.x", "response_url": "", "api_app_id": "A0BENCH"}
    ).encode()
    begun = time.monotonic()
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    line.request("POST", "/slack/events", body, headers_of(body))
    line.getresponse().read()
    return time.monotonic() - begun


def longest(port: int, work: Thread) -> list[float]:
    """Ask how it is until the work is done; milliseconds that each answer took, the longest first."""
    line, took = http.client.HTTPConnection("127.0.0.1", port, timeout=30), []
    work.start()
    while work.is_alive():
        begun = time.monotonic()
        line.request("GET", "/healthz")
        line.getresponse().read()
        took.append(1000 * (time.monotonic() - begun))
        time.sleep(0.001)
    return sorted(took, reverse=True)


def main(sessions: int) -> None:
    with served(sessions) as port:
        say(port, "today", 0)
        time.sleep(SETTLED)
        number = 0
        rest = longest(port, Thread(target=time.sleep, args=(2,)))
        print(f"at rest: {', '.join(f'{one:.1f}' for one in rest[:3])} ms")
        for words in WORDS:
            for _ in range(TIMES):
                number += 1
                took = longest(port, Thread(target=say, args=(port, words, number)))
                print(f"{words}: {', '.join(f'{one:.1f}' for one in took[:3])} ms of {len(took)} answers")


if __name__ == "__main__":
    main(int((sys.argv[1:] or ["1500"])[0]))
