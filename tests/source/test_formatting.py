"""Canonical text: what changes in a file's layout, and that nothing else ever does."""

import json
import re
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from policybook.source.formatting import formatted, same
from policybook.source.jsontext import parse as parse_json
from policybook.source.jsonwriting import json_text
from policybook.source.yamltext import parse as parse_yaml
from sites import ROOT, SAMPLE
from yamltexts import TEXTS, YamlText

JSON = PurePosixPath("v1.json")
YAML = PurePosixPath("policy.yaml")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{}", "{}\n"),
        ("[ ]", "[]\n"),
        ('{"b":1,\r\n\t"a":[ ]}', '{\n    "b": 1,\n    "a": []\n}\n'),
        ('["a","b"]\n\n', '[\n    "a",\n    "b"\n]\n'),
        ('"\\u00e9\\/\\u0022"', '"é/\\""\n'),
        ('"\\ud83d\\ude00"', '"😀"\n'),
        ("1.50", "1.50\n"),
        ("1E+2", "1E+2\n"),
        ("-0", "-0\n"),
        ("0.10000000000000000001", "0.10000000000000000001\n"),
        ("[true,false,null]", "[\n    true,\n    false,\n    null\n]\n"),
    ],
)
def test_json(text: str, expected: str) -> None:
    assert formatted(JSON, text) == expected


