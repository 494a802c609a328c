"""Imports point down only: each module uses its own layer's folder or a lower layer."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import policybook
from sites import ROOT as REPOSITORY

ROOT = Path(policybook.__file__).parent
LAYERS = (
    "digest problem words",
    "cache choice model",
    "history iam labels source prose volumes",
    "addresses elements links schemas sentences traits",
    "assemble forwarding rule",
    "due rules",
    "lint",
    "settings guide",
    "check",
    "difference fixing scaffold stats verdict",
    "importers report",
    "render",
    "site",
    "cli",
    "plugin",
    "__main__",
)
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names.split()}
MODULES = sorted(path for path in ROOT.rglob("*.py") if path != ROOT / "__init__.py")


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import hides its layer"
            module = node.module or ""
            names = node.names if module == "policybook" else ()
            yield from (f"policybook.{alias.name}" for alias in names)
            yield module


def unit(path: Path) -> str:
    return path.relative_to(ROOT).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_imports_point_down(path: Path) -> None:
    me = unit(path)
    for name in imports(path):
        package, _, rest = name.partition(".")
        if package == "policybook" and rest:
            other = rest.partition(".")[0]
            assert other == me or RANK[other] < RANK[me], f"{me} imports {name}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_mkdocs_and_click_stay_at_the_rim(path: Path) -> None:
    outside = {name.partition(".")[0] for name in imports(path)}
    assert "mkdocs" not in outside or unit(path) == "plugin"
    assert "click" not in outside or unit(path) == "cli"


def test_contributing_names_every_module_with_its_layer() -> None:
    text = (REPOSITORY / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rows = re.findall(r"(?m)^\| (\d+) \| `(\w+)(?:\.py|/)` \|", text)
    assert {name: int(rank) for rank, name in rows} == RANK
    assert {unit(path) for path in MODULES} == RANK.keys()
