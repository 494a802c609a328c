"""A change that is written from two documents holds before the rules, whatever they say."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import PurePosixPath
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policybook import prose
from policybook.check import read
from policybook.choice import Choice
from policybook.rule import Context
from policybook.scaffold.change import change_text, new_change, path_of, problems, updates
from policybook.scaffold.words import document, fault, labels, literal, short_name
from policybook.schemas import Kind
from policybook.source import yamltext
from policybook.source.formatting import formatted
from sites import SAMPLE

FOLDER = PurePosixPath("acme-storage/AcmeStorageLegacy")
TODAY = date(2025, 1, 31)

ACTIONS = st.lists(
    st.sampled_from(
        ["*", "s3:*", "s3:Get*", "s3:GetObject", "S3:getobject", "s3:Put?bject", "iam:PassRole"]
    ),
    min_size=1,
    max_size=3,
    unique=True,
)
STATEMENTS = st.fixed_dictionaries(
    {
        "Effect": st.sampled_from(["Allow", "Allow", "Deny"]),
        "Resource": st.sampled_from(["*", "arn:aws:s3:::a/*", "arn:aws:s3:::b/*"]),
    },
    optional={
        "Condition": st.sampled_from(
            [
                {},
                {"Bool": {"aws:SecureTransport": "true"}},
                {"StringLike": {"aws:PrincipalArn": "*"}},
            ]
        )
    },
)


@st.composite
def documents(draw: st.DrawFn) -> str:
    def statement() -> dict[str, Any]:
        key = draw(st.sampled_from(["Action", "Action", "Action", "NotAction"]))
        return {**draw(STATEMENTS), key: draw(ACTIONS)}

    number = draw(st.integers(1, 3))
    return json.dumps({"Version": "2012-10-17", "Statement": [statement() for _ in range(number)]})


@settings(max_examples=100, deadline=None)
@given(documents(), documents())
def test_the_real_difference_is_true(old: str, new: str) -> None:
    catalogue = read(SAMPLE, {FOLDER / "v2.json": old, FOLDER / "v3.json": new}).catalogue
    policy = catalogue.policies[FOLDER.name]
    (before, version) = policy.versions[-2:]
    assert (before.number, version.number) == (2, 3)
    context = Context(catalogue, TODAY)
    entry = new_change(path_of("acme-storage", TODAY, "New"), TODAY, "New", None)
    steps = [(policy, version)]
    (update,) = updates(steps, entry.at, context)
    whole = replace(entry, updates=(update,))
    assert [str(problem) for problem in problems(whole, context, Choice())] == []
    text = change_text(whole)
    assert formatted(whole.at.origin.path, text) == text


@given(st.text(max_size=80))
def test_any_title_names_a_file(title: str) -> None:
    path = path_of("acme", TODAY, title)
    assert path.parent == PurePosixPath("acme/changes")
    stem = path.name.removesuffix(".yaml")
    assert stem.startswith("2025-01-31-")
    assert len(stem) <= 71
    words = stem.split("-")
    assert all(
        word and word.isascii() and word.isalnum() and word == word.lower() for word in words
    )


@given(st.text(max_size=20))
def test_what_has_no_fault_is_read_as_it_is(title: str) -> None:
    entry = new_change(path_of("acme", TODAY, title), TODAY, title, title.strip() or None)
    data, flaws = yamltext.parse(change_text(entry))
    if fault(Kind.CHANGE, "title", title) is None:
        assert flaws == []
        assert data["title"] == title
        assert title.strip() == data.get("text", "").strip()


@pytest.mark.parametrize(
    ("name", "short"),
    [("Amazon S3", "S3"), ("AWS Lambda", "Lambda"), ("Amazonia", "Amazonia"), ("Acme", "Acme")],
)
def test_short_name(name: str, short: str) -> None:
    assert short_name(name) == short


def test_document() -> None:
    content = b'{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}'
    text, problems = document(content, PurePosixPath("any.txt"))
    assert problems == []
    assert text.startswith('{\n    "Statement": {\n')
    assert labels(text) == ["statement 1"]
    _, (problem,) = document(b'{\n"Statement": }', PurePosixPath("any.txt"))
    assert str(problem).startswith("any.txt:2:14: error json-invalid")


@given(st.text(st.characters(codec="latin-1", categories=("L", "N", "P", "S", "Zs")), min_size=1))
def test_a_literal_text_reads_just_so(text: str) -> None:
    found = prose.look(literal(text), {})
    assert (found.codes, found.links, found.unknown_links, found.unsupported) == ([], [], [], [])
    assert prose.plain(prose.parse(literal(text), {})).strip() == " ".join(text.split())
