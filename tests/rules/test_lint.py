"""Exemptions, data that cannot be read, and many faults at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import pytest

from policybook.check import Report, check
from policybook.model import Catalogue
from sites import SAMPLE

Checked = Callable[[Mapping[str, str | None]], Report]

ABOUT = "storage/service.yaml"
READER = "storage/AcmeStorageReader/policy.yaml"
OWNER = "storage/AcmeStorageOwner/policy.yaml"
CHANGE = "storage/changes/2024-07-02-more.yaml"

ABOUT_TEXT = """\
name: Acme Storage
short_name: Storage
prefixes: [s3]
tracking_since: 2024-01-15
policies: [AcmeStorageReader, AcmeStorageGuest]
"""
OWNER_TEXT = """\
type: customer-managed
description: Lets a team keep house in its own buckets.
"""
CHANGE_TEXT = """\
title: More
date: 2024-07-02
updates:
  - kind: deprecated
    policies: [AcmeStorageGuest]
"""
BROKEN = "{"


def found(report: Report) -> list[str]:
    return [f"{problem.file}:{problem.line} {problem.rule}" for problem in report.problems]


def rules_of(report: Report) -> list[str]:
    return [problem.rule for problem in report.problems]


@pytest.mark.parametrize(
    ("file", "text", "rule"),
    [
        (ABOUT, ABOUT_TEXT, "policy-unknown"),
        (OWNER, OWNER_TEXT, "statement-unexplained"),
        (OWNER, OWNER_TEXT.replace(".", " `s3:Foo`.") + "operations: true\n", "code-unknown"),
        (CHANGE, CHANGE_TEXT, "change-policy-unknown"),
        (CHANGE, "title: More\ndate: 2024-07-03\n", "change-file-name"),
        (CHANGE, "title: More\ndate: 2024-07-02\ntext: 'See [x][y].'\n", "link-unknown"),
    ],
)
def test_exemption_silences_its_rule(file: str, text: str, rule: str, checked: Checked) -> None:
    assert rule in rules_of(checked({file: text}))
    others = [other for other in rules_of(checked({file: text})) if other != rule]
    exempt = f"{text}exempt:\n  {rule}: It is meant so.\n"
    assert rules_of(checked({file: exempt})) == others


DATES = "type: customer-managed\ndescription: Lets people open what is stored.\noperations: true\n"


@pytest.mark.parametrize("file", [ABOUT, READER])
def test_a_finding_is_exempted_where_it_is_or_where_its_rule_looks(
    file: str, checked: Checked
) -> None:
    """Dates are looked at service by service; the finding is in the policy's own file."""
    files = {
        ABOUT: "name: Acme Storage\nshort_name: Storage\nprefixes: [s3]\n",
        READER: f"{DATES}versions:\n  v1: {{date: 2024-02-01}}\n  v2: {{date: 2024-01-01}}\n",
    }
    assert found(checked(files)) == [f"{READER}:6 dates-out-of-order"]
    files[file] += "exempt: {dates-out-of-order: Both are as published.}\n"
    assert found(checked(files)) == []


def test_exemption_of_one_change_is_not_that_of_its_service(checked: Checked) -> None:
    early = "title: Early\ndate: 2023-01-01\n"
    name = "storage/changes/2023-01-01-early.yaml"
    exempt = f"{early}exempt: {{dates-out-of-order: Kept for its links.}}\n"
    assert found(checked({name: exempt})) == []
    other = "storage/changes/2023-01-01-other.yaml"
    assert found(checked({name: exempt, other: early})) == [f"{other}:2 dates-out-of-order"]


@pytest.mark.parametrize("file", [ABOUT, OWNER, CHANGE])
def test_exemption_that_silences_nothing(file: str, checked: Checked) -> None:
    texts = {
        ABOUT: "name: Acme Storage\nshort_name: Storage\nprefixes: [s3]\n",
        OWNER: f"{OWNER_TEXT}groupings: [{{service: s3, text: Allows it.}}]\n",
        CHANGE: "title: More\ndate: 2024-07-02\n",
    }
    text = texts[file] + "exempt:\n  sid-not-unique: It is meant so.\n"
    report = checked({file: text})
    assert found(report) == [f"{file}:{text.count(chr(10))} exemption-unused"]
    assert "`sid-not-unique` finds nothing here" in report.problems[0].message


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ("sid-not-uniqe", "did you mean `sid-not-unique`?"),
        ("nothing-like-it", "there is no rule `nothing-like-it` that can be exempted"),
        ("json-invalid", "there is no rule `json-invalid` that can be exempted"),
        ("exemption-unused", "there is no rule `exemption-unused` that can be exempted"),
    ],
)
def test_exemption_from_no_rule(rule: str, message: str, checked: Checked) -> None:
    report = checked({CHANGE: f"title: More\ndate: 2024-07-02\nexempt: {{{rule}: Why not.}}\n"})
    assert rules_of(report) == ["exemption-unknown"]
    assert message in report.problems[0].message
    assert (report.problems[0].line, report.problems[0].column) == (3, 10)


