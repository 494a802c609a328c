"""`policybook stats`: what it counts, as text and as JSON."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from commands import policybook
from policybook.model import Catalogue
from policybook.problem import Place
from policybook.report.stats import Table
from policybook.source.source import Whole
from policybook.stats import Share, stats
from reports import parsed
from sites import SAMPLE

READER = "Acme+Relay=Team.v1@x"


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A copy of the sample data."""
    return shutil.copytree(SAMPLE, tmp_path / "policies")


run = partial(policybook, "stats")


def numbers(book: Path, exit_code: int = 0) -> Any:
    """What the command prints as JSON, which fits its schema."""
    result = run(book, "--format", "json")
    assert result.exit_code == exit_code
    return parsed(result.stdout, "stats")


def services(value: Any) -> dict[str, Any]:
    return {service.pop("id"): service for service in value["services"]}


def test_sample(book: Path) -> None:
    value = numbers(book)
    assert value["policies_by_type"] == {"aws-managed": 4, "customer-managed": 2}
    assert value["statements"] == 16
    assert services(value) == {
        "acme-relay": {
            "policies": 2,
            "versions": 1,
            "changes": 1,
            "explained": {"part": 2, "of": 2, "percent": 100.0},
            "announced": {"part": 0, "of": 1, "percent": 0.0},
            "dated": {"part": 0, "of": 1, "percent": 0.0},
            "versions_missing": 0,
        },
        "acme-storage": {
            "policies": 4,
            "versions": 8,
            "changes": 5,
            "explained": {"part": 14, "of": 15, "percent": 93.3},
            "announced": {"part": 3, "of": 8, "percent": 37.5},
            "dated": {"part": 6, "of": 8, "percent": 75.0},
            "versions_missing": 2,
        },
    }
    assert value["total"]["explained"] == {"part": 16, "of": 17, "percent": 94.1}
    assert value["unexplained"] == [
        {"policy": "AcmeStorageLegacy", "service": "acme-storage", "patterns": 1, "exempt": True}
    ]
    assert value["exemptions"] == {
        "action-redundant": 1,
        "language-version-old": 1,
        "service-unknown": 2,
        "statement-unexplained": 1,
        "version-without-change": 1,
    }
    sizes = [document["characters"] for document in value["documents"]]
    assert len(sizes) == 9
    assert sizes == sorted(sizes, reverse=True)


def test_actions_are_counted_once_and_by_what_is_in_force(book: Path) -> None:
    """v1 of the relay's policy is settled by v2, which names one action in two ways."""
    old = book / "acme-relay" / READER / "v1.json"
    shutil.rmtree(book / "acme-storage")
    before = numbers(book)
    statement = '{"Effect": "Allow", "Action": [%s], "Resource": "*"}'
    patterns = '"s3:GetObject", "S3:getobject", "s3:GetObjec?", "s3:DeleteObject", "acme:Go"'
    old.with_name("v2.json").write_text(f'{{"Statement": {statement % patterns}}}')
    value = numbers(book)
    assert value["statements"] == before["statements"] + 1
    assert value["action_patterns"] == 4
    found = {level: n for level, n in value["actions_by_access_level"].items() if n}
    assert found == {"Read": 1, "Write": 1, "unknown": 1}


def test_text(book: Path) -> None:
    result = run(book)
    assert result.exit_code == 0
    assert result.stderr == ""
    lines = result.stdout.splitlines()
    assert "policies                    6" in lines
    (relay,) = (line for line in lines if line.startswith("acme-relay "))
    assert " ".join(relay.split()) == "acme-relay 2 1 1 100.0 % 0.0 % 0.0 % 0"
    (total,) = (line for line in lines if line.startswith("total "))
    assert total.split()[4:6] == ["94.1", "%"]
    assert any(line.split() == ["AcmeStorageLegacy", "1", "exempt"] for line in lines)
    assert all(line == line.rstrip() for line in lines)
    assert "\x1b" not in result.stdout


def test_long_lists_are_cut_in_text_alone(book: Path) -> None:
    folder = book / "acme-relay" / READER
    for number in range(2, 6):
        shutil.copy(folder / "v1.json", folder / f"v{number}.json")
    assert "and 3 more; --format json has them all" in run(book).stdout
    assert len(numbers(book)["documents"]) == 13


def test_data_that_cannot_be_read_is_told(book: Path) -> None:
    (book / "acme-relay" / READER / "v1.json").write_text("{")
    result = run(book)
    assert result.exit_code == 1
    assert "policybook check" in result.stderr
    assert numbers(book, exit_code=1)["total"]["versions"] == 8


def test_no_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    value = numbers(tmp_path, exit_code=1)
    assert value["services"] == []
    assert value["total"]["explained"] == {"part": 0, "of": 0, "percent": None}
    assert "SERVICE" not in run(tmp_path).stdout
    monkeypatch.chdir(tmp_path)
    result = run()
    assert result.exit_code == 2
    assert "no folder `policies`" in result.stderr


def test_a_service_without_policies(book: Path) -> None:
    folder = book / "acme-empty"
    folder.mkdir()
    (folder / "service.yaml").write_text("name: Acme\nshort_name: Acme\n")
    assert services(numbers(book))["acme-empty"]["explained"]["percent"] is None
    (row,) = (line for line in run(book).stdout.splitlines() if line.startswith("acme-empty"))
    assert row.split() == ["acme-empty", "0", "0", "0", "-", "-", "-", "0"]


def test_an_empty_catalogue() -> None:
    total = stats(Catalogue(Place(Whole(PurePosixPath())), (), {})).total
    assert (total.policies, total.explained, total.explained.percent) == (0, Share(0, 0), None)


@pytest.mark.parametrize(
    ("part", "whole", "percent"),
    [
        (0, 0, None),
        (0, 3, "0.0"),
        (3, 3, "100.0"),
        (1, 3, "33.3"),
        (2, 3, "66.7"),
        (1, 100_000, "0.1"),
        (99_999, 100_000, "99.9"),
        (1, 16, "6.3"),
    ],
)
def test_percent(part: int, whole: int, percent: str | None) -> None:
    assert Share(part, whole).percent == percent


@given(st.integers(1, 10_000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_percent_says_all_and_nothing_only_where_it_is_so(numbers: tuple[int, int]) -> None:
    share = Share(*numbers)
    assert (share.percent == "100.0") == (share.left == 0)
    assert (share.percent == "0.0") == (share.part == 0)
    assert abs(float(share.percent or 0) - 100 * share.part / share.whole) <= 0.1


def test_table() -> None:
    table = Table(("HEAD", "N"), [("a", "1"), ("longer", "22")], "a note")
    assert [*table.lines] == ["HEAD     N", "a        1", "longer  22", "a note"]
