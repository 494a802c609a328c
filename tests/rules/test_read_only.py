"""Which policies whose name says that they only read do more."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from policybook.check import Report

WORDS = "type: customer-managed\ndescription: Lets people look at what is stored.\n"
EVERYTHING = {"Effect": "Deny", "Action": "*", "Resource": "*"}


def allow(*actions: str, **more: object) -> dict[str, object]:
    return {"Effect": "Allow", "Action": list(actions), "Resource": "*", **more}


def deny(*actions: str, **more: object) -> dict[str, object]:
    return {**allow(*actions, **more), "Effect": "Deny"}


def allow_all_but(*actions: str) -> dict[str, object]:
    return {"Effect": "Allow", "NotAction": list(actions), "Resource": "*"}


@pytest.mark.parametrize(
    ("name", "statements", "told"),
    [
        ("AcmeReadOnly", [allow("s3:PutObject", "s3:GetObject")], ["`s3:PutObject`"]),
        ("Acme-view-only", [allow("s3:GetObject", "s3:*Object")], ["`s3:*Object`"]),
        ("AcmeViewer", [allow("s3:PutObjectTagging")], ["`s3:PutObjectTagging`"]),
        ("AcmeRead", [allow("iam:PutRolePolicy")], ["`iam:PutRolePolicy`"]),
        ("AcmeReadWrite", [allow("s3:PutObject")], []),
        ("AcmeReadiness", [allow("s3:PutObject")], []),
        ("AcmeReadOnly", [allow("s3:Get*", "s3:List*", "kms:Decrypt", "sts:NoSuch")], []),
        ("AcmeReadOnly", [allow("s3:*Object"), deny("s3:PutObject", "s3:DeleteObject")], ["s3:*"]),
        ("AcmeReadOnly", [allow("s3:PutObject"), deny("s3:Put*")], []),
        ("AcmeReadOnly", [allow("s3:PutObject"), deny("s3:Put*", Resource="a*")], ["s3:Put"]),
        (
            "AcmeReadOnly",
            [allow("s3:PutObject"), deny("s3:Put*", Condition={"Null": {"aws:userid": "true"}})],
            ["`s3:PutObject`"],
        ),
        ("AcmeReadOnly", [allow_all_but("iam:*")], ["`NotAction`"]),
        ("AcmeReadOnly", [allow_all_but("*")], []),
        ("AcmeReadOnly", [allow_all_but("iam:*"), EVERYTHING], []),
    ],
)
def test_what_writes_by_the_name_of_reading(
    name: str, statements: list[object], told: list[str], checked: Callable[..., Report]
) -> None:
    document = json.dumps({"Version": "2012-10-17", "Statement": statements})
    folder = f"storage/{name}"
    report = checked({f"{folder}/policy.yaml": WORDS, f"{folder}/v1.json": document})
    messages = [p.message for p in report.problems if p.rule == "read-only-writes"]
    assert len(messages) == len(told)
    assert all(word in message for word, message in zip(told, messages, strict=True))
