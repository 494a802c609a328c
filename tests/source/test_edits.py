"""Edits: the text that comes of them says what they say, and keeps all the rest."""

import re
from pathlib import PurePosixPath
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policybook.problem import REMOVE, Pointer
from policybook.source.edits import applied, edited
from policybook.source.formatting import formatted, same
from policybook.source.jsontext import parse as parse_json
from policybook.source.jsonwriting import json_text
from policybook.source.yamltext import parse as parse_yaml
from policybook.source.yamlwriting import yaml_text
from yamltexts import TEXTS, YamlText

JSON = PurePosixPath("v1.json")
YAML = PurePosixPath("policy.yaml")

Edits = list[tuple[Pointer, Any]]


@pytest.mark.parametrize(
    ("value", "edits", "expected"),
    [
        ({"a": 1}, [], {"a": 1}),
        ({"a": 1}, [(("a",), 2)], {"a": 2}),
        ({"a": 1, "b": 2}, [(("a",), REMOVE)], {"b": 2}),
        ({"a": 1}, [(("a",), REMOVE)], {}),
        ({"a": 1}, [(("b",), REMOVE), (("c", "d"), REMOVE)], {"a": 1, "c": {}}),
        ({"b": 1}, [(("a",), 2)], {"b": 1, "a": 2}),
        ({}, [(("a", "b", "c"), 1), (("a", "b", "d"), 2)], {"a": {"b": {"c": 1, "d": 2}}}),
        ({"a": None}, [(("a", "b"), 1)], {"a": {"b": 1}}),
        ({}, [(("a", 0), "x"), (("a", 1), "y")], {"a": ["x", "y"]}),
        (["a", "b", "c", "d"], [((0,), REMOVE), ((2,), REMOVE)], ["b", "d"]),
        (["a", "b", "c"], [((2,), REMOVE), ((0,), REMOVE), ((1,), "x")], ["x"]),
        (["a", "b"], [((1,), REMOVE), ((2,), "c"), ((3,), "d")], ["a", "c", "d"]),
        (["a"], [((0,), REMOVE)], ["a"]),
        (["a", "b"], [((1,), REMOVE), ((0,), REMOVE)], ["a"]),
        (["a"], [((0,), REMOVE), ((1,), "b")], ["b"]),
        ({"a": {"b": 1}}, [(("a", "b"), 2), (("a",), "x")], {"a": "x"}),
        ({"a": {"b": 1}}, [(("a",), "x"), (("a", "b"), 2)], {"a": "x"}),
        ({"a": 1}, [(("a",), 2), (("a",), 3)], {"a": 3}),
        ({"a": 1}, [((), [])], []),
        ([{"a": [1, {"b": 2}]}], [((0, "a", 1, "b"), 3)], [{"a": [1, {"b": 3}]}]),
    ],
)
def test_what_edits_come_to(value: Any, edits: Edits, expected: Any) -> None:
    assert same(applied(value, edits), expected)
    assert same(parse_json(edited(JSON, json_text(value), edits))[0], expected)
    assert same(parse_yaml(edited(YAML, yaml_text(value), edits))[0], expected)


@pytest.mark.parametrize(
    ("value", "edit"),
    [
        ({"a": 1}, (("a", "b"), 2)),
        ({"a": [1]}, (("a", "b"), 2)),
        ({"a": {"b": 1}}, (("a", 0), 2)),
        ({"a": 1}, ((), REMOVE)),
    ],
)
def test_edits_of_what_cannot_be_there(value: Any, edit: tuple[Pointer, Any]) -> None:
    with pytest.raises(ValueError, match=r"no place|cannot be removed"):
        edited(YAML, yaml_text(value), [edit])


def test_json_is_edited_in_canonical_form() -> None:
    text = '{"Action": ["s3:a", "s3:A", "s3:b"], "n": 1.50}'
    assert edited(JSON, text, [(("Action", 1), REMOVE)]) == (
        '{\n    "Action": [\n        "s3:a",\n        "s3:b"\n    ],\n    "n": 1.50\n}\n'
    )


