"""Which services and policies there are by the names of their folders, and nothing more.

What a folder holds is not looked at, so this is fast, and broken data does not matter.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from policybook.source.names import policy_fault, service_fault


def listing(root: Path) -> Mapping[str, tuple[str, ...]]:
    """The names of policies by service id, sorted; what cannot be listed is left out."""
    return {
        service: tuple(name for name in _folders(root / service) if not policy_fault(name))
        for service in _folders(root)
        if not service_fault(service)
    }


def _folders(folder: Path) -> list[str]:
    try:
        return sorted(path.name for path in folder.iterdir() if path.is_dir())
    except OSError:
        return []