def test_exemption_is_not_called_unused_when_not_all_could_be_read(checked: Checked) -> None:
    exempt = "title: More\ndate: 2024-07-02\nexempt: {sid-not-unique: Why not.}\n"
    unread = "storage/AcmeStorageOwner/v1.json"
    assert rules_of(checked({CHANGE: exempt, unread: BROKEN})) == ["json-invalid"]
    misfit = '{"Statement": []}'
    assert rules_of(checked({CHANGE: exempt, unread: misfit})) == ["value-invalid"]
    unknown = exempt.replace("sid-not-unique", "sid-not-uniqe")
    assert rules_of(checked({CHANGE: unknown, unread: BROKEN})) == [
        "json-invalid",
        "exemption-unknown",
    ]


REFERRING = {
    ABOUT: """\
name: Acme Storage
short_name: Storage
prefixes: [s3]
policies: [AcmeStorageReader, AcmeStorageOwner]
""",
    OWNER: """\
type: customer-managed
description: More than `AcmeStorageReader`, once `AcmeStorageVisitor`, has.
groupings: [{service: s3, text: Allows it.}]
""",
    CHANGE: """\
title: More
date: 2024-07-02
text: |
  `AcmeStorageReader`, once `AcmeStorageVisitor`, has a statement `OpenTags` now. It allows
  `acmetags:Open`.
updates:
  - kind: updated
    policies: [AcmeStorageReader]
""",
}
READER_TEXT = """\
type: customer-managed
description: With the statement `OpenTags` and the action `acmetags:Open`.
aliases: [AcmeStorageVisitor]
operations: true
groupings:
  - sid: OpenTags
    text: Allows opening tags.
exempt:
  service-unknown: Acme has a service of its own.
"""
TAGS = """\
{
  "Version": "2012-10-17",
  "Statement": [
    {"Effect": "Allow", "Action": ["s3:GetObject", "s3:GetObjectTagging"], "Resource": "arn:aws:s3:::acme-*"},
    {"Effect": "Allow", "Action": "s3:ListAllMyBuckets", "Resource": "*"},
    {"Sid": "OpenTags", "Effect": "Allow", "Action": "acmetags:Open", "Resource": "*"}
  ]
}
"""
TAG_CHANGE = """\
title: Tags of objects
date: 2024-06-18
updates:
  - kind: updated
    policies: {AcmeStorageReader: v2}
    added: [s3:GetObjectTagging, acmetags:Open]
"""
WHOLE = {
    **REFERRING,
    READER: READER_TEXT,
    "storage/AcmeStorageReader/v2.json": TAGS,
    "storage/changes/2024-06-18-tags.yaml": TAG_CHANGE,
}


def test_data_that_refers_to_each_other(checked: Checked) -> None:
    assert found(checked(WHOLE)) == []


@pytest.mark.parametrize(
    ("file", "text"),
    [
        (READER, "type: ["),
        (READER, "type: nobody\n"),
        (READER, None),
        ("storage/AcmeStorageReader/v1.json", BROKEN),
        ("storage/AcmeStorageReader/v1.json", "{}"),
        ("storage/AcmeStorageReader/v2.json", BROKEN),
        ("storage/AcmeStorageReader/v2.json", '{"Statement": [{}]}'),
        (ABOUT, "name: ["),
        (ABOUT, None),
        ("storage/changes/2024-06-18-tags.yaml", "title: ["),
    ],
)
def test_one_bad_file_makes_no_other_problem(file: str, text: str | None, checked: Checked) -> None:
    relay = "name: Relay\nshort_name: Relay\npolicies: [AcmeStorageReader, AcmeStorageOwner]\n"
    report = checked({**WHOLE, "relay/service.yaml": relay, file: text})
    at_fault = {str(problem.file) for problem in report.problems}
    assert at_fault == {file if text else file.rpartition("/")[0]}
    assert not {problem.rule for problem in report.problems} & {
        "policy-unknown",
        "change-policy-unknown",
        "statement-unexplained",
    }


