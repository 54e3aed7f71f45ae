"""The doors don't leak: nobody reaches through the desk or the watch, and who asks is told by what is called."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Iterator
from typing import get_type_hints

import pytest

from bot.appointments.back_office import BackOffice
from bot.appointments.desk import Desk
from bot.appointments.gated import Gated
from bot.appointments.permission import Person
from bot.workspace import Workspace
from tests.project.sources import module_name, sources, tree

DOORS = {"desk", "watch"}
MOST_FIELDS = 13
"""Of a workspace: what is new belongs to something that is there."""
ASKERS = {"person", "ask"}


def reaches(source: ast.AST) -> Iterator[str]:
    """What a source takes from behind a door: `ws.desk.x.y`, `watch.x.y`, `desk._x`."""
    for node in ast.walk(source):
        if not isinstance(node, ast.Attribute):
            continue
        inner = node.value
        if _is_door(inner) and node.attr.startswith("_"):
            yield ast.unparse(node)
        if isinstance(inner, ast.Attribute) and _is_door(inner.value):
            yield ast.unparse(node)


def _is_door(node: ast.expr) -> bool:
    return (isinstance(node, ast.Attribute) and node.attr in DOORS) or (
        isinstance(node, ast.Name) and node.id in DOORS
    )


def unasked_for_a_person(source: ast.AST) -> Iterator[str]:
    """Functions that know who asks, and read as if nobody did."""
    for node in ast.walk(source):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        takes = {one.arg for one in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)}
        reads = {one.attr for one in ast.walk(node) if isinstance(one, ast.Attribute)}
        if takes & ASKERS and any(name.endswith("_unasked") for name in reads):
            yield node.name


def test_no_handler_reaches_through_the_desk_or_the_watch() -> None:
    paths = [*sources("handlers"), *sources("bot/workspace")]
    assert [f"{module_name(path)}: {reach}" for path in paths for reach in reaches(tree(path))] == []


def test_no_handler_that_knows_who_asks_reads_as_if_nobody_did() -> None:
    found = [(path, name) for path in sources("handlers") for name in unasked_for_a_person(tree(path))]
    assert found == []


@pytest.mark.parametrize(
    "source",
    ["ws.desk.api.name", "await self._ws.desk.ledger.told(form)", "desk._service", "ws.watch.kept.memory()"],
)
def test_a_reach_is_named(source: str) -> None:
    assert list(reaches(ast.parse(f"async def a():\n    {source}")))
    assert not list(reaches(ast.parse("async def a():\n    await ws.desk.get(person, seen.appointment)")))


def test_a_read_that_forgets_its_asker_is_named() -> None:
    asked = "async def show(ws, person, key):\n    return await ws.desk.read_unasked(key)"
    assert list(unasked_for_a_person(ast.parse(asked))) == ["show"]
    assert not list(unasked_for_a_person(ast.parse(asked.replace("person, ", ""))))


def test_all_that_a_person_asks_of_the_desk_takes_that_person_first() -> None:
    asked = {
        name: method
        for door in (Desk, Gated)
        for name, method in vars(door).items()
        if inspect.isfunction(method) and not name.startswith("_")
    }
    assert len(asked) > 15
    for name, method in asked.items():
        _, first, *_ = inspect.signature(method).parameters.values()
        assert first.default is first.empty, f"{name}: who asks is never left out"
        assert get_type_hints(method)[first.name] is Person, f"{name}: who asks is never None"


def test_what_nobody_asked_for_takes_no_person() -> None:
    for name, method in vars(BackOffice).items():
        if inspect.isfunction(method) and not name.startswith("_"):
            assert Person not in get_type_hints(method).values(), name


def test_a_workspace_is_narrow() -> None:
    names = Workspace.__struct_fields__
    assert len(names) <= MOST_FIELDS, names
