"""The YAML reader: how scalars are typed, where values stand, and what is refused."""

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from policybook.problem import Pointer
from policybook.source.flaw import MAX_DEPTH
from policybook.source.yamltext import parse, spans


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("null", None),
        ("~", None),
        ("", None),
        ("true", True),
        ("false", False),
        ("0", 0),
        ("-7", -7),
        ("1.50", 1.5),
        ("9999999999999999", 9999999999999999),
        ("True", "True"),
        ("NULL", "NULL"),
        ("no", "no"),
        ("yes", "yes"),
        ("on", "on"),
        ("off", "off"),
        ("2024-05-02", "2024-05-02"),
        ("2024-05-02 10:00:00", "2024-05-02 10:00:00"),
        ("12:30:45", "12:30:45"),
        ("012345678901", "012345678901"),
        ("99999999999999999", "99999999999999999"),
        ("0x1F", "0x1F"),
        ("0o17", "0o17"),
        ("1_000", "1_000"),
        ("1e5", "1e5"),
        ("+1", "+1"),
        (".5", ".5"),
        ("1.", "1."),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("'1'", "1"),
        ('"null"', "null"),
        ("''", ""),
        ('"\\u00e9\\n"', "é\n"),
        ("|\n  a\n  b\n", "a\nb\n"),
        (">-\n  a\n  b\n", "a b"),
        ("|\n  1\n", "1\n"),
        ("s3:GetObject", "s3:GetObject"),
        ("<<", "<<"),
    ],
)
def test_scalars(text: str, value: Any) -> None:
    assert parse(f"key: {text}\n") == ({"key": value}, [])
    assert type(parse(f"key: {text}\n")[0]["key"]) is type(value)


@pytest.mark.parametrize("key", ["no", "1", "null", "true", "2024-05-02", "'a b'", '"<<"', "é"])
def test_keys_are_text(key: str) -> None:
    assert parse(f"{key}: 1\n") == ({key.strip("'\""): 1}, [])


@pytest.mark.parametrize(
    ("text", "offset", "message"),
    [
        ("a: [1, 2", 8, "closing bracket is missing"),
        ("a: {b: 1", 8, "closing bracket is missing"),
        ("a: [b c: d e: f]", 12, "closing bracket is missing"),
        ("[a,,b]", 3, "a value is missing"),
        ("[,]", 1, "a value is missing"),
        ("a: }", 3, "a value is missing"),
        ("a: 'x\nb: 1\n", 3, "quotes that start here do not end"),
        ('é: "x\n', 3, "quotes that start here do not end"),
        ("a: 'it's'", 7, "put the whole text in quotes"),
        ('a: "x" y', 7, "put the whole text in quotes"),
        ("a: [b]]", 6, "put the whole text in quotes"),
        ('a: "C:\\dir"', 6, "use single quotes"),
        ('a: "\\ud800"', 6, "use single quotes"),
        ("a: b: c", 4, "a second `: `"),
        ("a: 1\n b: 2", 7, "a wrong indent"),
        ("a: 1\nb\n", 5, "a colon is missing after the key"),
        ("a: |\n  b\nc\n", 9, "the line is not indented enough"),
        ("- a\nb: 1", 4, "indent does not fit"),
        ("a: 1\n- b", 5, "indent does not fit"),
        ("a: |\n   b\n  c: d\n e: f", 12, "indent does not fit"),
        ("a: - b", 3, "start it on a new one"),
        ("a:\n\tb: 1", 3, "a tab"),
        ("\ta: 1", 0, "a tab"),
        ("a: |\n\tb", 5, "a tab"),
        ("a: @x", 3, "cannot start with `@`"),
        ("a: `x`", 3, "cannot start with ```"),
        ("a: %x", 3, "cannot start with `%`"),
        ("- * x", 2, "cannot start with `*`"),
        ("- &", 2, "cannot start with `&`"),
        ("[a]: b", 0, "a key is a plain name"),
        ("{{x}}: y", 0, "a key is a plain name"),
        ("a: {{x}}", 4, "a key is a plain name"),
        ("é: \x07", 3, "U+0007 cannot stand"),
        ("é: \u200b\x07", 4, "U+0007 cannot stand"),
        ("é: \u3000\x00", 4, "U+0000 cannot stand"),
        ("é: \ufffe", 3, "U+FFFE cannot stand"),
    ],
)
def test_invalid_text_has_one_flaw_where_it_has_to_be_mended(
    text: str, offset: int, message: str
) -> None:
    value, flaws = parse(text)
    assert value is None
    assert [(flaw.rule, flaw.offset) for flaw in flaws] == [("yaml-invalid", offset)]
    assert message in flaws[0].message
    assert flaws[0].message.isprintable()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("file-empty", 0)]),
        ("# a\n# b", [("file-empty", 0)]),
        ("a: &b c", [("yaml-construct", 3)]),
        ("a: *b", [("yaml-construct", 3)]),
        ("*b : c", [("yaml-construct", 0)]),
        ("&b a: c", [("yaml-construct", 0)]),
        ("a: !!str b", [("yaml-construct", 3)]),
        ("a: ! b", [("yaml-construct", 3)]),
        ("!!map {}", [("yaml-construct", 0)]),
        ("<<: {a: b}", [("yaml-construct", 0)]),
        ("a: b\n---\nc: d", [("yaml-construct", 5)]),
        ("a: b\n---\n", [("yaml-construct", 5)]),
        ("é: 1\né: 2", [("key-repeated", 5)]),
        ("a: 1\n'a': 2\n\"a\": 3", [("key-repeated", 5), ("key-repeated", 12)]),
        ("a: {b: 1, b: 2}\na: 3", [("key-repeated", 10), ("key-repeated", 16)]),
        ("a: 1\na: 2\nb: [", [("key-repeated", 5), ("yaml-invalid", 14)]),
        ("[" * (MAX_DEPTH + 1), [("nesting-too-deep", MAX_DEPTH)]),
        ("- " * (MAX_DEPTH + 1) + "a", [("nesting-too-deep", 2 * MAX_DEPTH)]),
        ("{a: " * (MAX_DEPTH + 1), [("nesting-too-deep", 4 * MAX_DEPTH)]),
    ],
)
def test_other_flaws(text: str, expected: list[tuple[str, int]]) -> None:
    value, flaws = parse(text)
    assert value is None
    assert [(flaw.rule, flaw.offset) for flaw in flaws] == expected


