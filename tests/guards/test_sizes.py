"""Modules and functions stay small enough to be read at a sitting."""

import ast
from pathlib import Path

import pytest

from settings import ROOT
from tests.guards.project import called, python_files

MODULE, FUNCTION = 300, 40
"""Lines. The aim is 100 and 10; this is where a second thought is due."""

FREE = ("tests", "storage/migrations/versions")

MODULES = [path for path in python_files() if not called(path).startswith(FREE)]


@pytest.mark.parametrize("path", MODULES, ids=called)
def test_a_module_is_short_and_says_its_job_first(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= MODULE
    assert ast.get_docstring(ast.parse(source)), "its first line does not say its job"


def own_lines(function: ast.AST) -> int:
    """Count a function's lines without those of functions in it: a blueprint holds its views."""
    inner = sum(
        lines_of(node)
        for node in ast.walk(function)
        if node is not function and isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    return lines_of(function) - inner


def lines_of(node: ast.AST) -> int:
    return (getattr(node, "end_lineno", 0) or 0) - getattr(node, "lineno", 0) + 1


def test_functions_are_short() -> None:
    long = {
        f"{called(path)}: {node.name} has {own_lines(node)} lines"
        for path in MODULES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and own_lines(node) > FUNCTION
    }
    assert long == set()


def test_no_folder_is_a_drawer_for_anything() -> None:
    drawers = {"utils", "util", "helpers", "common", "core", "services", "misc"}
    named = {part for path in MODULES for part in (*path.relative_to(ROOT).parts[:-1], path.stem)}
    assert named & drawers == set()
