"""Values are written as the library writes them, but for numbers, which stay as they are written."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybook.source.jsonwriting import json_text, json_value

PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
VALUES = st.recursive(PLAIN, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner))


@given(value=VALUES)
def test_as_the_library(value: Any) -> None:
    expected = json.dumps(value, ensure_ascii=False, indent=4)
    assert json_text(value) == json_text(json_value(expected)) == expected


@pytest.mark.parametrize("number", ["1.0", "1e3", "-0", "12345678901234567890.10"])
def test_numbers_stay_as_they_are_written(number: str) -> None:
    text = f'{{\n    "a": [\n        {number}\n    ]\n}}'
    assert json_text(json_value(text)) == text