def test_version_in_between_that_cannot_be_read(checked: Checked) -> None:
    """A version's own additions cannot be told where the one before it is not known."""
    files = {
        "storage/AcmeStorageReader/v3.json": TAGS,
        "storage/changes/2024-07-02-more.yaml": """\
title: More
date: 2024-07-02
updates:
  - kind: updated
    policies: {AcmeStorageReader: v3}
    added: [acmetags:Open]
    removed: [s3:PutObject]
""",
        READER: READER_TEXT,
    }
    assert found(checked({**files, "storage/AcmeStorageReader/v2.json": BROKEN})) == [
        "storage/AcmeStorageReader/v2.json:1 json-invalid"
    ]


def test_version_in_between_that_is_not_recorded(checked: Checked) -> None:
    change = """\
title: More
date: 2024-07-02
updates:
  - kind: updated
    policies: {AcmeStorageReader: v4}
    added: [acmetags:Open, s3:DeleteObject]
    removed: [s3:PutObject, s3:GetObject]
"""
    files = {CHANGE: change, READER: READER_TEXT, "storage/AcmeStorageReader/v4.json": TAGS}
    report = checked(files)
    assert [(problem.column, problem.rule) for problem in report.problems] == [
        (28, "change-claim-false"),
        (29, "change-claim-false"),
    ]


def test_claims_about_a_document_of_all_but_some_actions(checked: Checked) -> None:
    document = """\
{
  "Version": "2012-10-17",
  "Statement": [{"Effect": "Allow", "NotAction": ["iam:*", "s3:Delete*"], "Resource": "*"}]
}
"""
    change = """\
title: More
date: 2024-07-02
updates:
  - kind: updated
    policies: {AcmeStorageOwner: v2}
    added: [kms:Decrypt]
    removed: [s3:DeleteObject]
  - kind: covered
    policies: [AcmeStorageOwner]
    covered: [s3:GetObject, iam:GetUser]
"""
    owner = f"{OWNER_TEXT}groupings: [{{service: [s3, iam], text: Allows it.}}]\n"
    owner += "exempt: {not-action-allowed: The team may do all that is not named.}\n"
    report = checked({OWNER: owner, "storage/AcmeStorageOwner/v2.json": document, CHANGE: change})
    assert [f"{problem.line}:{problem.column}" for problem in report.problems] == ["7:14", "10:29"]
    assert "lost `s3:*` too" in report.problems[0].message


def test_many_faults_are_all_reported_sorted(checked: Checked) -> None:
    report = checked(
        {
            ABOUT: ABOUT_TEXT,
            OWNER: f"{OWNER_TEXT}versions: {{v7: {{date: 2024-01-01}}}}\nexempt: {{x: y}}\n",
            READER: "type: customer-managed\ndescription: '`s3:Gett`, [a](b), [c][d], ![e](f)'\n",
            "storage/AcmeStorageReader/v1.json": BROKEN,
            "storage/AcmeStorageOwner/v2.json": '{"Statement": [{"Effect": "Alow"}]}',
            "storage/changes/2024-07-01-more.yaml": CHANGE_TEXT,
            "storage/changes/2024-07-09-bad.yaml": "title: Bad\ndate: 2024-07-32\n",
            "stray.txt": "",
        }
    )
    assert list(report.problems) == sorted(report.problems)
    assert {problem.rule for problem in report.problems} == {
        "change-file-name",
        "change-policy-unknown",
        "date-invalid",
        "exemption-unknown",
        "file-unexpected",
        "json-invalid",
        "link-refused",
        "link-unknown",
        "markup-unsupported",
        "policy-unknown",
        "statement-unexplained",
        "value-invalid",
        "version-unknown",
    }
    assert report.failed


def test_what_is_looked_at_can_be_watched(sample: Catalogue) -> None:
    seen: list[int] = []

    def watch(items: Sequence[Any]) -> Iterator[Any]:
        for number, item in enumerate(items, 1):
            yield item
            seen.append(number)

    assert check(SAMPLE, watch=watch).problems == ()
    assert len(seen) == max(seen) > len(sample.policies)
