"""The catalogue that the examples of rules are laid over, to be changed and checked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

import pytest
import yaml

from policybook import rules
from policybook.check import Report, check

FOLDER = Path(rules.__file__).parent


@cache
def example() -> Mapping[str, str]:
    """The base catalogue: files by their path."""
    files: dict[str, str] = yaml.safe_load((FOLDER / "example.yaml").read_text(encoding="utf-8"))
    return files


@pytest.fixture
def checked(tmp_path: Path) -> Callable[[Mapping[str, str | None]], Report]:
    """Check the base catalogue with some files laid over it; None takes a file away."""

    def checked(files: Mapping[str, str | None]) -> Report:
        for name, text in {**example(), **files}.items():
            if text is not None:
                path = tmp_path / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8")
        return check(tmp_path)

    return checked
