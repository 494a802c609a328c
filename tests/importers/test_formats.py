"""Every format of collections, told apart by what is in it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from collected import document, imported, npm, save
from policybook.check import read
from policybook.model import Attachable, Policy, PolicyType

READ = document("s3:GetObject")
MORE = document("s3:GetObject", "s3:PutObject")
NAME = "AmazonS3Thing"
ARN = f"arn:aws:iam::aws:policy/service-role/{NAME}"
OWN = f"arn:aws:iam::111122223333:policy/{NAME}"


def version(number: int, document: Any, **facts: Any) -> dict[str, Any]:
    """A version as `aws iam get-policy-version` prints it."""
    day = f"2024-0{number}-01T23:59:59+00:00"
    return {"VersionId": f"v{number}", "Document": document, "CreateDate": day, **facts}


def account(arn: str, *versions: dict[str, Any], default: str = "v2") -> dict[str, Any]:
    policy = {
        "PolicyName": NAME,
        "Arn": arn,
        "Path": "/",
        "DefaultVersionId": default,
        "PolicyVersionList": [*versions],
    }
    return {"UserDetailList": [], "Policies": [policy], "IsTruncated": False}


def only(root: Path) -> Policy:
    (policy,) = read(root).catalogue.policies.values()
    return policy


def said(policy: Policy) -> dict[str, tuple[date | None, Any]]:
    return {v.label: (v.date, v.document.data) for v in policy.versions}


BOTH = {"v1": (date(2024, 1, 1), READ), "v2": (date(2024, 2, 1), MORE)}
WRAPPED = [{"PolicyVersion": version(1, READ)}, {"PolicyVersion": version(2, MORE)}]


def moto(folder: Path) -> Path:
    """A module of moto, as it writes it."""
    policy = {
        "CreateDate": "2024-01-01T10:00:00+00:00",
        "UpdateDate": "2024-02-01T10:00:00+00:00",
        "DefaultVersionId": "v2",
        "Path": "/service-role/",
        "Document": MORE,
    }
    text = json.dumps({NAME: policy}, indent=1)
    file = folder / "aws_managed_policies.py"
    file.write_text(f'# Made by a tool\naws_managed_policies_data = """\n{text}"""\n')
    return file


def folder(*files: tuple[str, Any]) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        for name, value in files:
            save(folder / "collected" / name, value)
        return folder / "collected"

    return make


def file(value: Any) -> Callable[[Path], Path]:
    return lambda folder: save(folder / "collected.json", value)


@pytest.mark.parametrize(
    ("make", "options", "versions"),
    [
        (file({NAME: npm(NAME, ("2024-01-01", READ), ("2024-02-01", MORE))}), (), BOTH),
        (file(account(ARN, version(2, MORE), version(1, READ))), (), BOTH),
        (file(account(OWN, version(1, quote(json.dumps(READ))), version(2, MORE))), (), BOTH),
        (file(account(OWN, version(1, json.dumps(READ)), version(2, MORE))), (), BOTH),
        (moto, (), {"v2": BOTH["v2"]}),
        (folder((NAME, WRAPPED[1])), ("aws-managed",), {"v2": BOTH["v2"]}),
        (folder((f"{NAME}.json", WRAPPED[0])), ("aws-managed",), {"v1": BOTH["v1"]}),
        (folder((f"{NAME}.json", READ)), ("customer-managed",), {"v1": (None, READ)}),
        (
            folder((f"{NAME}/v1/policy.json", READ), (f"{NAME}/v2/policy.json", MORE)),
            ("aws-managed",),
            {"v1": (None, READ), "v2": (None, MORE)},
        ),
        (
            folder((f"{NAME}/v1.json", WRAPPED[0]), (f"{NAME}/v2.json", WRAPPED[1])),
            ("aws-managed",),
            BOTH,
        ),
        (
            folder(
                (f"{NAME}/policy.json", {"Policy": {"Arn": ARN, "DefaultVersionId": "v2"}}),
                (f"{NAME}/v1.json", WRAPPED[0]),
                (f"{NAME}/v2.json", WRAPPED[1]),
            ),
            (),
            BOTH,
        ),
    ],
)
def test_what_is_found(
    make: Callable[[Path], Path],
    options: tuple[str, ...],
    versions: dict[str, Any],
    tmp_path: Path,
) -> None:
    root = tmp_path / "policies"
    types = [word for kind in options for word in ("--type", kind)]
    imported(make(tmp_path), root, *types)
    assert said(only(root)) == versions


@pytest.mark.parametrize(
    ("value", "facts"),
    [
        (account(ARN, version(2, MORE)), (PolicyType.AWS, "/service-role/", None, None)),
        (account(OWN, version(2, MORE)), (PolicyType.CUSTOMER, "/", "111122223333", None)),
        (
            account(ARN.replace("service-role", "aws-service-role"), version(2, MORE)),
            (PolicyType.AWS, "/aws-service-role/", None, Attachable.SERVICE_LINKED_ROLE),
        ),
    ],
)
def test_what_the_arn_says(value: Any, facts: tuple[object, ...], tmp_path: Path) -> None:
    imported(save(tmp_path / "details.json", value), tmp_path / "policies")
    policy = only(tmp_path / "policies")
    assert (policy.type, policy.path, policy.account, policy.attachable) == facts
    assert policy.description is None


@pytest.mark.parametrize(("default", "expected"), [("v1", 1), ("v2", None)])
def test_the_version_in_force(default: str, expected: int | None, tmp_path: Path) -> None:
    value = account(OWN, version(1, READ), version(2, MORE), default=default)
    imported(save(tmp_path / "details.json", value), tmp_path / "policies")
    policy = only(tmp_path / "policies")
    assert policy.default_version == expected
    assert policy.default is not None
    assert policy.default.label == default


def test_a_description_that_iam_has(tmp_path: Path) -> None:
    policy = {"Arn": OWN, "DefaultVersionId": "v1", "Description": "Reads things."}
    make = folder((f"{NAME}.json", {"Policy": policy, **WRAPPED[0]}))
    imported(make(tmp_path), tmp_path / "policies")
    text = only(tmp_path / "policies").description
    assert text is not None
    assert text.markdown == "Reads things.\n"


def test_a_bare_document_is_the_newest_version_or_the_next(tmp_path: Path) -> None:
    root = tmp_path / "policies"
    for found in (READ, READ, MORE, READ):
        make = folder((f"{NAME}.json", found))
        imported(make(tmp_path), root, "--type", "customer-managed")
    assert said(only(root)) == {"v1": (None, READ), "v2": (None, MORE), "v3": (None, READ)}
    assert [*root.glob("*/changes")] == [], "what has no date is announced by nobody"


def test_the_date_of_the_policy_is_not_that_of_its_versions(tmp_path: Path) -> None:
    """More than half of the later versions in the npm package have it for want of their own."""
    day = "2015-02-06"
    policy = npm(NAME, (day, READ), (day, MORE), (day, READ))
    policy["lastUpdatedDate"] = "2024-02-01T10:00:00.000Z"
    imported(save(tmp_path / "one.json", {NAME: policy}), tmp_path / "policies")
    assert dict(only(tmp_path / "policies").dates) == {1: date(2015, 2, 6), 3: date(2024, 2, 1)}


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("2024-02-01", date(2024, 2, 1)),
        ("2024-02-01T00:30:00+02:00", date(2024, 1, 31)),
        ("2024-02-01T23:30:00-02:00", date(2024, 2, 2)),
    ],
)
def test_days_are_those_of_utc(written: str, day: date, tmp_path: Path) -> None:
    value = account(OWN, version(2, MORE, CreateDate=written))
    imported(save(tmp_path / "details.json", value), tmp_path / "policies")
    assert dict(only(tmp_path / "policies").dates) == {2: day}


def test_the_format_can_be_named(tmp_path: Path) -> None:
    file = save(tmp_path / "details.json", account(OWN, version(2, MORE)))
    imported(file, tmp_path / "policies", "--format", "account")
    told = imported(file, tmp_path / "other", "--format", "npm", exit_code=1).output
    assert "details.json:1:1: error value-invalid" in told
