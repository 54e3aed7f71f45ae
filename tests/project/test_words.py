"""What users read names the command by its setting, for it may have another name."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.project.sources import ROOT, nodes, sources


def docstrings(path: Path) -> set[int]:
    """The lines on which docstrings and notes on constants begin."""
    return {
        node.value.lineno
        for node in nodes(path)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }


def test_no_sentence_names_the_command_by_its_usual_name() -> None:
    found = []
    for path in sources("handlers", "blocks"):
        notes = docstrings(path)
        found += [
            f"{path.relative_to(ROOT)}:{node.lineno} {node.value}"
            for node in nodes(path)
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and "/appt" in node.value
            and node.lineno not in notes
        ]
    assert found == []
