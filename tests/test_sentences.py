"""What sentences say that a policy allows: only what is plain, and nothing that is not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policybook.sentences import claims, names, sentences, speaks_of

OWN = frozenset(("AcmeReader", "ReadObjects"))


def claimed(markdown: str) -> list[str]:
    """The names that a text calls allowed."""
    found = sentences(markdown, {"guide": "https://example.com/"})
    return [mark.text for sentence in found for mark in claims(sentence, OWN)]


CLAIMS = [
    ("Allows `A`.", ["A"]),
    ("Allows opening objects (`A`, `B`) and their tags with `C`.", ["A", "B", "C"]),
    ("Grants the `A` and `B` permissions.", ["A", "B"]),
    ("Allows all operations of storage, such as `A`, as well as `B`.", ["A", "B"]),
    ("Lets people call `A`. The console calls `B`.", ["A"]),
    ("This policy also grants permission to call `A`.", ["A"]),
    ("The AWS managed policy explicitly allows `A` on all buckets.", ["A"]),
    ("The `AcmeReader` policy includes the `A` permission.", ["A"]),
    ("The policy `AcmeReader` includes the `A` permission.", ["A"]),
    ("`AcmeReader` allows `A`, but not `B`.", ["A"]),
    ("The `ReadObjects` statement allows `A`.", ["A"]),
    ("To draw graphs, the policy allows `A`.", ["A"]),
    ("This policy allows `A`. It also allows `B`.", ["A", "B"]),
    ("Allows `A` and other writes.", ["A"]),
    ("Allows `A`, for `B` needs it.", ["A"]),
    ("An identity with this policy can call `A`, but cannot call `B`.", ["A"]),
    ("`A` and `B` are allowed on all buckets.", ["A", "B"]),
    ("The `A` action is also allowed.", ["A"]),
    (
        "This policy allows these operations:\n\n- `A`\n- `B`, `C` and `D`, to open `E`",
        list("ABCD"),
    ),
    ("This policy allows:\n\n- reading\n  - `A`\n- the `B` operation", ["B"]),
    ("It is a policy.\n\n- Allows `A`\n- Denies `B`", ["A"]),
    ("Allows `A` only where the tag fits.", ["A"]),
    ("Allows [`A`][guide] and **`B`**.", ["A", "B"]),
    ("Allows `A`; `B` is for owners.", ["A"]),
    (
        "This policy has two parts.\n\n- `s3` – Allows `A`.\n- `kms`: allows `B`, but no `C`",
        list("AB"),
    ),
    ("`s3` - the `AcmeReader` policy allows `A`", ["A"]),
]


@pytest.mark.parametrize(("markdown", "names"), CLAIMS)
def test_claims(markdown: str, names: list[str]) -> None:
    assert claimed(markdown) == names


SILENT = [
    "This policy does not allow `A`.",
    "This policy doesn’t allow `A`.",
    "The policy no longer allows `A`.",
    "Nothing here allows `A`, and neither does this policy grant `B`.",
    "Denies `A`. This statement denies `B`.",
    "Allows everything but `A`.",
    "Allows all operations except the following:\n\n- `A`\n- `B`",
    "This policy allows all operations **except** these:\n\n- `A`",
    "It does not allow:\n\n- `A`",
    "What the console needs:\n\n- `A`",
    "Unlike this policy, `Other` allows `A`.",
    "`Other` allows `A`. The `Other` policy grants `B`.",
    "For that, use `Other`. It allows `A`.",
    "The console has a role. It grants `A`.",
    "To open an image, a person needs a policy that allows `A`.",
    "Whoever calls `A` also needs `B`.",
    "Whoever calls `A` also needs full access, which this policy does not give.",
    "An identity with this policy can neither call `A` nor `B`.",
    "People without this policy can call `A`.",
    "Allows what `A` needs.",
    "Allows passing a role to `A`.",
    "Allows reading the results of `A`, which `B` writes.",
    "Allows opening objects, so that the console can call `A`.",
    "Allows opening objects. `A` returns them.",
    "Allows objects, since `A` reads them.",
    "Allows looking at objects; `A` is not part of it.",
    "`A` reports how the training went.",
    "`A` is allowed by the policy of the key.",
    "`A` is not allowed, nor are `B` and `C` allowed.",
    "Once it is attached, this policy allows `A`.",
    "This policy used to allow `A`.",
    "The document lists `A` among the actions of the statement `ReadObjects`.",
    "This policy allows less than `Other`, without `A`.",
    "Allows reading tags, and `A` needs that.",
    "A policy that allows `A` is another matter.",
    "You can attach this policy, e.g. `A`.",
    "Allowing `A` is left to others.",
    "- `s3` – Denies `A`.\n- `kms` – `Other` allows `B`",
]


@pytest.mark.parametrize("markdown", SILENT)
def test_no_claims(markdown: str) -> None:
    assert claimed(markdown) == []


WORDS = ["Allows ", "This policy grants ", "It allows ", "`A` ", "`B`", "but ", "not ", ", ", ". "]
WORDS += [": \n\n- ", "\n- ", "such as ", "is allowed.", "[", "](", "``", "\\`", "![`C`](x)", "; "]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=25))
def test_each_code_mark_belongs_to_one_sentence(parts: list[str]) -> None:
    found = sentences("".join(parts), {})
    for sentence in found:
        assert sentence.words.count("`") == len(sentence.codes)
        assert set(claims(sentence, OWN)) <= set(sentence.codes)


def test_a_long_text_takes_no_longer_than_its_length() -> None:
    assert claimed("It allows `A`. " * 3000) == []
    assert len(claimed("Allows " + "`A`, " * 3000)) == 3000
    assert claimed("To " * 30000 + "`A`") == []


SPEAKERS = [
    ("`Other` allows `A`.", "Other"),
    ("The `Other` policy also grants `A`.", "Other"),
    ("The AWS managed policy Other includes `A`.", "Other"),
    ("Other lets people read.", "Other"),
    ("This policy grants `A`.", "policy"),
    ("You can attach `Other` to your identities.", "Other"),
    ("You can't attach the Other policy.", "Other"),
    ("`Other` is attached to a role.", "Other"),
    ("Allows what `Other` allows.", None),
    ("People are better served by `Other`.", None),
    ("Unlike `Other`, this policy allows `A`.", None),
    ("`Other` used to allow `A`.", None),
    ("You can attach", None),
    ("", None),
]


@pytest.mark.parametrize(("markdown", "name"), SPEAKERS)
def test_of_which_policy_a_sentence_speaks(markdown: str, name: str | None) -> None:
    found = [mark.text for s in sentences(markdown, {})[:1] if (mark := speaks_of(s))]
    assert found == ([name] if name else [])


def test_names_are_whole() -> None:
    (sentence,) = sentences("The `Acme+Reader` and AcmeWriter.", {})
    assert names(sentence, "Acme+Reader")
    assert names(sentence, "AcmeWriter")
    assert not names(sentence, "AcmeWrite")
    assert not names(sentence, "Reader")
