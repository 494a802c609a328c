"""Where settings stand in a pyproject.toml."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybook.problem import Pointer
from policybook.source.tomltext import parse, spans

TABLE = ("tool", "policybook")


@pytest.mark.parametrize(
    ("text", "pointer", "key", "value"),
    [
        ("[tool.policybook]\nprofile = 'x'", ("profile",), "profile", "'x'"),
        ("[ tool . policybook ]\n profile='x'", ("profile",), "profile", "'x'"),
        ("[tool.policybook.rules]\na-b = 'off'", ("rules", "a-b"), "a-b", "'off'"),
        ("[tool.policybook.rules]\n\"a-b\" = 'off'", ("rules", "a-b"), '"a-b"', "'off'"),
        ("[tool.policybook]\nrules.a-b = 'off'", ("rules", "a-b"), "rules.a-b", "'off'"),
        ("[tool]\npolicybook.profile = 1", ("profile",), "policybook.profile", "1"),
        ("tool.policybook = {profile = 1}", (), "tool.policybook", "{profile = 1}"),
        ("[other]\nprofile = 2\n[tool.policybook]\nprofile = 1", ("profile",), "profile", "1"),
    ],
)
def test_places(text: str, pointer: Pointer, key: str, value: str) -> None:
    assert parse(text, TABLE)[1] == []
    span = spans(text, TABLE)[pointer]
    assert span.key is not None
    assert text[span.key :].startswith(key)
    assert text[span.start :].startswith(value)
    assert text.rfind(key) == span.key


@pytest.mark.parametrize("text", ["", "[tool]", "[tool.policybooks]\nx = 1", "tool = 1"])
def test_no_settings(text: str) -> None:
    assert parse(text, TABLE) == (None, [])


@pytest.mark.parametrize(
    ("text", "offset"),
    [("x = 1\ny = \n", 10), ("x = 1\nx = 2\n", 11), ("[a", 2), ("x = 'a", 6), ("\x00", 0)],
)
def test_what_is_not_toml(text: str, offset: int) -> None:
    value, (flaw,) = parse(text, TABLE)
    assert value is None
    assert (flaw.rule, flaw.offset) == ("toml-invalid", offset)
    assert flaw.message.startswith("this is not TOML: ")


@given(st.text(alphabet="[]tol.picybk= \n\"'{}#1", max_size=60))
def test_any_text_is_read(text: str) -> None:
    _, flaws = parse(text, TABLE)
    assert all(0 <= flaw.offset <= len(text) for flaw in flaws)
    for span in spans(text, TABLE).values():
        assert 0 <= span.start <= len(text)
