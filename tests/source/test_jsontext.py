"""The JSON reader: what is wrong and where, and that it agrees with the standard library."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policybook.source.flaw import MAX_DEPTH
from policybook.source.jsontext import parse, scan, spans

DEEP = MAX_DEPTH + 1

# Text, offset and a part of the message.
INVALID = [
    # No value, or more than one.
    ("", 0, "holds no JSON value"),
    (" \n", 0, "holds no JSON value"),
    ("\ufeff{}", 0, "invisible character U+FEFF"),
    ("{}{}", 2, "text follows"),
    ("1 2", 2, "text follows"),
    ("[]]", 2, "text follows"),
    ('{"a": 1}}', 8, "text follows"),
    ("[1]x", 3, "text follows"),
    ("[1]\x00", 3, "text follows"),
    ("<a>", 0, "found `<` where a value"),
    # Unclosed, or closed by the wrong mark.
    ("[", 1, "before the `[` of line 1 is closed"),
    ("{", 1, "before the `{` of line 1 is closed"),
    ("\n[1, ", 4, "before the `[` of line 2 is closed"),
    ("[1\n\n", 2, "before the `[`"),
    ('{"a"', 4, "before the `{`"),
    ('{"a":', 5, "before the `{`"),
    ('{"a": [1', 8, "before the `[`"),
    ('{"a": 1,', 8, "before the `{`"),
    ('["a', 1, "ends inside this string"),
    ('["a\\', 3, "is not an escape"),
    ('"', 0, "ends inside this string"),
    ("]", 0, "a value is missing before `]`"),
    ("[}", 1, "a value is missing before `}`"),
    ("{]", 1, "a key in double quotes is missing before `]`"),
    ("[1}", 2, "`]` is due"),
    ('{"a": 1]', 7, "`}` is due"),
    # Commas and colons.
    ("[1,]", 2, "trailing comma: remove the comma before `]`"),
    ("[1 ,\n]", 3, "trailing comma"),
    ('{"a": 1,}', 7, "trailing comma: remove the comma before `}`"),
    ("[,1]", 1, "a comma too many"),
    ("[1,,2]", 3, "a comma too many"),
    ("[1,,]", 3, "a comma too many"),
    ("{,}", 1, "a comma too many"),
    ('{"a": 1,, "b": 2}', 8, "a comma too many"),
    ("[1 2]", 3, "a comma is missing"),
    ('["a"\n"b"]', 5, "a comma is missing"),
    ('{"a": 1 "b": 2}', 8, "a comma is missing"),
    ("[[] []]", 4, "a comma is missing"),
    ("[1; 2]", 1, "`1;` is not a number"),
    ('["a"; 2]', 4, "found `;` where a comma"),
    ('["a": 1]', 4, "found `:` where a comma"),
    ('{"a" 1}', 5, 'a colon is missing after the key "a"'),
    ('{"a", 1}', 4, "a colon is missing"),
    ('{"a"}', 4, "a colon is missing"),
    ('{"a":: 1}', 5, "found `:` where a value"),
    ('{"a":}', 5, "a value is missing before `}`"),
    ('{"a":,}', 5, "a comma too many"),
    # Keys.
    ("{a: 1}", 1, "`a` needs double quotes"),
    ("{1: 1}", 1, "found `1` where a key"),
    ("{'a': 1}", 1, "single quote"),
    ("{[]: 1}", 1, "found `[` where a key"),
    ("{null: 1}", 1, "`null` needs double quotes"),
    ("{“a”: 1}", 1, "smart quote “"),
    ("{“a”: 1}", 1, "write a straight double quote"),
    # Words.
    ("[True]", 1, "write `true`"),
    ("[FALSE]", 1, "write `false`"),
    ("[None]", 1, "write `null`"),
    ("[nul]", 1, "`nul` needs double quotes"),
    ("[truee]", 1, "`truee` needs double quotes"),
    ("[undefined]", 1, "`undefined` needs double quotes"),
    ("[NaN]", 1, "NaN is not JSON"),
    ("[-NaN]", 1, "found `-`"),
    ("[Infinity]", 1, "Infinity is not JSON"),
    ("[-Infinity]", 1, "-Infinity is not JSON"),
    # Numbers.
    ("[01]", 1, "leading zeros"),
    ("[-01]", 1, "leading zeros"),
    ("[+1]", 1, "found `+`"),
    ("[.5]", 1, "found `.`"),
    ("[1.]", 1, "`1.` is not a number"),
    ("[1.e5]", 1, "`1.` is not a number"),
    ("[1e]", 1, "`1e` is not a number"),
    ("[1e+]", 1, "`1e` is not a number"),
    ("[0x1F]", 1, "`0x` is not a number"),
    ("[1_000]", 1, "`1_` is not a number"),
    ("[1a]", 1, "`1a` is not a number"),
    ("[2021-01-01]", 1, "`2021-` is not a number"),
    ("[-]", 1, "found `-`"),
    ("[--1]", 1, "found `-`"),
    ("[١]", 1, "found `١`"),
    ("[1\u00a0]", 1, "`1�` is not a number"),
    ("[1e400]", 1, "too large"),
    ("[-1e400]", 1, "too large"),
    (f"[{'9' * 41}]", 1, "too long"),
    (f"[0.{'9' * 41}]", 1, "too long"),
    (f"[{'9' * 5000}]", 1, "too long"),
    # Strings.
    ("['a']", 1, "single quote"),
    ("[“a”]", 1, "smart quote “"),
    ('["a”]', 1, "ends inside this string"),
    ('["a”,\n1]', 1, "no closing double quote on its line"),
    ('["a\nb"]', 1, "no closing double quote on its line"),
    ('["a\r\nb"]', 1, "no closing double quote on its line"),
    ('["a\tb"]', 3, "a tab cannot stand in a string"),
    ('["a\x00b"]', 3, "control character U+0000"),
    ('["\x1f"]', 2, "control character U+001F"),
    ('["C:\\dir"]', 4, "`\\d` is not an escape"),
    ('["\\x41"]', 2, "`\\x` is not an escape"),
    ('["\\u12"]', 2, "`\\u` is not an escape without four hexadecimal digits"),
    ('["\\u00g0"]', 2, "`\\u` is not an escape"),
    ('["\\U0041"]', 2, "`\\U` is not an escape"),
    ('["\\\n"]', 2, "`\\�` is not an escape"),
    ('["\\ud800"]', 1, "half of a surrogate pair"),
    ('["\\udc00\\ud800"]', 1, "half of a surrogate pair"),
    ('["\\ud800\\u0041"]', 1, "half of a surrogate pair"),
    ('{"\\uDFFF": 1}', 1, "half of a surrogate pair"),
    # What other languages have.
    ("// a\n{}", 0, "comments are not JSON"),
    ("/* a */ {}", 0, "comments are not JSON"),
    ("# a\n{}", 0, "comments are not JSON"),
    ('{"a": 1 // b\n}', 8, "comments are not JSON"),
    ('{"a": /* b */ 1}', 6, "comments are not JSON"),
    ("[1, # a\n2]", 4, "comments are not JSON"),
    ("[...]", 1, "found `.`"),
    ("```json", 0, "found a backtick where"),
    ('{\n<<<<<<< HEAD\n"a": 1}', 2, "mark of a merge conflict"),
    ('{"a": 1\n=======\n}', 8, "mark of a merge conflict"),
    ("[\u00a01]", 1, "invisible character U+00A0"),
    ("[\u200b1]", 1, "invisible character U+200B"),
    ('{\u2028"a": 1}', 1, "invisible character U+2028"),
    ('["a"\u00a0]', 4, "invisible character U+00A0"),
    ("{} // a", 3, "comments are not JSON"),
    ("[\x001]", 1, "the character U+0000"),
    ("[\x0c1]", 1, "the character U+000C"),
]


@pytest.mark.parametrize(("text", "offset", "message"), INVALID)
def test_invalid_text_has_one_flaw_where_it_first_goes_wrong(
    text: str, offset: int, message: str
) -> None:
    value, flaws = parse(text)
    assert value is None
    assert [(flaw.rule, flaw.offset) for flaw in flaws] == [("json-invalid", offset)]
    assert message in flaws[0].message
    assert flaws[0].message.isprintable()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('{"a": 1, "a": 1}', [("key-repeated", 9)]),
        ('{"a": 1, "\\u0061": 1}', [("key-repeated", 9)]),
        ('{"": 1, "": 1}', [("key-repeated", 8)]),
        ('{"a": 1, "a": 1, "a": 1}', [("key-repeated", 9), ("key-repeated", 17)]),
        ('[{"a": 1, "a": 1}, {"b": 1, "b": 1}]', [("key-repeated", 10), ("key-repeated", 28)]),
        ('{"a": {"b": 1, "b": 1}, "a": 1}', [("key-repeated", 15), ("key-repeated", 24)]),
        ('{"a": 1, "a": 1,}', [("key-repeated", 9), ("json-invalid", 15)]),
        ("[" * DEEP + "]" * DEEP, [("nesting-too-deep", MAX_DEPTH)]),
        ("[" * DEEP, [("nesting-too-deep", MAX_DEPTH)]),
        ('{"a":' * DEEP + "1" + "}" * DEEP, [("nesting-too-deep", 5 * MAX_DEPTH)]),
    ],
)
def test_other_flaws(text: str, expected: list[tuple[str, int]]) -> None:
    value, flaws = parse(text)
    assert value is None
    assert [(flaw.rule, flaw.offset) for flaw in flaws] == expected


@pytest.mark.parametrize(
    "text",
    [
        "null",
        "0",
        "-0",
        "-0.0e-0",
        "1E+2",
        "1e-400",
        "9" * 40,
        '""',
        " \t\r\n[ ]\r\n",
        '{"": ""}',
        '{"a": {"a": [{"a": 1}, {"a": 1}]}}',
        '{"a": 1, "A": 1}',
        '"\\ud83d\\ude00"',
        '"\\\\ud800"',
        '"\\"\\\\\\/\\n\\r\\t\\u0020"',
        '"\x7f\u2028\u2029\u00a0"',
        '{"__proto__": {"constructor": null}}',
        "[" * MAX_DEPTH + "]" * MAX_DEPTH,
        "[" * MAX_DEPTH + "1" + "]" * MAX_DEPTH,
    ],
)
def test_odd_but_valid_text(text: str) -> None:
    assert parse(text) == (json.loads(text), [])
    assert scan(text) == []


FIT = st.text(
    st.characters(exclude_characters="\ufffe\uffff", exclude_categories=["Cc", "Co", "Cs"])
    | st.sampled_from("\t\n\r\x7f\x85")
)

LEAVES: st.SearchStrategy[Any] = (
    st.none()
    | st.booleans()
    | st.integers(min_value=-(10**38), max_value=10**38)
    | st.floats(allow_nan=False, allow_infinity=False)
    | FIT
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(FIT, inner, max_size=4),
    max_leaves=12,
)
LAYOUT = st.sampled_from([None, 0, 2, "\t"])


@given(VALUES, LAYOUT, st.booleans())
def test_every_value_comes_back(value: Any, indent: int | str | None, ascii_only: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only)
    assert parse(text) == (value, [])


@given(VALUES, LAYOUT)
def test_each_span_is_the_text_of_its_value_and_key(value: Any, indent: int | str | None) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=False)
    found = spans(text)
    assert len(found) == text_values(value)
    for pointer, span in found.items():
        inner = value
        for key in pointer:
            inner = inner[key]
        assert json.loads(text[span.start : span.end]) == inner
        if pointer and isinstance(pointer[-1], str):
            assert span.key is not None
            assert json.JSONDecoder().raw_decode(text, span.key)[0] == pointer[-1]
        else:
            assert span.key is None


def text_values(value: Any) -> int:
    children = value.values() if isinstance(value, dict) else value
    return 1 + (sum(map(text_values, children)) if isinstance(value, dict | list) else 0)


def standard(text: str) -> bool:
    """Whether the standard library takes `text`, but for what the reader refuses on purpose."""

    def unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(dict(pairs)) != len(pairs):
            raise ValueError
        return dict(pairs)

    def refuse(word: str) -> None:
        raise ValueError(word)

    try:
        value = json.loads(text, object_pairs_hook=unique, parse_constant=refuse)
        json.dumps(value, ensure_ascii=False).encode()  # half of a surrogate pair has no UTF-8
        json.dumps(value, allow_nan=False)
    except ValueError:
        return False
    return True


PIECES = (
    st.sampled_from('{}[]:,"\\-+.019eE \n\tu/é\u00a0\x00')
    | st.sampled_from(['"a"', '"b":', "true", "null", "NaN", "-Infinity", "[1]", '{"a":1}'])
    | st.sampled_from(["\\n", "\\u00e9", "\\ud83d", "\\ude00"])
)


@settings(max_examples=1000)
@given(st.lists(PIECES, max_size=12).map("".join))
def test_the_scanner_agrees_with_the_standard_library(text: str) -> None:
    valid = standard(text)
    assert (not scan(text)) == valid
    value, flaws = parse(text)
    assert (not flaws) == valid
    assert all(0 <= flaw.offset <= len(text) and flaw.message.isprintable() for flaw in flaws)
    assert value == (json.loads(text) if valid else None)


@given(st.text())
def test_no_text_breaks_the_reader(text: str) -> None:
    assert (not parse(text)[1]) == standard(text)
