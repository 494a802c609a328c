"""The code of the package, which a preview runs anew when it changes, and what it remembers."""

from __future__ import annotations

import sys
from pathlib import Path

PACKAGE = Path(__file__).parents[1]

_SUFFIXES = ("*.py", "*.html", "*.json")


def newest() -> float:
    """When the code was last written."""
    files = (path for suffix in _SUFFIXES for path in PACKAGE.rglob(suffix))
    return max(path.stat().st_mtime for path in files)


def forget() -> None:
    """Drop the modules of the package, so that they are imported anew; the plugin itself stays."""
    package = sys.modules[__name__.partition(".")[0]]
    for name in [name for name in sys.modules if name.startswith("policybook.")]:
        if not name.startswith(__package__ or __name__):
            del sys.modules[name]
            # `from policybook import x` looks here before it imports.
            vars(package).pop(name.partition(".")[2], None)


def let_go() -> None:
    """Drop what was worked out of patterns and actions, of which what follows asks for little."""
    for name, module in [*sys.modules.items()]:
        if name.startswith(("policybook.iam.", "policybook.rules.")):
            for value in [*vars(module).values()]:
                if clear := getattr(value, "cache_clear", None):
                    clear()