@pytest.mark.parametrize("text", ["", "{", "a: [", "a: &x 1"])
def test_what_cannot_be_read_stays(text: str) -> None:
    assert edited(YAML, text, [(("a",), 2)]) == text
    assert edited(JSON, text, [(("a",), 2)]) == text


def test_what_cannot_be_edited_without_harm_stays() -> None:
    text = "a: [b:  1]\n"
    assert parse_yaml(text) == ({"a": [{"b": 1}]}, [])
    assert edited(YAML, text, [(("a", 0, "c"), 2)]) == text


BOOK = """\
# about
name: X   # of name
prefixes: [a, b, c]
policies:
  # first
  - A
  - B   # of B
  # third
  - C
text: |
  one
  two

versions:
  v1: {date: 2021-01-01}
items:
  - a: 1   # of a
    b: 2
  - c: |
      x
    d: 4
rows: [
  a,  # of a
  b,
  c   # of c
]
empty: {}
nothing:  # yet
"""


@pytest.mark.parametrize(
    ("edit", "before", "after"),
    [
        ((("name",), "a: b"), "name: X", 'name: "a: b"'),
        ((("name",), ["a"]), "name: X   # of name\n", "name:   # of name\n  - a\n"),
        ((("name",), "a\nb\n"), "name: X   # of name\n", "name: |   # of name\n  a\n  b\n"),
        ((("name",), REMOVE), "name: X   # of name\n", ""),
        ((("prefixes", 0), REMOVE), "[a, b, c]", "[b, c]"),
        ((("prefixes", 1), REMOVE), "[a, b, c]", "[a, c]"),
        ((("prefixes", 2), REMOVE), "[a, b, c]", "[a, b]"),
        ((("prefixes", 3), "d"), "[a, b, c]", "[a, b, c, d]"),
        ((("prefixes",), ["x", "y"]), "[a, b, c]", "[x, y]"),
        ((("prefixes", 1), {"x": [1]}), "[a, b, c]", "[a, {x: [1]}, c]"),
        ((("policies", 0), REMOVE), "  - A\n", ""),
        ((("policies", 1), REMOVE), "  - B   # of B\n", ""),
        ((("policies", 2), REMOVE), "  - C\n", ""),
        ((("policies", 3), "D"), "  - C\n", "  - C\n  - D\n"),
        ((("policies", 1), "D"), "- B   #", "- D   #"),
        ((("policies", 1), {"x": 1, "y": 2}), "- B   # of B", "- x: 1   # of B\n    y: 2"),
        ((("policies",), "all"), "  - A\n  - B   # of B\n  # third\n  - C\n", "  all\n"),
        ((("text",), "three"), "text: |\n  one\n  two\n", "text: three\n"),
        ((("text",), "three\n"), "  one\n  two\n", "  three\n"),
        ((("text",), "a\n\nb"), "|\n  one\n  two\n", "|-\n  a\n\n  b\n"),
        ((("text",), " a\nb"), "|\n  one\n  two\n", '" a\\nb"\n'),
        ((("text",), REMOVE), "text: |\n  one\n  two\n", ""),
        (
            (("versions", "v2"), {"date": "2025-01-01"}),
            "  v1: {date: 2021-01-01}\n",
            "  v1: {date: 2021-01-01}\n  v2: {date: 2025-01-01}\n",
        ),
        ((("versions", "v1", "date"), REMOVE), "{date: 2021-01-01}", "{}"),
        ((("versions", "v1", "note"), "x"), "2021-01-01}", "2021-01-01, note: x}"),
        ((("versions", "v1"), REMOVE), "versions:\n  v1: {date: 2021-01-01}\n", "versions: {}\n"),
        ((("items", 0, "a"), REMOVE), "  - a: 1   # of a\n    b: 2\n", "  - b: 2\n"),
        ((("items", 0, "b"), REMOVE), "    b: 2\n", ""),
        ((("items", 0), REMOVE), "  - a: 1   # of a\n    b: 2\n", ""),
        ((("items", 1, "c"), ["x"]), "c: |\n      x\n", "c:\n      - x\n"),
        ((("items", 1, "c"), REMOVE), "  - c: |\n      x\n    d: 4\n", "  - d: 4\n"),
        ((("rows", 0), REMOVE), "  a,  # of a\n", "  # of a\n"),
        ((("rows", 1), REMOVE), "  b,\n", ""),
        ((("rows", 2), REMOVE), "  b,\n  c   # of c\n", "  b\n  # of c\n"),
        ((("rows", 3), "d"), "c   # of c", "c, d   # of c"),
        ((("empty", "a"), "no"), "empty: {}", "empty: {a: no}"),
        ((("nothing",), 1), "nothing:  #", "nothing: 1  #"),
        ((("nothing", "a"), {"b": 1, "c": 2}), "yet\n", "yet\n  a:\n    b: 1\n    c: 2\n"),
        ((("new",), "12"), "yet\n", 'yet\nnew: "12"\n'),
        ((("new", "a"), {"date": "2025-01-01"}), "yet\n", "yet\nnew:\n  a: {date: 2025-01-01}\n"),
    ],
)
def test_only_the_place_of_an_edit_changes(
    edit: tuple[Pointer, Any], before: str, after: str
) -> None:
    assert BOOK.count(before) == 1
    assert formatted(YAML, BOOK) == BOOK
    assert edited(YAML, BOOK, [edit]) == BOOK.replace(before, after)


