"""docs/libraries.md names every place where a library's inside is touched: what its makers may change without a word."""

from __future__ import annotations

import ast
import re
import sys
from functools import cache
from pathlib import Path

from tests.project.sources import ROOT, imports, nodes, sources

PAGE = ROOT / "docs" / "libraries.md"
OURS = ("bot", "handlers", "blocks", "tests", "docs", "bench")
MADE_TO_BE_EXTENDED = {
    *("BaseModel", "RootModel", "GenericModel"),
    *("TypeDecorator", "AsyncBaseTransport", "HTTPException", "TypedDict", "Struct"),
}
"""Bases that their libraries' documents tell us to inherit from."""
PASSED_ON = "bot.storage.asynchronous"
"""A module of ours, with what is a library's."""
DOCUMENTED_DEEP = (
    PASSED_ON,
    *(
        "slack_bolt.adapter.socket_mode.aiohttp",
        "slack_bolt.context.ack.async_ack",
        "slack_bolt.request.async_request",
    ),
    *("slack_sdk.http_retry.", "slack_sdk.web.async_client", "slack_sdk.web.async_slack_response"),
    *("sqlalchemy.ext.asyncio", "slack_sdk.socket_mode."),
    *("opentelemetry.exporter.otlp.proto.http.trace_exporter", "opentelemetry.sdk.resources"),
    *("opentelemetry.sdk.trace", "opentelemetry.trace.propagation.tracecontext"),
)
"""Modules three deep that their libraries' documents name."""
OF_NAMED_TUPLES = {"_replace", "_asdict", "_fields", "_make"}


def test_every_touch_of_a_librarys_inside_is_on_the_list_and_nothing_else() -> None:
    row = re.compile(r"^\| `([^`]+)` \| ([^|]+) \|", re.MULTILINE)
    listed = {
        (where, name)
        for where, names in row.findall(PAGE.read_text("utf-8"))
        for name in re.findall("`([^`]+)`", names)
    }
    found = {touch for path in sources("bot", "handlers", "blocks") for touch in touches(path)}
    assert found - listed == set(), (
        "say in docs/libraries.md what is touched, why, and which test sees it change"
    )
    assert listed - found == set(), "no longer touched"


def test_a_touch_is_found(tmp_path: Path) -> None:
    source = (
        "import uvicorn, uvicorn.protocols.http.h11_impl\n"
        "from slack_sdk.web.async_client import AsyncWebClient\n"
        "class Mine(uvicorn.Server):\n"
        "    def __init__(self): self._own = 1\n"
        "    def f(self, client: AsyncWebClient): return self._own, self._theirs, client._secret, client.__dict__\n"
    )
    assert inside(tuple(ast.walk(ast.parse(source))), frozenset({"uvicorn.protocols.http.h11_impl"})) == {
        *("uvicorn.protocols.http.h11_impl", "uvicorn.Server", "_theirs", "_secret", "__dict__")
    }


def touches(path: Path) -> set[tuple[str, str]]:
    return {
        (str(path.relative_to(ROOT)), name) for name in inside(nodes(path), imports(path)) - private_of_ours()
    }


def inside(module: tuple[ast.AST, ...], imported: frozenset[str]) -> set[str]:
    """Classes of libraries that are inherited from, their private names, and their modules that no document names."""
    from_libraries = {
        alias.asname or alias.name
        for node in module
        if isinstance(node, ast.Import | ast.ImportFrom)
        if isinstance(node, ast.Import) or is_library(node.module or "")
        for alias in node.names
        if isinstance(node, ast.ImportFrom) or is_library(alias.name)
    }
    found = {
        name
        for name in imported
        if is_library(name)
        and (name.count(".") >= 2 or "._" in name)
        and not name.startswith(DOCUMENTED_DEEP)
    }
    own = private_names(module)
    for node in module:
        if isinstance(node, ast.ClassDef):
            for base in node.bases:
                name = ast.unparse(base).split("[")[0]
                if name.split(".")[0] in from_libraries and name.split(".")[-1] not in MADE_TO_BE_EXTENDED:
                    found.add(name)
        elif isinstance(node, ast.Attribute):
            is_private = node.attr.startswith("_") and not node.attr.startswith("__")
            if (is_private and node.attr not in own | OF_NAMED_TUPLES) or node.attr == "__dict__":
                found.add(node.attr)
    return found


def is_library(module: str) -> bool:
    top = module.split(".")[0]
    return module == PASSED_ON or (bool(top) and top not in OURS and top not in sys.stdlib_module_names)


def private_names(module: tuple[ast.AST, ...]) -> set[str]:
    """The private names that a module gives to things itself."""
    found: set[str] = set()
    for node in module:
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                found.add(name)
            case ast.Attribute(attr=name, ctx=ast.Store()) | ast.Name(id=name, ctx=ast.Store()):
                found.add(name)
    return found


@cache
def private_of_ours() -> set[str]:
    return {
        name
        for path in sources("bot", "handlers", "blocks")
        for name in private_names(nodes(path))
        if name[0] == "_"
    }