@pytest.mark.parametrize("text", ["", "{,}", '{"a": 1, "a": 2}', "[1,]", "NaN", "\ufeff{}"])
def test_json_that_cannot_be_read_stays(text: str) -> None:
    assert formatted(JSON, text) == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("a: 1", "a: 1\n", id="final newline"),
        pytest.param("\n\na: 1\n\n\n", "a: 1\n", id="blank lines at the ends"),
        pytest.param("a: 1\n\n\n\nb: 2\n", "a: 1\n\nb: 2\n", id="blank lines between"),
        pytest.param("a: 1  \t\nb:\t2\n", "a: 1\nb: 2\n", id="tabs and trailing space"),
        pytest.param("a: 1\r\nb: |\r\n  x\r\n", "a: 1\nb: |\n  x\n", id="CRLF"),
        pytest.param("a: 1\rb: 2\r", "a: 1\nb: 2\n", id="CR"),
        pytest.param("a:   1\nb :  2\n", "a: 1\nb: 2\n", id="spaces around a colon"),
        pytest.param("a:\n    b:\n        c: 1\n", "a:\n  b:\n    c: 1\n", id="indent"),
        pytest.param("a:\n- b\n- c\nd: 1\n", "a:\n  - b\n  - c\nd: 1\n", id="flush list"),
        pytest.param("- - a\n  -   b\n-\n  - c\n", "- - a\n  - b\n- - c\n", id="lists in lists"),
        pytest.param("-\n  a: 1\n  b: 2\n", "- a: 1\n  b: 2\n", id="lone dash"),
        pytest.param("-\n-\n- a\n", "-\n-\n- a\n", id="empty items"),
        pytest.param("-   a: 1\n    b: 2\n", "- a: 1\n  b: 2\n", id="wide dash"),
        pytest.param("a: [ 1,2 , 3 ]\nb: { c: 1,d: 2 }\n", "a: [1, 2, 3]\nb: {c: 1, d: 2}\n"),
        pytest.param("a: [\n1,\n   2,\n   ]\n", "a: [\n  1,\n  2,\n]\n", id="list on lines"),
        pytest.param("- [\n1,\n   2]\n", "- [\n    1,\n    2]\n", id="list on lines in a list"),
        pytest.param("a: {b, c: , 'd':1}\n", "a: {b, c: , 'd': 1}\n", id="odd mapping"),
        pytest.param("? a\n:   b\n", "? a\n: b\n", id="explicit key"),
        pytest.param("a: b\n     c\n\n  d\n", "a: b\n  c\n\n  d\n", id="plain text on lines"),
        pytest.param("a:\n     b\n     c\n", "a:\n  b\n  c\n", id="text below its key"),
        pytest.param('a: "b \n\n   c\\\n     d"\n', 'a: "b\n\n  c\\\n  d"\n', id="double quotes"),
        pytest.param('a: "b\\ \t\n  c"\n', 'a: "b\\ \n  c"\n', id="escaped space at the end"),
        pytest.param("a: 'b\n  ''c'\n", "a: 'b\n  ''c'\n", id="single quotes"),
        pytest.param(
            "a: \"\\u00e9\"\nb: 'x'\nc: 1e3\nd: no\ne: 2021-12-07\nf: ~\n",
            "a: \"\\u00e9\"\nb: 'x'\nc: 1e3\nd: no\ne: 2021-12-07\nf: ~\n",
            id="scalars as written",
        ),
        pytest.param("a: |\n     b\n       c\n", "a: |\n  b\n    c\n", id="literal"),
        pytest.param(
            "a: |\n  b  \n   \n  c\n", "a: |\n  b  \n   \n  c\n", id="its own white space"
        ),
        pytest.param("a: |\n  b\n \n  c\n", "a: |\n  b\n\n  c\n", id="blank line in a literal"),
        pytest.param("a: >-\n    b\n    c\n\n\nd: 1\n", "a: >-\n  b\n  c\n\nd: 1\n", id="folded"),
        pytest.param("a: |+\n   b\n\n\nc: 1\n", "a: |+\n  b\n\n\nc: 1\n", id="kept newlines"),
        pytest.param("a: |+\n   b\n\n\n", "a: |+\n  b\n\n\n", id="kept newlines at the end"),
        pytest.param("a:\n   b: |2-\n       c\n", "a:\n  b: |2-\n      c\n", id="own indent"),
        pytest.param("a:\n- |2\n   c\n", "a:\n  - |2\n     c\n", id="own indent in a flush list"),
        pytest.param("a: |\n  b", "a: |-\n  b\n", id="literal without a newline"),
        pytest.param("a: |\n\n\nb: 1\n", "a: |\n\nb: 1\n", id="empty literal"),
        pytest.param("---\na: 1\n...\n", "---\na: 1\n...\n", id="marks of a document"),
        pytest.param("a: 'b\u2028 c'\n", "a: 'b\u2028  c'\n", id="line separator"),
        pytest.param("# b\n\ufeff\na:  1\n", "# b\n\na: 1\n", id="byte order mark"),
        pytest.param("a: x\x85b: y\n", "a: x\nb: y\n", id="next line"),
        pytest.param("a: b #c\nd: e#f\n", "a: b #c\nd: e#f\n", id="number sign"),
        pytest.param("a: [b]#c\n", "a: [b]  #c\n", id="comment too close"),
        pytest.param("a: b\t# c\n", "a: b  # c\n", id="comment after a tab"),
        pytest.param("a: b     # c\n", "a: b     # c\n", id="aligned comment"),
        pytest.param("   # x\n\n# y\na: 1\n# z", "# x\n\n# y\na: 1\n# z\n", id="at the ends"),
        pytest.param("a:\n- b\n# c\n- d\n", "a:\n  - b\n  # c\n  - d\n", id="between items"),
        pytest.param("a:\n- b\n# c\nd: 1\n", "a:\n  - b\n# c\nd: 1\n", id="after a flush list"),
        pytest.param(
            "a:\n    b: 1\n    # of b\n\n# of c\nc:\n  # of d\n  d: 1\n",
            "a:\n  b: 1\n  # of b\n\n# of c\nc:\n  # of d\n  d: 1\n",
            id="at the end of a mapping",
        ),
        pytest.param(
            "a: [1,  # x\n# y\n2,\n    # z\n]\n",
            "a: [1,  # x\n  # y\n  2,\n  # z\n]\n",
            id="in a flow list",
        ),
        pytest.param("a: |   # c\n  b\n", "a: |   # c\n  b\n", id="beside a literal"),
        pytest.param("a: |\n  b\n # c\nd: 1\n", "a: |\n  b\n# c\nd: 1\n", id="after a literal"),
        pytest.param("-  # c\n  a: 1\n", "-  # c\n  a: 1\n", id="after a dash"),
    ],
)
def test_yaml(text: str, expected: str) -> None:
    assert formatted(YAML, text) == expected
    assert formatted(YAML, expected) == expected
    assert same(parse_yaml(text), parse_yaml(expected))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "# only\n",
        "a: [",
        "a:  1\na:  2\n",
        "a:  &b c\n",
        "a:\n\tb: 1\n",
        "a: 1\n---\n",
        "\ufeffa:  1\n",
    ],
)
def test_yaml_that_cannot_be_read_stays(text: str) -> None:
    assert formatted(YAML, text) == text


