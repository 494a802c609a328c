"""What holds the whole catalogue to its source finds every difference."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from catalogue import differences
from collected import document, imported, npm, save

READ, MORE = document("s3:GetObject"), document("s3:GetObject", "s3:PutObject")
NAME = "AmazonS3Thing"


@pytest.fixture
def package() -> dict[str, Any]:
    policies = [
        npm(NAME, ("2024-01-01", READ), ("2024-01-01", MORE), ("2024-05-02", READ)),
        npm("AWSLambdaThing", ("2024-01-01", READ), path="/service-role/"),
    ]
    return {policy["arn"].rpartition("/")[2]: policy for policy in policies}


@pytest.fixture
def root(package: dict[str, Any], tmp_path: Path) -> Path:
    root = tmp_path / "policies"
    imported(save(tmp_path / "managedPolicies.json", package), root)
    return root


def test_what_was_imported_is_the_same(root: Path, package: dict[str, Any]) -> None:
    assert [*differences(root, package)] == []


@pytest.mark.parametrize(
    ("file", "change", "expected"),
    [
        ("v1.json", lambda _: json.dumps(MORE), "AmazonS3Thing v1 is another document"),
        ("v9.json", lambda _: json.dumps(MORE), "AmazonS3Thing has the versions"),
        (
            "policy.yaml",
            lambda text: text.replace("2024-05-02", "2024-05-03"),
            "AmazonS3Thing v3 has the date 2024-05-03, not 2024-05-02",
        ),
        (
            "policy.yaml",
            lambda text: text.replace("versions:", "versions:\n  v2: {date: 2024-01-01}"),
            "AmazonS3Thing v2 has the date 2024-01-01, not None",
        ),
        (
            "policy.yaml",
            lambda text: f"{text}default_version: v1\n",
            "AmazonS3Thing has another version in force",
        ),
        ("policy.yaml", lambda text: f"{text}path: /x/\n", "AmazonS3Thing has another path"),
    ],
)
def test_a_difference(
    file: str, change: Callable[[str], str], expected: str, root: Path, package: dict[str, Any]
) -> None:
    path = root / "s3" / NAME / file
    path.write_text(change(path.read_text() if path.exists() else ""))
    (found,) = differences(root, package)
    assert expected in found


def test_a_policy_too_many_or_too_few(root: Path, package: dict[str, Any]) -> None:
    lambda_ = package.pop("AWSLambdaThing")
    assert [*differences(root, package)] == ["AWSLambdaThing is in the data only"]
    assert [*differences(root, {**package, "AWSLambdaThing": lambda_, "X": lambda_})] == [
        "X is in the package only"
    ]
