"""Documents for tests of the policy language."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

import pytest

from policybook.model import Document, Effect, Statement
from policybook.problem import Place
from policybook.source.source import Source, Whole

Statements = Sequence[Mapping[str, Any]]
PLACE = Place(Whole(PurePosixPath("v1.json")))


@pytest.fixture(scope="session")
def document() -> Callable[[Statements], Document]:
    """Make a document of statements as JSON has them."""
    return _document


def _document(statements: Statements) -> Document:
    return Document(
        at=PLACE,
        language_version="2012-10-17",
        statements=tuple(
            Statement(
                at=PLACE / "Statement" / index,
                number=index + 1,
                sid=data.get("Sid"),
                effect=Effect(data["Effect"]),
                actions=_strings(data.get("Action", ())),
                not_actions=_strings(data.get("NotAction", ())),
                resources=_strings(data.get("Resource", ())),
                not_resources=_strings(data.get("NotResource", ())),
                condition=data.get("Condition", {}),
            )
            for index, data in enumerate(statements)
        ),
        source=Source(PLACE.origin.path, "", {}, lambda _: {}),
    )


def _strings(value: str | Sequence[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)
