"""Every lint rule, found by its file."""

from __future__ import annotations

from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from policybook.rule import Rule

ALL: tuple[Rule[Any], ...]
"""The rules, imported when they are first asked for: many commands run none of them."""


def ids() -> list[str]:
    """The id of every rule, which its file has for a name: none is imported for that."""
    return [name.replace("_", "-") for name in _names()]


def _names() -> list[str]:
    return sorted(info.name for info in iter_modules(__path__))


@cache
def _all() -> tuple[Rule[Any], ...]:
    from policybook.rule import Rule

    return tuple(
        value
        for name in _names()
        for value in vars(import_module(f"{__name__}.{name}")).values()
        if isinstance(value, Rule)
    )


def __getattr__(name: str) -> Any:
    if name == "ALL":
        return _all()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