def test_as_deep_as_allowed() -> None:
    text = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert parse(text) == (yaml.safe_load(text), [])


PLACES = """\
é: {a: "ü", b: [1, no]}
text: |
  One.
  Two.
folded: >-
  Three.
list:
  - x: 1
    y: 2
  -
    - z
nothing:
last: 'it''s'
"""


@pytest.mark.parametrize(
    ("pointer", "value", "key"),
    [
        (("é",), '{a: "ü", b: [1, no]}', "é"),
        (("é", "a"), '"ü"', "a"),
        (("é", "b"), "[1, no]", "b"),
        (("é", "b", 0), "1", None),
        (("é", "b", 1), "no", None),
        (("text",), "|\n  One.\n  Two.\n", "text"),
        (("folded",), ">-\n  Three.\n", "folded"),
        (("list", 0, "x"), "1", "x"),
        (("list", 0, "y"), "2", "y"),
        (("list", 1, 0), "z", None),
        (("nothing",), "", "nothing"),
        (("last",), "'it''s'", "last"),
    ],
)
def test_spans(pointer: Pointer, value: str, key: str | None) -> None:
    span = spans(PLACES)[pointer]
    assert PLACES[span.start : span.end] == value
    if key is None:
        assert span.key is None
    else:
        assert span.key is not None
        assert PLACES.startswith(f"{key}:", span.key)


def test_blocks_start_at_their_first_mark() -> None:
    """Where a block ends is where the next token starts, so only starts are exact."""
    found = spans(PLACES)
    assert found[()].start == 0
    assert PLACES[found["list",].start :].startswith("- x: 1")
    assert PLACES[found["list", 0].start :].startswith("x: 1")
    assert PLACES[found["list", 1].start :].startswith("- z")
    assert PLACES[: found["nothing",].start].endswith("nothing:")


TEXT = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn", "Co"]) | st.just("\n")
)
WORD = TEXT | st.sampled_from(["no", "<<", "null", "1", "2024-05-02", "0x1F", "- a", "a: b", "#"])
VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | WORD,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(WORD, inner, max_size=4),
    max_leaves=12,
)


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - as every dumper
        return True


def documented(value: Any) -> Any:
    """The value as the reader gives it back: whole numbers of over 16 digits are text."""
    if isinstance(value, dict):
        return {key: documented(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [documented(inner) for inner in value]
    is_long = type(value) is int and len(str(abs(value))) > 16
    return str(value) if is_long else value


@given(VALUES, st.booleans(), st.booleans())
@settings(max_examples=300)
def test_what_pyyaml_dumps_comes_back(value: Any, flow: bool, as_is: bool) -> None:
    text = yaml.dump(value, Dumper=_Dumper, default_flow_style=flow, allow_unicode=as_is)
    assert parse(text) == (documented(value), [])
    assert spans(text).keys() == {pointer for pointer, _ in leaves((), value)}


def leaves(pointer: Pointer, value: Any) -> list[tuple[Pointer, Any]]:
    items: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        items = list(value.items())
    elif isinstance(value, list):
        items = list(enumerate(value))
    below = [pair for key, inner in items for pair in leaves((*pointer, key), inner)]
    return [(pointer, value), *below]


PIECES = st.text() | st.sampled_from(
    [*"{}[]:,-?&*!|>'\"%@`#~ \n\t", "a", ": ", "- ", "\n  ", "---\n", "<<", "\\", "é", "\ufeff"]
)


@given(st.lists(PIECES, max_size=15).map("".join))
@settings(max_examples=1000)
def test_no_text_breaks_the_reader(text: str) -> None:
    value, flaws = parse(text)
    assert value is None or not flaws
    for flaw in flaws:
        assert 0 <= flaw.offset <= len(text)
        assert flaw.message.isprintable()
    for span in spans(text).values():
        assert 0 <= span.start <= span.end <= len(text)
