"""What the image is made of: what serves, and nothing that plays, tests or holds somebody's settings."""

from __future__ import annotations

import fnmatch
import json
import os
import re
import shutil
import subprocess
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib.metadata import packages_distributions
from pathlib import Path
from threading import Thread

import pytest
from packaging.utils import canonicalize_name

from bot.observe.probes import LIVE
from tests.project.sources import ROOT, imports, module_name, sources
from tests.project.test_files import pins

IGNORED = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
COPIED = ("bot", "handlers", "blocks")


def is_left_out(path: Path) -> bool:
    """Whether a file of what is copied stays outside, by the rules behind those that let it in."""
    name = str(path.relative_to(ROOT))
    rules = IGNORED[max(IGNORED.index(f"!{one}") for one in COPIED) + 1 :]
    whole = [name, *(str(parent) for parent in Path(name).parents)]
    return any(fnmatch.fnmatch(one, rule.replace("**/", "*")) for one in whole for rule in rules)


@pytest.fixture(scope="module")
def image(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program's folders as the builder copies them."""
    app = tmp_path_factory.mktemp("app")
    for path in sources(*COPIED):
        if not is_left_out(path):
            there = app / path.relative_to(ROOT)
            there.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, there)
    return app


def test_the_image_keeps_settings_and_databases_out() -> None:
    ignored = (ROOT / ".dockerignore").read_text("utf-8").splitlines()
    assert "*" in ignored, "the image starts from nothing and lets in what it needs"
    wanted = {line.removeprefix("!") for line in ignored if line.startswith("!")}
    lines = re.findall(r"^COPY (?!--)(.+) \S+$", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE)
    copied = {name for line in lines for name in line.split()}
    assert wanted == copied == {"requirements.lock", "pyproject.toml", "README.md", "LICENSE", *COPIED}


def test_the_image_carries_no_playground_and_no_stand_ins(image: Path) -> None:
    there = {str(path.relative_to(image)) for path in image.glob("bot/*")}
    assert {"bot/serve", "bot/app.py"} <= there
    assert there & {"bot/playground", "bot/standins"} == set()


def test_nothing_in_the_image_needs_a_library_of_development() -> None:
    installed, carried = packages_distributions(), set(pins("requirements.lock"))
    strangers = {
        f"{module_name(path)} imports {module}"
        for path in sources(*COPIED)
        if not is_left_out(path)
        for module in imports(path)
        for top in [module.split(".")[0]]
        if top not in sys.stdlib_module_names and top not in COPIED
        if not {canonicalize_name(name) for name in installed.get(top, [])} & carried
    }
    assert strangers == set()


class _Health(BaseHTTPRequestHandler):
    """Answers its own address as a living process does, and nothing else."""

    def do_GET(self) -> None:
        self.send_response(200 if self.path == LIVE else 503)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:
        pass


def test_the_image_asks_itself_whether_it_lives_past_any_proxy() -> None:
    said = re.search(
        r"^HEALTHCHECK .*\\\n\s+CMD (\[.+\])$", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE
    )
    assert said is not None
    python, *asks = json.loads(said[1])
    assert python == "python"
    with ThreadingHTTPServer(("127.0.0.1", 0), _Health) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        port = server.server_address[1]
        proxies = dict.fromkeys(("http_proxy", "HTTP_PROXY", "all_proxy"), f"http://127.0.0.1:{port}/proxy")

        def ends() -> int:
            told = {**os.environ, **proxies, "PORT": str(port)}
            return subprocess.run(
                [sys.executable, *asks], env=told, capture_output=True, check=False
            ).returncode

        assert ends() == 0
        server.shutdown()
    assert ends() != 0, "nobody listens there any more"


@pytest.mark.parametrize("toy", ["play", "story"])
def test_who_wants_to_play_in_the_image_is_told_where(image: Path, toy: str) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "bot", toy], cwd=image, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr.strip() == (
        "The playground is not in this image. Get Frontdesk's source, and type make play or make story there."
    )
