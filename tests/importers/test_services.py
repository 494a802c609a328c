"""Which service an imported policy goes to."""

from __future__ import annotations

import json
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from moto.iam.aws_managed_policies import aws_managed_policies_data as moto_policies

from collected import document, imported, npm, save
from policybook import schemas
from policybook.iam import glob
from policybook.iam.servicedata import services
from policybook.importers import servicesfile
from policybook.importers.servicesfile import built_in
from policybook.schemas import Kind
from policybook.source.source import parse

S3 = document("s3:GetObject")
EC2 = document("ec2:DescribeVpcs", "ec2:DescribeSubnets", "s3:GetObject")
MIXED = document("ec2:DescribeVpcs", "s3:GetObject", "sqs:SendMessage")
MANY = document("*")


def home(folder: Path) -> str:
    """The one service that there is."""
    (service,) = (path for path in folder.iterdir() if path.is_dir())
    return service.name


@pytest.mark.parametrize(
    ("name", "granted", "expected"),
    [
        # By the name, whatever the vendor and whatever is granted.
        ("AmazonS3ReadOnlyAccess", S3, "s3"),
        ("AmazonS3ReadOnlyAccess", EC2, "s3"),
        ("AWSLambdaBasicExecutionRole", S3, "lambda"),
        ("AWSServiceRoleForMonitronPolicy", S3, "monitron"),
        ("AmazonSQSFullAccess", MANY, "sqs"),
        ("AWSStepFunctionsReadOnlyAccess", S3, "states"),
        ("AmazonLookoutVisionFullAccess", S3, "lookoutvision"),
        ("AmazonLookoutforVisionX", S3, "lookoutvision"),
        # The longest name counts, and no word is cut.
        ("AmazonS3OutpostsFullAccess", S3, "s3-outposts"),
        ("AmazonEC2ContainerRegistryReadOnly", EC2, "ecr"),
        ("AWSConfigurator", EC2, "ec2"),
        # Families and former names.
        ("AmazonCognitoPowerUser", S3, "cognito"),
        ("AmazonZocaloFullAccess", S3, "workdocs"),
        ("AmazonVPCFullAccess", EC2, "vpc"),
        ("AdministratorAccess-Amplify", MIXED, "amplify"),
        # By what is granted, where more than half of it is of one service.
        ("SomethingOfMine", EC2, "ec2"),
        ("SomethingOfMine", MIXED, "several-services"),
        ("AdministratorAccess", MANY, "several-services"),
        (
            "DenyAll",
            {"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}},
            "several-services",
        ),
        ("NoSuchPrefix", document("acmestore:Get"), "several-services"),
    ],
)
def test_policies_of_aws(name: str, granted: Any, expected: str, tmp_path: Path) -> None:
    file = save(tmp_path / "c.json", {name: npm(name, ("2024-01-01", granted))})
    imported(file, tmp_path / "policies")
    assert home(tmp_path / "policies") == expected


def test_a_job_is_no_service(tmp_path: Path) -> None:
    policy = npm("NetworkAdministrator", ("2024-01-01", EC2), path="/job-function/")
    imported(save(tmp_path / "c.json", {"NetworkAdministrator": policy}), tmp_path / "policies")
    assert home(tmp_path / "policies") == "several-services"


@pytest.mark.parametrize(
    ("name", "expected"), [("S3Reader", "s3"), ("ConnectReader", "s3"), ("SupportTeam", "s3")]
)
def test_the_name_of_an_own_policy_has_to_be_borne_out(
    name: str, expected: str, tmp_path: Path
) -> None:
    save(tmp_path / "collected" / f"{name}.json", S3)
    imported(tmp_path / "collected", tmp_path / "policies", "--type", "customer-managed")
    assert home(tmp_path / "policies") == expected


def test_a_file_of_services_goes_before_all(tmp_path: Path) -> None:
    policies = {n: npm(n, ("2024-01-01", S3)) for n in ("AmazonS3One", "AmazonS3Two", "AmazonSQSX")}
    file = tmp_path / "services.yaml"
    file.write_text(
        "services:\n"
        "  first: {name: AWS First, policies: [AmazonS3One]}\n"
        "  sqs: {prefixes: [sqs, sqs-more]}\n"
        "  rest: {name: Rest, short_name: the rest, prefixes: [s3], policies: [AmazonS3*]}\n"
    )
    root = tmp_path / "policies"
    imported(save(tmp_path / "c.json", policies), root, "--services", str(file))
    assert {path.parent.name: path.read_text() for path in root.glob("*/service.yaml")} == {
        "first": "name: AWS First\nshort_name: First\n",
        "rest": "name: Rest\nshort_name: the rest\nprefixes:\n  - s3\n",
        "sqs": "name: Amazon SQS\nshort_name: SQS\nprefixes:\n  - sqs\n  - sqs-more\n",
    }
    assert (root / "first" / "AmazonS3One").is_dir()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("services: [", "1:12: error yaml-invalid"),
        ("services:\n  a: {name: A, prefix: [s3]}\n", "2:16: error key-unknown"),
        ("services:\n  Acme: {name: A}\n", "2:3: error"),
        ("services:\n  assets: {name: A}\n", "2:3: error name-invalid the site has a folder"),
        ("services:\n  acme: {policies: [A]}\n", "2:3: error key-missing `acme` is no service"),
        ("services:\n  s3: {policies: [A b]}\n", "2:19: error value-invalid this is not the name"),
        (
            "services:\n  s3: {policies: [A]}\n  sqs: {policies: [B, A]}\n",
            "3:23: error value-invalid `A` belongs to `s3` already",
        ),
        (
            "services:\n  s3: {prefixes: [x]}\n  sqs: {prefixes: [x]}\n",
            "3:20: error value-invalid `x` belongs to `s3` already",
        ),
    ],
)
def test_a_file_of_services_that_is_wrong(text: str, expected: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(text)
    collection = save(tmp_path / "c.json", {"AmazonS3X": npm("AmazonS3X", ("2024-01-01", S3))})
    root = tmp_path / "policies"
    result = imported(collection, root, "--services", str(file), exit_code=1)
    assert f"mine.yaml:{expected}" in result.output
    assert not root.exists()


def test_the_built_in_file_is_right() -> None:
    file = Path(servicesfile.__file__).with_name("services.yaml")
    source, flaws = parse(PurePosixPath("services.yaml"), file.read_text(encoding="utf-8"))
    assert source is not None, flaws
    assert schemas.validate(source, Kind.SERVICES) == []
    assert [*source.data["services"]] == sorted(source.data["services"])
    assert servicesfile.read(file) == (built_in(), [])
    for service, entry in built_in().items():
        assert entry.name or service in services(), f"nothing says how {service} is called"


GONE = {
    "AWSIoT1Click*",
    "AWSIotRoboRunner*",
    "AWSMobileHub*",
    "AmazonCloudWatchEvidently*",
    "GroundTruthSynthetic*",
}
"""Patterns of policies that AWS has taken back; its history has them."""


def test_each_built_in_pattern_is_of_use() -> None:
    names = [*json.loads(moto_policies)]
    patterns = {pattern for entry in built_in().values() for pattern in entry.policies}
    used = {pattern for pattern in patterns if any(glob.covers(pattern, name) for name in names)}
    assert patterns - used == GONE
