"""Small limits, so that the sample is as large as a catalogue of thousands of policies."""

from __future__ import annotations

import pytest

from policybook import volumes
from policybook.render import context, documents, lists, overview, service, updates, versions

POLICIES_PER_PAGE = 1


def set_small_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every limit one that the sample goes over."""
    for module, limits in {
        volumes: {"ONE_PAGE": 2, "ONE_YEAR": 3},
        context: {"_IN_NAV": 1},
        documents: {"LONG": 200, "ROOM": 600},
        lists: {"SHORT": 1, "_SOME": 1},
        overview: {"_SHOWN": 2},
        service: {"_TOLD": 3},
        updates: {"_NEWEST": 2},
        versions: {"_FEW": 1, "_IN_CONTENTS": 1},
    }.items():
        for name, limit in limits.items():
            assert hasattr(module, name)
            monkeypatch.setattr(module, name, limit)
