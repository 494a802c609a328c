"""Policy variables in texts."""

from __future__ import annotations

import pytest

from policybook.iam.variables import malformed, split, variables


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", []),
        ("$a{b}", []),
        ("a/${aws:username}/b", ["${aws:username}"]),
        ("${*}${?}", ["${*}", "${?}"]),
        ("${aws:PrincipalTag/a b, 'x y'}", ["${aws:PrincipalTag/a b, 'x y'}"]),
        ("${", []),
        ("${a${b}", ["${b}"]),
    ],
)
def test_variables(text: str, expected: list[str]) -> None:
    assert variables(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a$b",
        "$DEFAULT",
        "a{b}",
        "${aws:username}",
        "${*}",
        "${?}",
        "${$}",
        "${$}{a}",
        "${aws:PrincipalTag/cost center}",
        "${aws:userid, 'anonymous'}",
        "${aws:userid,'anonymous'}",
        "${aws:userid, ''}",
        "${cognito-identity.amazonaws.com:sub}/*",
    ],
)
def test_sound_variables(text: str) -> None:
    assert malformed(text) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("${", "${"),
        ("a/${aws:username", "${aws:username"),
        ("${aws:username/${aws:userid}", "${aws:username/"),
        ("${aws: username}", "${aws: username}"),
        ("${aws username}", "${aws username}"),
        ("${aws:PrincipalTag/a b }", "${aws:PrincipalTag/a b }"),
        ("${}", "${}"),
        ("${ }", "${ }"),
        ("${ aws:username}", "${ aws:username}"),
        ("${aws:username }", "${aws:username }"),
        ("${aws:userid, anonymous}", "${aws:userid, anonymous}"),
        ("${aws:userid, 'anonymous}", "${aws:userid, 'anonymous}"),
        ("${aws:userid,}", "${aws:userid,}"),
        ("${aws:username} ${}", "${}"),
    ],
)
def test_malformed_variables(text: str, expected: str) -> None:
    assert malformed(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a:b:c", ["a", "b:c"]),
        ("${a:b}:c", ["${a:b}", "c"]),
        ("x${a:b}y:${c:d}", ["x${a:b}y", "${c:d}"]),
        ("${a:b", ["${a", "b"]),
    ],
)
def test_split(text: str, expected: list[str]) -> None:
    assert split(text, ":", 1) == expected


def test_hostile_text_is_quick_to_look_at() -> None:
    for text in ("${" * 50_000, "${a" * 50_000 + "}", "${" + "a, '" * 50_000, "${'" + " " * 50_000):
        variables(text)
        malformed(text)
        split(text, ":", 5)