@pytest.mark.parametrize(
    ("text", "edit", "expected"),
    [
        ("a: 1 # c\n", ((), ["b\n"]), "- |\n  b\n# c\n"),
        ("x:\n  a: 1 # c\ny: 2\n", (("x",), ["b\n"]), "x:\n  - |\n    b\n  # c\ny: 2\n"),
        ("a: 1    # c\n", ((), ["b\n"]), "- |\n  b\n# c\n"),
        ("x:\n  a: 1 # c\n", (("x",), {"b": 1, "c": 2}), "x:\n  b: 1\n  c: 2 # c\n"),
    ],
)
def test_a_comment_is_no_part_of_a_new_text(
    text: str, edit: tuple[Pointer, Any], expected: str
) -> None:
    assert edited(YAML, text, [edit]) == expected


def test_many_edits_at_once() -> None:
    edits = [
        (("policies", 0), REMOVE),
        (("policies", 2), REMOVE),
        (("policies", 3), "D"),
        (("prefixes", 0), REMOVE),
        (("prefixes", 2), REMOVE),
        (("items", 0, "b"), REMOVE),
        (("items", 0, "e"), 5),
        (("items", 1), "x"),
        (("versions", "v2"), {"date": "2025-01-01"}),
        (("nothing",), REMOVE),
    ]
    result = edited(YAML, BOOK, edits)
    assert "policies:\n  # first\n  - B   # of B\n  # third\n  - D\n" in result
    assert "prefixes: [b]\n" in result
    assert "items:\n  - a: 1   # of a\n    e: 5\n  - x\n" in result
    assert result.endswith("empty: {}\n")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({}, "{}\n"),
        ([], "[]\n"),
        ("a", "a\n"),
        ({"a": None, "b": True, "c": -1.5}, "a: null\nb: true\nc: -1.5\n"),
        ({"a": "null", "b": "1", "c": "no", "d": ""}, 'a: "null"\nb: "1"\nc: no\nd: ""\n'),
        ({"a: b": "# c", "<<": "- d", "": "e #f"}, '"a: b": "# c"\n"<<": "- d"\n"": "e #f"\n'),
        ({"a": {}, "b": [], "c": [[], {}]}, "a: {}\nb: []\nc:\n  - []\n  - {}\n"),
        ([["a", ["b"]], {"c": 1, "d": ["e"]}], "- - a\n  - - b\n- c: 1\n  d:\n    - e\n"),
        ({"v1": {"date": "2021-01-01"}, "x": {"y": "z" * 60}}, None),
        ({"a": "b\nc\n", "d": ["e\n\nf"]}, "a: |\n  b\n  c\nd:\n  - |-\n    e\n\n    f\n"),
        ({"a": "b \nc", "d": "e\r\n", "f": "\n"}, 'a: "b \\nc"\nd: "e\\r\\n"\nf: "\\n"\n'),
        ({"a": "b\u2028c\x85\x7f\ufeff\xad"}, None),
        ({"a": 'say "x"', "b": "s3:*", "c": "*"}, 'a: say "x"\nb: s3:*\nc: "*"\n'),
    ],
)
def test_new_text(value: Any, text: str | None) -> None:
    result = yaml_text(value)
    assert text is None or result == text
    assert same(parse_yaml(result), (value, []))
    assert formatted(YAML, result) == result


