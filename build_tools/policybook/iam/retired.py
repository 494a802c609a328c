"""Services and actions that are retired and left out of the action data, by a list of our own."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from policybook.iam.pattern import prefix


def retired(action: str) -> str | None:
    """The name of the retired service that an action pattern is of; None where it is of none."""
    lists = _lists()
    return lists["services"].get(prefix(action)) or lists["actions"].get(action.lower())


@cache
def _lists() -> Mapping[str, Mapping[str, str]]:
    data = tomllib.loads(files(__package__).joinpath("retired.toml").read_text(encoding="utf-8"))
    return {
        kind: {key.lower(): entry["name"] for key, entry in entries.items()}
        for kind, entries in data.items()
    }
