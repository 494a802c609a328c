from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policybook.links.external.anchors import Absence, absences, anchor
from policybook.links.external.answers import Reply

MARKUP = st.text("<>/ =\"'idname\u00e9&#;x!-", max_size=60)


@given(
    st.binary(max_size=60) | MARKUP.map(str.encode),
    st.sampled_from(["", "utf-8", "utf-16", "hex", "rot13", "idna", "nothing", "cp1252"]),
    st.lists(st.text(max_size=8), max_size=4),
)
def test_any_page_can_be_looked_at(content: bytes, encoding: str, fragments: list[str]) -> None:
    reply = Reply(200, media_type="text/html", encoding=encoding, content=content)
    found = absences(reply, fragments)
    assert found.keys() <= {fragment for fragment in fragments if anchor(fragment)}


@pytest.mark.parametrize("encoding", ["punycode", "--PunyCode", "idna", "hex", "nothing"])
def test_an_encoding_that_no_page_is_in_is_not_believed(encoding: str) -> None:
    page = b"<h1 id=heading>" + b"-ab" * 500_000
    reply = Reply(200, media_type="text/html", encoding=encoding, content=page)
    assert absences(reply, ["heading"]) == {}


def test_few_of_many_absences_have_a_suggestion() -> None:
    reply = Reply(200, media_type="text/html", content=b"<h1 id=heading>")
    found = absences(reply, [f"heading{n}" for n in range(100)])
    assert sum(absence == Absence("heading") for absence in found.values()) == 10


@pytest.mark.parametrize(
    ("fragment", "name"),
    [
        ("x", "x"),
        ("", ""),
        ("top", ""),
        ("top-level", "top-level"),
        ("x:~:text=a", "x"),
        (":~:text=a", ""),
        ("!/route", ""),
        ("/route", ""),
    ],
)
def test_anchor(fragment: str, name: str) -> None:
    assert anchor(fragment) == name
