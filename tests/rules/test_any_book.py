"""Whatever data fits the schemas, every rule looks at it and every fix is tried: nothing raises."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from policybook.check import check, read
from policybook.choice import Choice, Profile
from policybook.fixing import fix

TODAY = date(2026, 1, 1)
NAMES = ("AcmeReadOnly", "AcmeOwner")
VERSIONS = ("v1", "v2", "v4")

MARKS = (
    "aZ0 *?:`${}'\"\\/[]()<>&|#!~,.-_=+@%ÄßſŸ–\N{COMBINING ACUTE ACCENT}\N{NO-BREAK SPACE}\N{OWL}"
)
LINES = st.text(MARKS, min_size=1, max_size=8)
DATES = st.dates().map(str)


def among(words: str) -> st.SearchStrategy[str]:
    return st.sampled_from(words.split())


def one_or_more(items: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    return items | st.lists(items, min_size=1, max_size=4)


def some_keys(**values: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=values)


ACTIONS = LINES | among(
    "* ** *:* s3:* s3:GetObject S3:getobject s3:Get* s3:GetObjct s3: :Get ? s*:Get* s3:Get:Object "
    "iam:PassRole iam:Pass* sqs:SendMessage eventbridge:PutEvents deepcomposer:List* kms:Decrypt "
    "ec2:Describe* cloudwatch:* sts:AssumeRole s3:`"
)
RESOURCES = LINES | among(
    "* ** arn arn: arn:aws:s3:::acme arn:aws:s3:::acme/* arn:aws:s3:::acme-${aws:username}/* "
    "arn:aws:s3:::${aws:username arn:aws:iam::*:role/* arn:*:*:*:*:* arn:aws:sqs:*:ACCOUNT:q "
    "arn:aws:sqs:${aws:r,'a:b'}:1:q arn:aws:S3:eu-west-1::acme arn::::: ${} ${*}${$} a?*b "
    "arn:aws:s3:eu-west-1::a arn:aws:s3::111122223333:a arn:aws:sqs:*:b arn:aws:iam::*:acme "
    "arn:aws:sqs:*:${aws:userid}:b"
)
OPERATORS = st.text(MARKS, max_size=4) | among(
    "StringEquals StringLike StringNotLike ForAllValues:StringLike ForAnyValue:StringNotEquals "
    "NumericLessThan DateGreaterThan Bool Null NullIfExists BinaryEquals IpAddress ArnLike "
    "ForAllValues:ArnNotEqualsIfExists stringlike ForAllValues: IfExists"
)
KEYS = LINES | among(
    "aws:TagKeys aws:tagkeys aws:PrincipalTag/a aws:RequestTag/ s3:prefix ec2:Region s3:TlsVersion "
    "iam:PassedToService aws:SourceIp aws:CurrentTime aws:SecureTransport / :"
)
VALUES = (
    st.text(MARKS, max_size=6)
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["*", "true", "false", "${aws:username}", "10.0.0.0/8", "2024-02-30", "1e9"])
)
CONDITIONS = st.dictionaries(
    OPERATORS,
    st.dictionaries(KEYS, VALUES | st.lists(VALUES, max_size=3), max_size=3),
    max_size=3,
)
STATEMENTS = st.builds(
    lambda effect, actions, resources, rest: {"Effect": effect, **actions, **resources, **rest},
    st.sampled_from(["Allow", "Deny"]),
    st.tuples(st.sampled_from(["Action", "NotAction"]), one_or_more(ACTIONS)).map(
        lambda pair: dict([pair])
    ),
    st.tuples(st.sampled_from(["Resource", "NotResource"]), one_or_more(RESOURCES)).map(
        lambda pair: dict([pair])
    ),
    some_keys(Sid=st.sampled_from(["", "One", "Two"]), Condition=CONDITIONS),
)
DOCUMENTS = st.builds(
    lambda version, statements: {**version, "Statement": statements},
    some_keys(Version=st.sampled_from(["2012-10-17", "2008-10-17"])),
    STATEMENTS | st.lists(STATEMENTS, min_size=1, max_size=4),
)

TEXTS = st.text(MARKS, min_size=1, max_size=30) | st.lists(
    among(
        "This policy allows `s3:GetObject` `S3:*` and `Get` `One` `AcmeOwner` [a][guide] [b][none] "
        "[`GetObject`](https://example.com/API_PutObject.html) <ftp://x> []() - `` ` 1. > #"
    )
    | st.just("\n\n"),
    min_size=1,
    max_size=12,
).map(" ".join)
GROUPINGS = st.builds(
    lambda part, text: {**part, "text": text},
    st.one_of(
        st.fixed_dictionaries({"sid": one_or_more(LINES | st.sampled_from(["One", "Two"]))}),
        st.fixed_dictionaries({"service": one_or_more(LINES | st.sampled_from(["s3", "S3"]))}),
        st.fixed_dictionaries({"action": one_or_more(ACTIONS)}),
        st.fixed_dictionaries(
            {"topic": LINES, "actions": st.lists(ACTIONS, min_size=1)},
            optional={"sids": st.lists(LINES, min_size=1), "services": st.lists(LINES, min_size=1)},
        ),
    ),
    TEXTS,
)
POLICIES = st.fixed_dictionaries(
    {"type": st.sampled_from(["aws-managed", "customer-managed"]), "description": TEXTS},
    optional={
        "path": st.sampled_from(["/", "/aws-service-role/", "/service-role/"]),
        "operations": st.booleans(),
        "attachable": st.sampled_from(["identities", "service-role", "service-linked-role"]),
        "groupings": st.lists(GROUPINGS, min_size=1, max_size=3),
        "notes": st.lists(st.fixed_dictionaries({"title": LINES, "text": TEXTS}), min_size=1),
        "versions": st.dictionaries(
            st.sampled_from((*VERSIONS, "v9")), some_keys(date=DATES), max_size=3
        ),
        "default_version": st.sampled_from((*VERSIONS, "v999999")),
        "aliases": st.lists(st.sampled_from((*NAMES, "Acme")), unique=True),
        "deprecated": some_keys(date=DATES, replacement=st.sampled_from((*NAMES, "Acme"))),
        "exempt": st.dictionaries(st.sampled_from(["sid-not-unique", "no-rule"]), LINES),
    },
)

CLAIMED = st.lists(
    st.sampled_from(["*", "s3:*", "s3:GetObject", "s3:getobject", "S3:?", "x-y:Z", "iam:PassRole"]),
    min_size=1,
    max_size=3,
    unique=True,
)
REFERENCES = st.lists(st.sampled_from((*NAMES, "Acme")), min_size=1, unique=True) | st.dictionaries(
    st.sampled_from((*NAMES, "Acme")), st.sampled_from((*VERSIONS, "v9")), min_size=1
)
UPDATES = st.one_of(
    st.fixed_dictionaries({"kind": st.sampled_from(["new", "deprecated"]), "policies": REFERENCES}),
    st.fixed_dictionaries({"kind": st.just("covered"), "policies": REFERENCES, "covered": CLAIMED}),
    st.fixed_dictionaries(
        {"kind": st.just("updated"), "policies": REFERENCES},
        optional=dict.fromkeys(("added", "removed", "widened", "narrowed"), CLAIMED),
    ),
)
CHANGES = st.fixed_dictionaries(
    {"title": LINES, "date": DATES},
    optional={"text": TEXTS, "updates": st.lists(UPDATES, min_size=1, max_size=4)},
)
SERVICES = st.fixed_dictionaries(
    {
        "name": st.just("Acme Storage"),
        "short_name": st.just("Storage"),
        "links": st.just({"guide": "https://storage.example.com/GetObject"}),
    },
    optional={
        "prefixes": st.lists(st.sampled_from(["s3", "iam", "none"]), min_size=1, unique=True),
        "tracking_since": DATES,
        "api_reference": st.just({"template": "https://docs.example.com/API_{operation}.html"}),
        "policies": st.lists(st.sampled_from((*NAMES, "Acme")), min_size=1, unique=True),
    },
)
BOOKS = st.fixed_dictionaries(
    {
        "storage/service.yaml": SERVICES,
        "storage/changes/2024-02-01-first.yaml": CHANGES,
        "storage/changes/second.yaml": CHANGES,
        **{f"storage/{name}/policy.yaml": POLICIES for name in NAMES},
        **{f"storage/{name}/{v}.json": DOCUMENTS for name in NAMES for v in VERSIONS},
    }
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("book")


def written(folder: Path, book: Mapping[str, object]) -> Path:
    for name, data in book.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return folder


@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(book=BOOKS, before=BOOKS)
def test_any_book(folder: Path, book: Mapping[str, object], before: Mapping[str, object]) -> None:
    base = read(written(folder, before)).catalogue
    root = written(folder, book)
    assert read(root).problems == ()
    for profile in Profile:
        for problem in check(root, Choice(profile=profile), base=base, today=TODAY).problems:
            assert problem.message.isprintable()
    left = fix(root).report.problems
    assert len(left) <= len(check(root).problems)
