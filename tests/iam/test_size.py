"""How large a document is, and which characters it may have."""

from __future__ import annotations

from typing import Any

import pytest

from policybook.iam.size import refused_character, size


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        ({}, 2),
        ({"a": "b"}, len('{"a":"b"}')),
        ({"a": ["b", True, 10]}, len('{"a":["b",true,10]}')),
        ({"a b": "c\u00a0d e"}, len('{"ab":"cde"}')),
        ({"é": 'a"b'}, len('{"é":"a\\"b"}')),
    ],
)
def test_size(data: dict[str, Any], expected: int) -> None:
    assert size(data) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", None),
        ("a\t\n\r ~\x7f\x80é\u00ff", None),
        ("a\u0100b\u2014", "\u0100"),
        ("😀", "😀"),
    ],
)
def test_refused_character(text: str, expected: str | None) -> None:
    assert refused_character(text) == expected
