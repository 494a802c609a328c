"""Every lint rule, found by its file."""

from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from policybook.rule import Rule

ALL: tuple[Rule[Any], ...] = tuple(
    value
    for name in sorted(info.name for info in iter_modules(__path__))
    for value in vars(import_module(f"{__name__}.{name}")).values()
    if isinstance(value, Rule)
)
