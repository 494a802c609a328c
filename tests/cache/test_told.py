"""`policybook check` says from the cache, byte for byte, what it says without one."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from commands import policybook
from policybook.cli import painting
from sites import SAMPLE

FORMS = ("text", "json", "github", "sarif")
SETTINGS = """\
[tool.policybook]
docs_url = "https://docs.example/"
"""


@pytest.fixture
def judged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What is judged and not told from the cache, in a folder with two books that have problems."""
    monkeypatch.setenv("POLICYBOOK_CACHE", str(tmp_path / "cache"))
    home = tmp_path / "home"
    for name, kind in {"policies": "customer", "more": "other"}.items():
        shutil.copytree(SAMPLE, home / name)
        policy = home / name / "acme-storage" / "AcmeStorageReadOnly" / "policy.yaml"
        policy.write_text(policy.read_text().replace("customer-managed", kind))
        words = home / name / "acme-relay" / "service.yaml"
        words.write_text(words.read_text() + "exempt:\n  no-such-rule: For no reason\n")
    monkeypatch.chdir(home)
    cases: list[Any] = []
    check = import_module("policybook.cli.check")
    judge = check.judge

    def recorded(case: Any, **others: Any) -> Any:
        cases.append(case)
        return judge(case, **others)

    monkeypatch.setattr(check, "judge", recorded)
    return cases


Said = tuple[str, str, int]


def said(*arguments: str | Path) -> Said:
    result = policybook("check", *arguments)
    return result.stdout, result.stderr, result.exit_code


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    "others",
    [
        (),
        ("--strict",),
        ("--profile", "aws-managed"),
        ("policies/acme-relay",),
        ("policies", "more"),
        ("--rule", "sid-not-unique", "--strict"),
    ],
)
def test_the_second_time_it_says_the_same(
    judged: list[Any], form: str, others: tuple[str, ...]
) -> None:
    arguments = ("--format", form, *others)
    first = said(*arguments)
    assert judged
    judged.clear()
    assert said(*arguments) == first
    assert not judged
    assert said(*arguments, "--no-cache") == first


def configure(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    del monkeypatch
    (home / "pyproject.toml").write_text(SETTINGS)


def edit(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    del monkeypatch
    words = home / "policies" / "acme-relay" / "service.yaml"
    words.write_text(words.read_text().replace("no-such-rule", "nor-such-rule"))


def go_elsewhere(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (home / "elsewhere" / "policies").mkdir(parents=True)
    monkeypatch.chdir(home / "elsewhere" / "policies")


def print_to_a_terminal(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    del home
    monkeypatch.setattr(painting, "is_terminal", lambda _: True)


@pytest.mark.parametrize("change", [configure, edit, go_elsewhere, print_to_a_terminal])
def test_where_anything_is_other_it_is_told_anew(
    judged: list[Any],
    change: Callable[[Path, pytest.MonkeyPatch], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = Path.cwd() / "policies"
    said(folder)
    judged.clear()
    change(Path.cwd(), monkeypatch)
    kept = said(folder)
    assert judged
    assert kept == said(folder, "--no-cache")


def test_a_folder_is_told_as_it_is_named(judged: list[Any]) -> None:
    del judged
    outs = {said(path)[0] for path in (Path.cwd() / "policies", "policies", "more")}
    assert len(outs) == 3
