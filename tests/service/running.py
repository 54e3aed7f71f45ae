"""Run the appointment service as its own process, the way `frontdesk api` does, so that it can be killed."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

TOKEN = "a-token-for-tests"
_PROGRAM = """
import sys
from pydantic import SecretStr
from bot.serve.api import run_api
run_api(sys.argv[1], "127.0.0.1", 0, SecretStr(sys.argv[2]), "meet.example")
"""


@dataclass
class Running:
    process: subprocess.Popen[str]
    url: str


@contextmanager
def running(database_url: str) -> Iterator[Running]:
    """Start it, read its address off its first line, and make sure that it is gone afterwards."""
    process = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, database_url, TOKEN],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stderr is not None
        line = process.stdout.readline()
        assert line.startswith("Appointment service on http://127.0.0.1:"), line + process.stderr.read()
        yield Running(process, line.split()[-1])
    finally:
        process.kill()
        process.communicate()
