"""The catalogue that the examples of rules are laid over, to be changed and checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from pathlib import Path

import pytest
import yaml

from policybook import rules
from policybook.check import Report, check, read

FOLDER = Path(rules.__file__).parent
TODAY = date(2026, 1, 1)
"""The day on which the examples are checked."""


@cache
def example() -> Mapping[str, str]:
    """The base catalogue: files by their path."""
    files: dict[str, str] = yaml.safe_load((FOLDER / "example.yaml").read_text(encoding="utf-8"))
    return files


def write(folder: Path, files: Mapping[str, str | None]) -> Path:
    """The base catalogue in a folder, with some files laid over it; None takes a file away."""
    for name, text in {**example(), **files}.items():
        if text is not None:
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def checked(tmp_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Report]:
    """Check the base catalogue with some files laid over it.

    Where files of a base are given, the state before is the base catalogue with those.
    """

    def checked(
        files: Mapping[str, str | None], base: Mapping[str, str | None] | None = None
    ) -> Report:
        before = None
        if base is not None:
            before = read(write(tmp_path_factory.mktemp("base"), base)).catalogue
        return check(write(tmp_path, files), base=before, today=TODAY)

    return checked
