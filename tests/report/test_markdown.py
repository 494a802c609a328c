"""Texts of the data in Markdown stay what they are: texts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gfm import harm, tokens
from policybook.report.markdown import code, fenced, link, said

MARKS = st.text(st.sampled_from("`ab \\*_[]()<>!|#@&~-.:/$'\"1\n\r\t"), max_size=30)
TEXTS = MARKS | st.text(max_size=30)


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        ("the Sid `Read` stands twice: rename one", "the Sid `Read` stands twice: rename one"),
        ("`a` → `b`, 10,000 of them…", "`a` → `b`, 10,000 of them…"),
        ("did you mean `x`? (see `y`)", "did you mean `x`? (see `y`)"),
        ("add v2.json to policies/a", "add `v2.json` to `policies/a`"),
        ("@me, #1 and GH-12.", "`@me`, `#1` and `GH-12`."),
        ("a <!-- b --> <i>", "a `<!--` b `-->` `<i>`"),
        ("www.evil.example. x@y.example!", "`www.evil.example`. `x@y.example`!"),
        ("[a](b) **c** _d_ ~~e~~", "`[a](b` ) `**c**` `_d_` `~~e~~`"),
        ("$`x`$ y", "`$` `x` `$` y"),
        ("an odd ` mark", "an odd `  mark `"),
        ("``", ""),
        ("", ""),
    ],
)
def test_words_stay_and_all_else_is_code(message: str, expected: str) -> None:
    assert said(message).replace("` )", "`)") == expected.replace("` )", "`)")


@given(st.lists(TEXTS).map("".join))
def test_messages_do_no_harm(message: str) -> None:
    line = (
        f"- **error** {code(message)}: {said(message)} ({link('a', 'https://policybook.example/')})"
    )
    assert "\n" not in line
    assert [*harm(line)] == []
    assert [token.type for token in tokens(line) if token.type.endswith("_open")] == [
        "bullet_list_open",
        "list_item_open",
        "paragraph_open",
        "strong_open",
        "link_open",
    ]


@given(st.lists(st.text("ab ", min_size=1, max_size=9), max_size=5), TEXTS)
def test_names_in_a_message_are_code(words: list[str], name: str) -> None:
    name = name.replace("`", "")
    message = f"{' '.join(words)} `{name}` is"
    line = f"It says: {said(message)}"
    spans = [token.content for token in tokens(line) if token.type == "code_inline"]
    shown = "".join(mark if mark.isprintable() else "\ufffd" for mark in name)
    assert [span.strip() for span in spans] == [shown.strip()] * bool(name)


@given(st.lists(MARKS.map(lambda text: text.replace("\n", " ").replace("\r", " "))))
def test_nothing_ends_a_fence(lines: list[str]) -> None:
    above, below = fenced(lines, "diff")
    text = "\n".join((above, *lines, below, "", "after"))
    fence, *rest = tokens(text)
    assert (fence.type, fence.info) == ("fence", "diff")
    assert fence.content == "".join(f"{line}\n" for line in lines)
    assert [token.content for token in rest if token.type == "text"] == ["after"]


def test_a_link_ends_where_its_address_does() -> None:
    text = link("a", "https://policybook.example/a) <b> [c](https://evil.example/")
    (opened,) = (token for token in tokens(text) if token.type == "link_open")
    assert str(opened.attrGet("href")).startswith("https://policybook.example/a%29")
