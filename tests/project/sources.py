"""The project's own files, and its Python sources as syntax trees."""

from __future__ import annotations

import ast
import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
FOLDERS = ("bot", "handlers", "blocks", "tests", "docs", "bench", "deploy", ".ci", ".github", ".devcontainer")
_NOT_OURS = {"__pycache__", "node_modules"}


def module_name(path: Path) -> str:
    """Name the module of a source file, e.g. `bot.storage` for bot/storage/__init__.py."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def sources(*folders: str) -> Iterator[Path]:
    """The Python files of some of our folders."""
    for folder in folders:
        yield from (path for path in files(folder) if path.suffix == ".py")


def files(folder: str) -> Iterator[Path]:
    """All files that belong to the project in one of its folders."""
    for where, below, names in os.walk(ROOT / folder):
        below[:] = sorted(name for name in below if name not in _NOT_OURS)
        yield from (Path(where) / name for name in sorted(names))


def project_files() -> Iterator[Path]:
    """Everything that is committed, and no settings, databases or caches that lie beside it."""
    top = re.compile(
        r".*\.(md|toml|lock|yaml)|LICENSE|Makefile|Dockerfile|\.(dockerignore|editorconfig|gitignore|importlinter|env\.example)"
    )
    yield from (path for path in sorted(ROOT.iterdir()) if path.is_file() and top.fullmatch(path.name))
    for folder in FOLDERS:
        yield from files(folder)


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"), str(path))


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """All that a source is made of: it is asked for by several tests, and to walk through it takes longer than to read it."""
    return tuple(ast.walk(tree(path)))


@cache
def imports(path: Path) -> frozenset[str]:
    """All modules that a file imports, also within functions; `from bot import when` counts as `bot.when`."""
    found: set[str] = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = _base(path, node)
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                found.add(whole if _is_module(whole) else base)
    return frozenset(found)


def _base(path: Path, node: ast.ImportFrom) -> str:
    if not node.level:
        return node.module or ""
    package = path.relative_to(ROOT).parts[: -node.level]
    return ".".join([*package, *([node.module] if node.module else [])])


def _is_module(name: str) -> bool:
    where = ROOT.joinpath(*name.split("."))
    return where.with_suffix(".py").is_file() or where.is_dir()


def within(module: str, package: str) -> bool:
    return module == package or module.startswith(f"{package}.")
