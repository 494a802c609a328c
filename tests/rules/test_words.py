"""What the rules find in prose, exactly where, and what they leave alone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from policybook import prose
from policybook.check import Report

Checked = Callable[..., Report]

OWNER = "storage/AcmeStorageOwner/policy.yaml"
TOP = """\
type: customer-managed
groupings:
  - service: s3
    text: Allows everything.
notes:
  - title: A text to look at
"""
API = "https://docs.aws.amazon.com/AmazonS3/latest/API"


def found(report: Report) -> list[str]:
    return [f"{problem.line}:{problem.column} {problem.rule}" for problem in report.problems]


def literal(markdown: str) -> str:
    """policy.yaml whose description starts in column 3 of line 7."""
    lines = "".join(f"  {line}".rstrip() + "\n" for line in markdown.split("\n"))
    return f"{TOP}    text: Nothing.\ndescription: |\n{lines}"


HARMLESS = [
    "Words, *emphasis*, **strong words**, a list:\n\n- one\n  - two\n- three\n\n1. first\n2. second",
    "<b>HTML</b> is only text, as is <script>alert(1)</script> and &lt;br&gt;.",
    "Mail [the team](mailto:team@example.com) or <team@example.com>.",
    "See [a page](https://example.com/a_(b)) or <https://example.com/> or http://example.com.",
    "See [a page](HTTPS://EXAMPLE.COM) and [a page](<https://example.com/a b> 'a title').",
    "See the [guide][guide], the [Guide][] or the [*long* `guide`][GUIDE].",
    "Brackets [as such], [1] and a list[index] are no links; nor is \\[this\\](../one).",
    "Nor is \\[this\\]\\[one\\], nor `[this](../one)`, nor `[text][key]`.",
    f"See [CreateBucket]({API}/API_CreateBucket.html) and [buckets](https://example.com/).",
    "Operations: `s3:GetObject`, `S3:getobject`, `CreateBucket`, `kms:Decrypt`, `sts:AssumeRole`.",
    "Wildcards: `s3:Get*`, `s3:*`, `kms:Describe*`, `s3:?etObject`, `*`.",
    "Condition keys: `aws:SourceArn`, `aws:ResourceTag/Team`, `s3:prefix`, `iam:PassedToService`.",
    "Elements: `NotAction`, `StringEqualsIfExists`, `ForAllValues:StringLike`, `ForAnyValue`.",
    "ARNs: `arn:aws:s3:::acme-*/*`, `arn:aws`, `arn:aws:iam::aws:policy/ReadOnlyAccess`.",
    "Other code: `source-ref`, `config.json`, `Lambda`, `ListAll()`, `key:value`, `localhost:8080`.",
    "Names: `OwnBuckets`, `AcmeStorageReader`, `AWSServiceRoleForAcmeStorage`.",
    "Times such as `12:30`, ratios such as `Environment:Production`, and `` ` ``.",
    "\\# Not a heading, #neither, and 1 - 1 = 0; an escape: \\![no image](https://example.com)",
]


@pytest.mark.parametrize("markdown", HARMLESS)
def test_harmless(markdown: str, checked: Checked) -> None:
    assert found(checked({OWNER: literal(markdown)})) == []


FAULTS = [
    ("A [link](javascript:alert(1)).", ["9:5 link-refused"]),
    ("A [link](JAVASCRIPT:alert(1)).", ["9:5 link-refused"]),
    ("A [link](java&#115;cript:alert(1)).", ["9:5 link-refused"]),
    ("A [link](&#x6A;avascript:alert`1`).", ["9:5 link-refused"]),
    ("A [link](java\\script:alert).", ["9:5 link-refused"]),
    ("A [link](javascript\\:alert).", ["9:5 link-refused"]),
    ("A [link](\\//example.com).", ["9:5 link-refused"]),
    ("A [link](https:\\\\example.com).", ["9:5 link-refused"]),
    ("A [link](https:example.com).", ["9:5 link-refused"]),
    ("A [link](data:text/html;base64,PHA+).", ["9:5 link-refused"]),
    ("A [link](vbscript:x), <javascript:alert(1)>.", ["9:25 link-refused", "9:5 link-refused"]),
    ("A [link](//example.com), [this](#here).", ["9:28 link-refused", "9:5 link-refused"]),
    ("A [link](../other.md), [one](other), [one](/x).", ["9:26", "9:40", "9:5"]),
    ("A [link]() and [a [nested] one](../x).", ["9:30 link-refused", "9:5 link-refused"]),
    ("A [link][nowhere].", ["9:5 link-unknown"]),
    ("The [guide][guide] and [nowhere][].", ["9:26 link-unknown"]),
    ("A [link whose words go on][guides].", ["9:26 link-unknown"]),
    (
        f"A bucket: [CreateBucket]({API}/API_DeleteBucket.html).",
        ["9:13 link-mismatch"],
    ),
    ("A bucket: [`CreateBucket`][guide].", ["9:13 link-mismatch"]),
    ("A bucket: [CreateBucket](../x).", ["9:13 link-refused"]),
    ("Code: `s3:GetObjct`.", ["9:9 code-unknown"]),
    ("Code: `s4:GetObject`, `s3:Gte*`.", ["9:25 code-unknown", "9:9 code-unknown"]),
    ("Code: ` s3:GetObjct `, ``OwnBucket``.", ["9:11 code-unknown", "9:26 code-unknown"]),
    ("Not s3:GetObjct, but `s3:GetObjct`.", ["9:24 code-unknown"]),
    ("OwnBuckets, `OwnBuckets`: `OwnBucket`.", ["9:29 code-unknown"]),
    ("[`OwnBucket`](https://example.com/OwnBucket)", ["9:4 code-unknown"]),
    ("# Heading\n\nText.", ["9:3 markup-unsupported"]),
    ("Heading\n=======\n\nText.", ["9:3 markup-unsupported"]),
    ("Heading\n---\n\nText.", ["9:3 markup-unsupported"]),
    ("Text.\n\n- ### Heading\n- one", ["11:5 markup-unsupported"]),
    ("An ![image](https://example.com/a.png).", ["9:6 markup-unsupported"]),
    ("An ![image][guide] and ![two words](../b.png).", ["9:26", "9:6 markup-unsupported"]),
    ("Text.\n\n```json\n{}\n```", ["11:3 markup-unsupported"]),
    ("Text.\n\n    indented", ["11:7 markup-unsupported"]),
    ("Text.\n\n---\n\n> Said.", ["11:3 markup-unsupported", "13:3 markup-unsupported"]),
]


@pytest.mark.parametrize(("markdown", "problems"), FAULTS)
def test_fault(markdown: str, problems: list[str], checked: Checked) -> None:
    got = found(checked({OWNER: literal(markdown)}))
    assert len(got) == len(problems), got
    for problem, expected in zip(sorted(got), sorted(problems), strict=True):
        assert problem.startswith(expected), got


FOLDED = """\
description: >
  Some words, among them s3:GetObjct and
  javascript:alert, before the
  fault: `s3:GetObjct`; then a [link whose
  words go on](javascript:alert), a [link
  to][nowhere] and an ![image
  of it](https://example.com/x.png).
"""


def test_folded_text(checked: Checked) -> None:
    assert found(checked({OWNER: f"{TOP}    text: Nothing.\n{FOLDED}"})) == [
        "11:10 code-unknown",
        "12:12 link-refused",
        "13:3 link-unknown",
        "13:23 markup-unsupported",
    ]


def test_every_text_is_looked_at(checked: Checked) -> None:
    report = checked(
        {
            OWNER: """\
type: customer-managed
description: "Quoted: `s3:GetObjct`."
groupings:
  - service: s3
    text: 'Quoted: `s3:GetObjct`.'
notes:
  - title: Plain
    text: Plain words,
      `s3:GetObjct`.
""",
            "storage/changes/2024-07-02-note.yaml": """\
title: A note
date: 2024-07-02
text: Of `s3:GetObjct`.
""",
        }
    )
    assert found(report) == [
        "2:23 code-unknown",
        "5:20 code-unknown",
        "9:7 code-unknown",
        "3:10 code-unknown",
    ]


def test_documents_make_names_known(checked: Checked) -> None:
    document = """\
{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Effect": "Allow",
      "Action": ["s3:*", "acmelegacy:Start*", "acmelegacy:Stop"],
      "Resource": "arn:aws:iam::*:role/AcmeDefaultRole",
      "Condition": {"StringEquals": {"acmelegacy:OwnerId": "MadeByAcme"}}
    }
  ]
}
"""
    known = "`acmelegacy:StartJob`, `acmelegacy:Stop`, `acmelegacy:ownerid`, `AcmeDefaultRole`"
    words = literal(f"{known}, `MadeByAcme`.").replace(
        "service: s3", "topic: All\n    services: [s3, acmelegacy]"
    )
    words += "exempt: {service-unknown: It was retired., resource-unsupported: It never was.}\n"
    v1 = "storage/AcmeStorageOwner/v1.json"
    assert found(checked({OWNER: words, v1: document})) == []
    bad = words.replace("acmelegacy:Stop`", "acmelegacy:Halt`").replace("DefaultRole", "Default")
    assert found(checked({OWNER: bad, v1: document})) == [
        "10:26 code-unknown",
        "10:67 code-unknown",
    ]


def test_service_without_api_reference(checked: Checked) -> None:
    about = "name: Acme Storage\nshort_name: Storage\nprefixes: [s3]\n"
    words = literal("See [CreateBucket](https://example.com/).")
    assert found(checked({"storage/service.yaml": about, OWNER: words})) == []


TARGETS = st.text("javscript:/\\&#x6;htp.@[]()<> \t", max_size=30)


PARTS = ["[", "]", "(", ")", "<", ">", "!", "`", "\\", "a:b", "https://x.y", "x", "guide", " "]


@settings(max_examples=300, deadline=None)
@given(st.lists(st.sampled_from(PARTS), max_size=20))
@example(["x", "[", "]", "(", ")", "`", "x", "`"])
def test_nothing_slips_through(parts: list[str]) -> None:
    """Where the rules find nothing, a page has the links that they saw, and no others."""
    markdown, links = "".join(parts), {"guide": "https://example.com/"}
    looked = prose.look(markdown, links)
    seen = {link.target for link in looked.links}
    made = {
        str(child.attrs["href"])
        for token in prose.parse(markdown, links)
        for child in token.children or ()
        if child.type == "link_open"
    }
    assert all(prose.is_safe(target) for target in made)
    if all(prose.is_safe(target) for target in seen) and not looked.unsupported:
        assert made == seen


@given(TARGETS)
def test_safe_targets_are_absolute(target: str) -> None:
    if prose.is_safe(target):
        assert target.lower().startswith(("https://", "http://", "mailto:"))


UNEXPLAINED = """\
{
  "Version": "2012-10-17",
  "Statement": {
    "Effect": "Allow",
    "Action": ["s3:GetObject", "kms:Decrypt", "KMS:Encrypt", "s3:PutObject", "s3:ListBucket", "*"],
    "Resource": "*"
  }
}
"""


@pytest.mark.parametrize(
    ("groupings", "some"),
    [
        ("{action: s3:GetObject, text: Allows it.}", "the service `kms`, `s3:PutObject`, "),
        ("{service: kms, text: Allows it.}", "the service `s3`, `*` of statement 1"),
        ("{service: s3, text: Allows it.}", "the service `kms`, `*` of statement 1"),
        ("{action: 'kms:Decrypt', text: Allows it.}", "the service `s3`, `KMS:Encrypt`, `*` of"),
        ("{service: [s3, kms], text: Allows it.}", "nothing explains `*` of statement 1"),
    ],
)
def test_unexplained_services_come_before_actions(
    groupings: str, some: str, checked: Checked
) -> None:
    words = f"type: customer-managed\ndescription: Much.\ngroupings: [{groupings}]\n"
    report = checked({OWNER: words, "storage/AcmeStorageOwner/v1.json": UNEXPLAINED})
    messages = [p.message for p in report.problems if p.rule == "statement-unexplained"]
    assert len(messages) == 1
    assert some in messages[0]


def test_policy_without_groupings_is_one_finding(checked: Checked) -> None:
    words = "type: customer-managed\ndescription: Much.\n"
    report = checked({OWNER: words, "storage/AcmeStorageOwner/v1.json": UNEXPLAINED})
    (found,) = [str(p) for p in report.problems if p.rule == "statement-unexplained"]
    assert found.startswith(f"{OWNER}:1:1: warning")
    assert found.endswith("nothing explains what the policy grants: add `groupings`")


PAGE = "https://docs.example.com/guide/security.html"


@pytest.mark.parametrize(
    ("link", "is_wrong"),
    [
        (f"[`AcmeStorageReader`]({PAGE}#security-iam-awsmanpol-AcmeStorageReader)", False),
        (f"[`AcmeStorageReader`]({PAGE}#security-iam-awsmanpol-AcmeStorageOwner)", True),
        (f"[`AcmeStorageReader`]({PAGE}#security-iam-awsmanpol-acmestorageowner)", True),
        (f"[the policy AcmeStorageReader]({PAGE}#AcmeStorageOwner)", True),
        ("[`AcmeStorageReader`](https://example.com/AcmeStorageOwner/)", True),
        ("[`AcmeStorageReader`](https://example.com/#/policies/a/AcmeStorageOwner$jsonEditor)", True),
        ("[`AcmeStorageReader`](https://example.com/AcmeStorageReader.html#owner)", False),
        (f"[AcmeStorageReader and AcmeStorageOwner]({PAGE}#AcmeStorageOwner)", False),
        (f"[who may read]({PAGE}#security-iam-awsmanpol-AcmeStorageOwner)", False),
        (f"[`AcmeStorageReader`]({PAGE})", False),
        (f"[`AcmeStorageReader`]({API}/API_CreateBucket.html)", False),
        (f"[CreateBucket]({API}/API_DeleteBucket.html)", True),
        (f"[`s3:CreateBucket`]({API}/API_DeleteBucket.html)", True),
        (f"[`s3:CreateBucket`]({API}/API_CreateBucket.html)", False),
        (f"[`s3:CreateBucket`]({PAGE}#amazons3-DeleteBucket)", True),
        (f"[`s3:ListAllMyBuckets`]({API}/API_ListBuckets.html)", False),
        ("[calling CreateBucket](https://example.com/API_DeleteBucket.html)", True),
        ("[`kms:Decrypt`](https://docs.example.com/kms/API_Encrypt.html)", True),
        ("[`kms:Decrypt`](https://docs.example.com/kms/API_Decrypt.html)", False),
        ("[`kms:GenerateDataKey`](https://docs.example.com/kms/API_Encrypt.html)", True),
        ("[Restore an object](https://example.com/API_GetObject.html)", False),
        ("[a bucket](https://example.com/%2)", False),
    ],
)  # fmt: skip
def test_link_and_what_it_leads_to(link: str, is_wrong: bool, checked: Checked) -> None:
    about = "name: Acme Storage\nshort_name: Storage\nprefixes: [s3]\n"
    rules = [
        p.rule for p in checked({"storage/service.yaml": about, OWNER: literal(link)}).problems
    ]
    assert rules == (["link-mismatch"] if is_wrong else [])


ALLOW = '{"Effect": "Allow", "Action": %s, "Resource": "arn:aws:s3:::acme-*/*"}'
DENY = '{"Effect": "Deny", "Action": %s, "Resource": "*"}'


@pytest.mark.parametrize(
    ("statements", "name", "is_false"),
    [
        (ALLOW % '"s3:GetObject"', "s3:GetObject", False),
        (ALLOW % '"s3:GetObject"', "S3:getobject", False),
        (ALLOW % '"s3:GetObject"', "GetObject", False),
        (ALLOW % '"s3:GetObject"', "PutObject", True),
        (ALLOW % '"s3:Get*"', "s3:GetObject", False),
        (ALLOW % '"s3:Get*"', "s3:PutObject", True),
        (ALLOW % '"s3:GetObject"', "s3:Get*", False),
        (ALLOW % '"s3:GetObject"', "s3:Put*", True),
        (ALLOW % '["s3:GetObject", "kms:Decrypt"]', "Decrypt", False),
        (ALLOW % '["s3:GetObject", "kms:Decrypt"]', "Encrypt", True),
        (ALLOW % '["s3:GetObject"]', "kms:Encrypt", True),
        (ALLOW % '"s3:GetObject"', "AcmeStorageReader", False),
        (ALLOW % '"s3:GetObject"', "s3", False),
        (ALLOW % '"s3:GetObject"', "s3:prefix", False),
        (ALLOW % '["s3:Get*"]' + "," + DENY % '"s3:GetObject"', "s3:GetObject", True),
        (ALLOW % '["s3:Get*"]' + "," + DENY % '"s3:PutObject"', "s3:GetObject", False),
    ],
)
def test_actions_called_allowed(
    statements: str, name: str, is_false: bool, checked: Checked
) -> None:
    files = {
        OWNER: f"{TOP}    text: Nothing.\ndescription: This policy allows `{name}`.\n",
        "storage/AcmeStorageOwner/v1.json": (
            f'{{"Version": "2012-10-17", "Statement": [{statements}]}}'
        ),
    }
    rules = [problem.rule for problem in checked(files).problems]
    assert ("action-not-allowed" in rules) == is_false


def test_notes_may_speak_of_other_policies(checked: Checked) -> None:
    note = "`AcmeStorageReader` allows reading. You can attach `AcmeStorageReader`."
    words = f"{TOP}    text: '{note}'\ndescription: Lets a team keep house.\n"
    assert found(checked({OWNER: words})) == []
    moved = f"{TOP}    text: Nothing.\ndescription: '{note}'\n"
    assert found(checked({OWNER: moved})) == ["8:15 text-about-other-policy"]
