"""What passes the fast look at a schema fits; what it refuses is explained, if there is anything."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybook import schemas
from policybook.schemas import Kind, schema
from policybook.schemas.misfits import misfits
from policybook.source.source import Source

ODD = [
    "\n",
    "\r",
    "\t",
    "\0",
    "\x1c",
    "\x7f",
    "\x85",
    "\xa0",
    "\u2028",
    "\u3000",
    "\ufeff",
    "é",
    "１",
]
NAMES = ["Version", "Statement", "Sid", "Effect", "Action", "NotAction", "Resource", "Condition"]
TEXTS = st.sampled_from(["", "Allow", "2012-10-17", "s3:Get*", "*", "a\n", "é", "v1", "\ud800"])
LEAVES = TEXTS | st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=8,
)


def source(data: Any) -> Source:
    return Source(PurePosixPath("any.json"), "", data, lambda _: {})


def named(kind: Kind) -> st.SearchStrategy[dict[str, Any]]:
    """Mappings with the keys of a kind of file, and anything under them."""
    keys = sorted(schema(kind)["properties"])
    return st.dictionaries(st.sampled_from(keys), VALUES, max_size=6)


STATEMENTS = st.fixed_dictionaries(
    {"Effect": st.sampled_from(["Allow", "Deny", "allow"])},
    optional={
        "Sid": TEXTS,
        **{
            name: TEXTS | st.lists(TEXTS, max_size=2)
            for name in ("Action", "NotAction", "Resource", "NotResource")
        },
        "Condition": st.dictionaries(TEXTS, st.dictionaries(TEXTS, VALUES, max_size=2), max_size=2),
    },
)
DOCUMENTS = st.fixed_dictionaries(
    {"Statement": STATEMENTS | st.lists(STATEMENTS, max_size=2)}, optional={"Version": TEXTS}
)


@given(data=DOCUMENTS)
def test_documents_get_the_same_verdict(data: Any) -> None:
    slow = [*misfits(source(data), Kind.DOCUMENT)]
    assert schemas.validate(source(data), Kind.DOCUMENT) == slow


@pytest.mark.parametrize("kind", Kind)
@given(data=st.data())
def test_anything_gets_the_same_verdict(kind: Kind, data: st.DataObject) -> None:
    value = data.draw(named(kind) | VALUES)
    assert schemas.validate(source(value), kind) == misfits(source(value), kind)


def patterns(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("pattern"), str):
            yield node["pattern"]
        for inner in node.values():
            yield from patterns(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from patterns(inner)


PATTERNS = sorted({pattern for kind in Kind for pattern in patterns(schema(kind))})
SOUND = [
    "a",
    "A1",
    "*",
    "s3:GetObject",
    "/a/",
    "v1",
    "123456789012",
    "https://a/b",
    "http://a{operation}",
]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_patterns_match_the_same(pattern: str) -> None:
    """As two engines read them, at the very end of a text and with marks that they class apart."""
    fast = jsonschema_rs.Draft202012Validator({"pattern": pattern})
    slow = schemas.misfits._VALIDATOR({"pattern": pattern})
    texts = [
        *SOUND,
        "",
        *(text + odd for text in SOUND for odd in ODD),
        *(o + t for t in SOUND for o in ODD),
    ]
    assert [text for text in texts if fast.is_valid(text) and not slow.is_valid(text)] == []


@pytest.mark.parametrize(
    "day",
    [
        "2021-12-07",
        "2024-02-29",
        "2021-02-29",
        "0000-01-01",
        "20211207",
        "2021-W49-2",
        "２021-12-07",
    ],
)
def test_dates_are_the_same(day: str) -> None:
    change = {"title": "New", "date": day}
    assert schemas.validate(source(change), Kind.CHANGE) == misfits(source(change), Kind.CHANGE)
    assert schemas.is_date(day) == (day in ("2021-12-07", "2024-02-29"))