TEXT = st.text(st.characters(exclude_categories=["Cs", "Co", "Cn"], exclude_characters="\x00"))
SAFE = TEXT.filter(lambda text: not re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", text))
ODD = st.sampled_from(["no", "<<", "null", "1", "2021-12-07", "0x1F", "- a", "a: b", "#", "a\nb\n"])
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | SAFE | ODD,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(SAFE | ODD, inner, max_size=4),
    max_leaves=10,
)


@given(VALUES)
@settings(max_examples=300)
def test_new_text_says_what_it_is_made_of(value: Any) -> None:
    result = yaml_text(value)
    assert same(parse_yaml(result), (value, []))
    assert formatted(YAML, result) == result


@st.composite
def edits_of(draw: st.DrawFn, value: Any) -> Edits:
    """Edits of places that are in a value, and of others that might be."""
    places = list(pointers((), value))
    new = VALUES | st.just(REMOVE)
    edits: Edits = []
    for pointer, here in draw(st.lists(st.sampled_from(places), max_size=5)):
        kind = draw(st.sampled_from(["change", "remove", "add"]))
        if kind == "remove" and pointer:
            edits.append((pointer, REMOVE))
        elif kind == "add" and isinstance(here, dict):
            edits.append(((*pointer, draw(st.sampled_from(["new", "a", "é"]))), draw(new)))
        elif kind == "add" and isinstance(here, list):
            edits.append(((*pointer, len(here) + draw(st.integers(0, 2))), draw(new)))
        elif kind == "change":
            edits.append((pointer, draw(VALUES)))
    return edits


def pointers(pointer: Pointer, value: Any) -> list[tuple[Pointer, Any]]:
    items: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    below = [pair for key, inner in items for pair in pointers((*pointer, key), inner)]
    return [(pointer, value), *below]


def is_sound(edits: Edits, value: Any) -> bool:
    try:
        applied(value, edits)
    except ValueError:
        return False
    return True


@given(st.data(), TEXTS)
@settings(max_examples=400)
def test_edits_of_yaml_say_what_they_come_to(data: st.DataObject, made: YamlText) -> None:
    edits = data.draw(edits_of(made.value).filter(lambda edits: is_sound(edits, made.value)))
    result = edited(YAML, made.text, edits)
    assert same(parse_yaml(result), (applied(made.value, edits), []))
    assert formatted(YAML, result) == result


@given(st.data(), VALUES)
def test_edits_of_json_say_what_they_come_to(data: st.DataObject, value: Any) -> None:
    edits = data.draw(edits_of(value).filter(lambda edits: is_sound(edits, value)))
    result = edited(JSON, json_text(value), edits)
    assert same(parse_json(result), (applied(value, edits), []))
    assert formatted(JSON, result) == result


@given(st.data(), TEXTS)
@settings(max_examples=200)
def test_edits_of_scalars_keep_every_comment(data: st.DataObject, made: YamlText) -> None:
    places = [p for p, here in pointers((), made.value) if not isinstance(here, (dict, list))]
    pointer = data.draw(st.sampled_from(places or [("new",)]))
    result = edited(YAML, made.text, [(pointer, data.draw(VALUES))])
    assert re.findall(r"(?<!\S)#\d+", result) == made.comments