@pytest.mark.parametrize("text", [" ---\n", "|+\n\u2028"])
def test_what_has_no_layout_of_the_same_value_stays(text: str) -> None:
    assert parse_yaml(text)[1] == []
    assert formatted(YAML, text) == text


def test_depth_and_size_are_no_trouble() -> None:
    deep = "\n".join("   " * n + "a:" for n in range(64))
    assert formatted(YAML, deep).splitlines()[-1] == "  " * 63 + "a:"
    wide = "a:\n" + "- b: 'x'   # c\n" * 20_000
    assert formatted(YAML, wide) == "a:\n" + "  - b: 'x'   # c\n" * 20_000


VALUES: st.SearchStrategy[Any] = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs", "Co", "Cn", "Cc"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(alphabet='aé"\\ '), inner),
)


@given(VALUES, st.sampled_from([None, 0, 3, "\t"]), st.booleans())
def test_json_keeps_every_value(value: Any, indent: Any, as_ascii: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=as_ascii)
    result = formatted(JSON, text)
    assert same(parse_json(result), (value, []))
    assert (
        result == json_text(value) + "\n" == json.dumps(value, indent=4, ensure_ascii=False) + "\n"
    )
    assert formatted(JSON, result) == result


@given(TEXTS)
@settings(max_examples=400)
def test_yaml_keeps_every_value_and_comment(made: YamlText) -> None:
    assert same(parse_yaml(made.text), (made.value, [])), "the test's own text is not what it says"
    result = formatted(YAML, made.text)
    assert same(parse_yaml(result), (made.value, []))
    assert re.findall(r"#\d+", result) == made.comments
    assert formatted(YAML, result) == result


@given(TEXTS)
@settings(max_examples=200)
def test_yaml_is_laid_out(made: YamlText) -> None:
    """That it is laid out must be seen: a formatter that gives up would keep every value."""
    result = formatted(YAML, made.text)
    assert result[0] not in " \n"
    assert result[-1] == "\n"
    assert "\r" not in result
    assert made.keeps_blank_lines or "\n\n\n" not in result
    check_columns(yaml.compose(result, Loader=yaml.CSafeLoader), 0)


def check_columns(node: Any, column: int) -> None:
    """Each block is indented by two below what it belongs to."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style:
        assert node.start_mark.column == column
        for item in node.value:
            key, value = item if isinstance(item, tuple) else (None, item)
            assert key is None or key.start_mark.column == column
            check_columns(value, column + 2)


PIECES = st.sampled_from(
    [
        *("[", "]", "{", "}", "|", ">", "x", "y", "\n", "a: ", "b:", "- ", "-", "\n  ", "\n    "),
        *("\n ", "'q'", '"d"', "# c", " #c", ", ", ": ", "? ", "k: v", "|+", "|2", "\t", "---\n"),
        *("...\n", "\r\n", "\\", "\u2028", "\x85", "'a\n b'", '"a \\\n  b"', "e:\n  - f\n  - g"),
        *("h:\n- i\n- j", "\ufeff", "\u00a0"),
    ]
) | st.text(max_size=3)


@given(st.lists(PIECES, max_size=24).map("".join))
@settings(max_examples=1000)
def test_no_text_is_harmed(text: str) -> None:
    result = formatted(YAML, text)
    assert same(parse_yaml(result)[0], parse_yaml(text)[0])
    assert formatted(YAML, result) == result


FILES = [
    pytest.param(path, id=path.relative_to(ROOT).as_posix())
    for folder in (ROOT / "policies", SAMPLE)
    for path in sorted(folder.rglob("*"))
    if path.suffix in (".json", ".yaml")
]


@pytest.mark.parametrize("path", FILES)
def test_real_files_keep_their_value(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    result = formatted(PurePosixPath(path.name), text)
    parse = parse_json if path.suffix == ".json" else parse_yaml
    assert same(parse(result), parse(text))
    assert result.count("#") == text.count("#")


def test_the_data_of_the_site_is_canonical() -> None:
    for path in (*(ROOT / "policies").rglob("*.json"), *(ROOT / "policies").rglob("*.yaml")):
        text = path.read_text(encoding="utf-8")
        assert formatted(PurePosixPath(path.name), text) == text
