"""What the rules about services, resources, conditions and security find in single statements."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policybook import rules
from policybook.iam.actions import details
from policybook.iam.conditions import Comparison, comparisons
from policybook.iam.exposure import DATA
from policybook.model import Catalogue, Effect, Statement
from policybook.problem import Place
from policybook.rule import Context, Finding, Rule
from policybook.source.source import Whole

DATA_RULES = {
    "action-retired",
    "action-unknown",
    "condition-key-unknown",
    "for-all-values-open",
    "for-all-values-single",
    "for-any-value-needless",
    "like-only-star",
    "like-without-wildcard",
    "operator-mismatch",
    "resource-unsupported",
    "service-unknown",
    "set-operator-missing",
    "wildcard-unmatched",
}
SECURITY_RULES = {
    "data-unconstrained",
    "full-wildcard",
    "linked-role-wildcard",
    "not-action-allowed",
    "not-resource-allowed",
    "pass-role-wildcard",
    "permissions-unconstrained",
    "service-wildcard",
    "writes-unconstrained",
}
RULES: list[Rule[Any]] = [r for r in rules.ALL if r.id in DATA_RULES | SECURITY_RULES]
PLACE = Place(Whole(PurePosixPath("v1.json")))
CONTEXT = Context(Catalogue(PLACE, (), {}), date(2026, 1, 1))

MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
TO_EC2 = {"StringEquals": {"iam:PassedToService": "ec2.amazonaws.com"}}


def listed(value: str | list[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def statement(
    action: str | list[str] = (),  # type: ignore[assignment]
    resource: str | list[str] = "*",
    condition: dict[str, Any] | None = None,
    *,
    effect: str = "Allow",
    **more: str | list[str],
) -> Statement:
    not_resources = listed(more.get("NotResource", []))
    return Statement(
        at=PLACE,
        number=1,
        sid=None,
        effect=Effect(effect),
        actions=listed(action),
        not_actions=listed(more.get("NotAction", [])),
        resources=() if not_resources else listed(resource),
        not_resources=not_resources,
        condition=condition or {},
    )


def findings(found: Statement, wanted: set[str]) -> Iterator[tuple[str, Finding]]:
    for rule in RULES:
        if rule.id in wanted:
            elements = comparisons(found) if rule.on is Comparison else (found,)
            for element in elements:
                if rule.given is None or any(map(rule.given.test, rule.given.texts(element))):
                    yield from ((rule.id, finding) for finding in rule.find(element, CONTEXT))


def ids(found: Statement, wanted: set[str]) -> list[str]:
    return sorted(rule_id for rule_id, _ in findings(found, wanted))


def test_all_rules_are_there() -> None:
    assert {rule.id for rule in RULES} == DATA_RULES | SECURITY_RULES


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (statement("*"), ["full-wildcard"]),
        (statement("*:*"), ["full-wildcard"]),
        (statement(["s3:GetObject", "**", "iam:PassRole"]), ["full-wildcard"]),
        (statement("*", condition=MFA), ["full-wildcard"]),
        (statement("*", effect="Deny"), []),
        (statement("*", "arn:aws:s3:::acme"), []),
        (statement("s3:*"), ["service-wildcard"]),
        (statement("S3:**"), ["service-wildcard"]),
        (statement("s3:*", condition=MFA), ["service-wildcard"]),
        (statement("s3:*", "arn:aws:s3:::*"), ["service-wildcard"]),
        (statement("s3:*", "arn:aws:s3:::acme-*"), []),
        (statement("s3:*", "arn:aws:s3:::acme/*"), []),
        (statement("s3:*", effect="Deny"), []),
        (statement("iam:*"), ["linked-role-wildcard", "pass-role-wildcard", "service-wildcard"]),
        (statement(["s3:*", "sqs:SendMessage"]), ["service-wildcard", "writes-unconstrained"]),
        (statement(NotAction="iam:*"), ["not-action-allowed"]),
        (statement(NotAction="iam:*", effect="Deny"), []),
        (statement("s3:PutObject", NotResource="arn:aws:s3:::a/*"), ["not-resource-allowed"]),
        (statement("s3:PutObject", NotResource="arn:aws:s3:::a/*", effect="Deny"), []),
        (statement("iam:PassRole"), ["pass-role-wildcard"]),
        (statement("iam:passrole"), ["pass-role-wildcard"]),
        (statement("iam:Pass*", "arn:aws:iam::*:role/*"), ["pass-role-wildcard"]),
        (statement("iam:PassRole", "arn:aws:iam::111122223333:role/*"), ["pass-role-wildcard"]),
        (statement("iam:PassRole", "arn:aws:iam::*:role/acme-*"), []),
        (statement("iam:PassRole", condition=TO_EC2), []),
        (
            statement("iam:PassRole", condition={"StringLike": {"iam:PassedToService": "*"}}),
            ["pass-role-wildcard"],
        ),
        (
            statement(
                "iam:PassRole", condition={"StringNotEquals": {"iam:PassedToService": "a.b.c"}}
            ),
            ["pass-role-wildcard"],
        ),
        (statement("iam:PassRole", effect="Deny"), []),
        (statement("iam:CreateServiceLinkedRole"), ["linked-role-wildcard"]),
        (
            statement(
                "iam:CreateServiceLinkedRole",
                "arn:aws:iam::*:role/aws-service-role/ec2.amazonaws.com/*",
            ),
            [],
        ),
        (
            statement(
                "iam:CreateServiceLinkedRole",
                condition={"StringLike": {"IAM:AWSServiceName": "*.s3.amazonaws.com"}},
            ),
            [],
        ),
        (statement("dynamodb:PutItem"), ["writes-unconstrained"]),
        (statement("dynamodb:PutItem", "arn:aws:dynamodb:*:*:table/*"), ["writes-unconstrained"]),
        (statement("dynamodb:PutItem", "arn:aws:dynamodb:*:*:table/acme"), []),
        (statement("dynamodb:PutItem", condition=MFA), []),
        (statement("dynamodb:DescribeTable"), []),
        (statement("ec2:RunInstances", "arn:aws:ec2:*::image/*"), []),
        (statement("iam:CreatePolicy"), ["permissions-unconstrained"]),
        (statement("iam:UpdateAccountPasswordPolicy"), []),
        (statement("s3:GetObject"), ["data-unconstrained"]),
        (statement("s3:Get*"), ["data-unconstrained"]),
        (statement("s3:GetObject", "arn:aws:s3:::*/*"), ["data-unconstrained"]),
        (statement("s3:GetObject", "arn:aws:s3:::acme-*/*"), []),
        (statement("s3:GetBucketLocation"), []),
        (statement("kms:Decrypt"), ["data-unconstrained"]),
        (statement("sts:AssumeRole"), ["data-unconstrained"]),
        (statement("sts:AssumeRole", "arn:aws:iam::111122223333:role/acme"), []),
        (statement("sts:GetCallerIdentity"), []),
    ],
)
def test_security(found: Statement, expected: list[str]) -> None:
    assert ids(found, SECURITY_RULES) == expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (statement("s3:GetObject"), []),
        (statement("S3:getobject"), []),
        (statement("s3:GetObjct"), ["action-unknown"]),
        (statement(NotAction="s3:GetObjct"), ["action-unknown"]),
        (statement("s3"), []),
        (statement("s3:Get Object"), ["action-unknown"]),
        (statement("*"), []),
        (statement("s4:GetObject"), ["service-unknown"]),
        (statement(["s4:GetObject", "s4:PutObject", "s4:*"]), ["service-unknown"]),
        (statement("s*:GetObject"), []),
        (statement("s3:Gett*"), ["wildcard-unmatched"]),
        (statement("*:NoSuchThing*"), ["wildcard-unmatched"]),
        (statement("evidently:*"), ["action-retired"]),
        (statement(["evidently:ListProjects", "evidently:GetProject"]), ["action-retired"]),
        (statement("cloudhsm:ListHapgs"), ["action-retired"]),
        (statement("s3:GetObject", "arn:aws:s3:::acme"), ["resource-unsupported"]),
        (statement("s3:GetObject", ["arn:aws:s3:::acme", "arn:aws:s3:::acme/*"]), []),
        (statement("s3:Get*", "arn:aws:s3:::acme"), []),
        (statement("s3:GetObject*", "arn:aws:s3:::acme"), ["resource-unsupported"]),
        (statement("s3:GetObjct", "arn:aws:s3:::acme"), ["action-unknown"]),
        (statement("s3:GetObject", "arn:aws:s3:::acme", effect="Deny"), ["resource-unsupported"]),
        (statement("ec2:DescribeInstances", "arn:aws:ec2:*:*:vpc/a"), ["resource-unsupported"]),
        (
            statement(["s3:GetObject", "s3:ListAllMyBuckets"], "arn:aws:s3:::acme"),
            ["resource-unsupported"] * 2,
        ),
        (statement("s3:GetObject", NotResource="arn:aws:s3:::acme"), []),
    ],
)
def test_actions_and_resources(found: Statement, expected: list[str]) -> None:
    assert ids(found, DATA_RULES) == expected


def on_s3(
    operator: str, key: str, *values: str, effect: str = "Allow", more: dict[str, Any] | None = None
) -> Statement:
    condition = {operator: {key: list(values) if len(values) > 1 else values[0]}, **(more or {})}
    return statement("s3:GetObject", condition=condition, effect=effect)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (on_s3("StringEquals", "aws:PrincipalAccount", "1"), []),
        (on_s3("StringEquals", "AWS:principalaccount", "1"), []),
        (on_s3("StringEquals", "s3:ExistingObjectTag/a", "1"), []),
        (on_s3("StringEquals", "s3:ExistingObjectTag", "1"), ["condition-key-unknown"]),
        (on_s3("StringEquals", "aws:PrincipalAcount", "1"), ["condition-key-unknown"]),
        (on_s3("StringEquals", "ec2:Region", "1"), ["condition-key-unknown"]),
        (on_s3("StringEquals", "saml:aud", "1"), []),
        (on_s3("StringEquals", "lambda:SourceFunctionArn", "1"), []),
        (
            statement(
                ["s3:GetObject", "ec2:StopInstances"],
                condition={"StringEquals": {"ec2:Region": "a"}},
            ),
            [],
        ),
        (statement("*", condition={"StringEquals": {"ec2:Region": "a"}}), []),
        (statement("evidently:*", condition={"Bool": {"evidently:a": "true"}}), ["action-retired"]),
        (on_s3("StringEquals", "aws:CalledVia", "a"), ["set-operator-missing"]),
        (on_s3("ForAnyValue:StringEquals", "aws:CalledVia", "a"), []),
        (on_s3("Null", "aws:CalledVia", "true"), []),
        (on_s3("Nonsense", "aws:CalledVia", "true"), []),
        (on_s3("ForAllValues:StringEquals", "aws:TagKeys", "a"), ["for-all-values-open"]),
        (on_s3("ForAllValues:StringEquals", "aws:TagKeys", "a", effect="Deny"), []),
        (
            on_s3(
                "ForAllValues:StringEquals",
                "aws:TagKeys",
                "a",
                more={"Null": {"aws:tagkeys": "false"}},
            ),
            [],
        ),
        (
            on_s3(
                "ForAllValues:StringEquals",
                "aws:TagKeys",
                "a",
                more={"Null": {"aws:TagKeys": "true"}},
            ),
            ["for-all-values-open"],
        ),
        (
            on_s3(
                "ForAllValues:StringEquals",
                "aws:TagKeys",
                "a",
                more={"ForAnyValue:StringEquals": {"aws:TagKeys": "a"}},
            ),
            [],
        ),
        (on_s3("ForAllValues:StringEquals", "aws:username", "a"), ["for-all-values-single"]),
        (on_s3("ForAnyValue:StringEquals", "aws:username", "a"), ["for-any-value-needless"]),
        (on_s3("StringEquals", "aws:SecureTransport", "true"), ["operator-mismatch"]),
        (on_s3("NumericEquals", "aws:username", "1"), ["operator-mismatch"]),
        (on_s3("StringEquals", "aws:SourceIp", "10.0.0.0/8"), ["operator-mismatch"]),
        (on_s3("IpAddress", "aws:SourceIp", "203.0.113.0/24"), []),
        (on_s3("StringLike", "aws:SourceArn", "arn:aws:sns:*"), []),
        (on_s3("ArnLike", "aws:SourceArn", "arn:aws:sns:*:*:a"), []),
        (on_s3("NumericLessThan", "aws:EpochTime", "1"), []),
        (on_s3("BoolIfExists", "aws:MultiFactorAuthPresent", "true"), []),
        (on_s3("StringLike", "aws:username", "a"), ["like-without-wildcard"]),
        (on_s3("StringLike", "aws:username", "a", "b*"), []),
        (on_s3("StringLike", "aws:username", "${aws:PrincipalTag/a}"), []),
        (on_s3("StringNotLike", "aws:username", "a", "b"), ["like-without-wildcard"]),
        (on_s3("StringEquals", "aws:username", "*"), []),
        (on_s3("StringLike", "aws:username", "*"), ["like-only-star"]),
        (on_s3("StringLike", "aws:username", "a*", "**"), ["like-only-star"]),
        (on_s3("StringLike", "aws:username", ""), ["like-without-wildcard"]),
        (on_s3("StringLikeIfExists", "aws:username", "*"), ["like-only-star"]),
    ],
)
def test_conditions(found: Statement, expected: list[str]) -> None:
    assert ids(found, DATA_RULES) == expected


@pytest.mark.parametrize(
    ("operator", "mend"),
    [
        ("StringLike", 'write `"Null": {"aws:TagKeys": "false"}`'),
        ("ArnEquals", 'write `"Null": {"aws:TagKeys": "false"}`'),
        ("ForAnyValue:StringLike", 'write `"Null": {"aws:TagKeys": "false"}`'),
        ("StringNotLikeIfExists", 'write `"Null": {"aws:TagKeys": "true"}`'),
        ("ForAllValues:StringNotLike", 'write `"Null": {"aws:TagKeys": "true"}`'),
        ("StringLikeIfExists", "remove it, since it always holds"),
        ("ForAllValues:ArnLike", "remove it, since it always holds"),
    ],
)
def test_what_a_star_alone_asks_for(operator: str, mend: str) -> None:
    found = findings(on_s3(operator, "aws:TagKeys", "*"), {"like-only-star"})
    assert [finding.message.partition(": ")[2] for _, finding in found] == [mend]


def test_the_fix_of_like_changes_the_operator_only() -> None:
    condition = {"Bool": {"aws:SecureTransport": "true"}, "StringLike": {"aws:username": ["a"]}}
    [(_, finding)] = findings(statement("s3:GetObject", condition=condition), DATA_RULES)
    [edit] = finding.edits
    assert edit.place == PLACE / "Condition"
    assert json.dumps(edit.value) == json.dumps(
        {"Bool": {"aws:SecureTransport": "true"}, "StringEquals": {"aws:username": ["a"]}}
    )


@pytest.mark.parametrize(
    "condition",
    [
        {"StringLike": {"aws:username": "a", "aws:userid": "a*"}},
        {"StringLike": {"aws:username": "a"}, "StringEquals": {"aws:userid": "a"}},
    ],
)
def test_like_is_not_fixed_where_that_takes_more_than_a_name(condition: dict[str, Any]) -> None:
    [(_, finding)] = findings(statement("s3:GetObject", condition=condition), DATA_RULES)
    assert finding.edits == ()


@pytest.mark.parametrize("action", DATA)
def test_actions_that_lead_to_data_can_be_limited(action: str) -> None:
    found = details(action)
    assert found
    assert found.name == action
    assert found.resource_types


PATTERNS = st.text(st.sampled_from("s3:iam*?GetPutObjectRole/-${}`"), min_size=1, max_size=24)
RESOURCES = st.one_of(
    PATTERNS, st.just("*"), PATTERNS.map("arn:aws:s3:::{}".format), PATTERNS.map("arn:{}".format)
)
CONDITIONS = st.dictionaries(
    st.sampled_from(["StringLike", "Bool", "ForAllValues:StringEquals", "Null", "Odd"]),
    st.dictionaries(PATTERNS, st.lists(st.one_of(PATTERNS, st.booleans(), st.integers()))),
    max_size=2,
)


@settings(deadline=None)
@given(st.lists(PATTERNS, min_size=1), st.lists(RESOURCES, min_size=1), CONDITIONS)
def test_anything_is_looked_at(
    actions: list[str], resources: list[str], condition: dict[str, Any]
) -> None:
    for effect in Effect:
        found = statement(actions, resources, condition, effect=effect)
        for _, finding in findings(found, DATA_RULES | SECURITY_RULES):
            assert "\n" not in finding.message
