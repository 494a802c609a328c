"""What the jobs that may write on GitHub write there: one comment, and one issue."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from workflows.expressions import condition
from workflows.gh import BOT
from workflows.hub import Hub, finished, pull
from workflows.steps import GITHUB, Run, loaded

COMMENT = loaded(GITHUB / "workflows" / "comment.yml")
LINKS = loaded(GITHUB / "workflows" / "links.yml")
MARKER = "<!-- policybook review -->"


@pytest.fixture
def hub(tmp_path: Path) -> Hub:
    return Hub(tmp_path / "hub")


def work(tmp_path: Path, **files: str) -> Path:
    folder = tmp_path / "work"
    folder.mkdir(exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.md").write_text(text)
    return folder


def comment(hub: Hub, folder: Path, sha: str = "abc") -> Run:
    contexts = {"github": finished(sha), "needs": {"review": {"outputs": {"number": "7"}}}}
    run = Run(folder, contexts, machine=hub.machine).job(COMMENT, "comment")
    assert run.failed == [], run.results
    return run


def comments(hub: Hub) -> list[tuple[str, str]]:
    return [(each["user"]["login"], each["body"]) for each in hub.read()["comments"]]


def test_one_comment_is_kept_up_to_date(hub: Hub, tmp_path: Path) -> None:
    by = {"id": 3, "issue": 7, "user": {"login": "ann"}, "body": f"{MARKER}\nmine"}
    other = {"id": 4, "issue": 7, "user": {"login": BOT}, "body": "another workflow's"}
    hub.write(pulls=[pull(7, "abc")], comments=[by, other], issues=[])
    comment(hub, work(tmp_path, review="## No change\n"))
    first = comments(hub)
    assert first[:2] == [("ann", f"{MARKER}\nmine"), (BOT, "another workflow's")]
    assert [author for author, _ in first[2:]] == [BOT]
    assert first[2][1].startswith(f"{MARKER}\n## No change\n")
    assert "/actions/runs/5#artifacts" in first[2][1]
    comment(hub, work(tmp_path, review="## `A` is new\n"))
    second = comments(hub)
    assert second[:2] == first[:2]
    assert len(second) == 3
    assert second[2][1].startswith(f"{MARKER}\n## `A` is new\n")


@pytest.mark.parametrize(
    "now", [pull(7, "later"), pull(7, "abc", state="closed")], ids=["moved on", "closed"]
)
def test_nothing_is_said_of_what_is_past(now: dict[str, Any], hub: Hub, tmp_path: Path) -> None:
    hub.write(pulls=[now], comments=[], issues=[])
    comment(hub, work(tmp_path, review="## Old\n"))
    assert comments(hub) == []


@pytest.mark.parametrize(
    ("facts", "reviewed"),
    [
        ({}, True),
        ({"conclusion": "failure"}, True),
        ({"conclusion": "cancelled"}, False),
        ({"conclusion": "action_required"}, False),
        ({"event": "push"}, False),
        ({"event": "merge_group"}, False),
    ],
)
def test_checks_of_pull_requests_are_reviewed(facts: dict[str, Any], reviewed: bool) -> None:
    contexts = {"github": finished("abc", **facts)}
    status = {"success": lambda: True}
    assert condition(COMMENT["jobs"]["review"]["if"], contexts, status) is reviewed


@pytest.mark.parametrize(
    ("pulls", "number"),
    [
        ([pull(7, "abc")], "7"),
        ([pull(6, "abc", owner="bob"), pull(7, "abc")], "7"),
        ([pull(6, "abc", base={"ref": "other"}), pull(7, "abc")], "7"),
        ([pull(7, "later")], ""),
        ([pull(7, "abc", state="closed")], ""),
        ([pull(7, "abc", owner="bob")], ""),
        ([], ""),
    ],
)
def test_the_pull_request_is_found_by_its_head(
    pulls: list[dict[str, Any]], number: str, hub: Hub, tmp_path: Path
) -> None:
    hub.write(pulls=pulls, comments=[], issues=[])
    steps = COMMENT["jobs"]["review"]["steps"]
    find = [step for step in steps if step.get("id") == "pull"]
    run = Run(work(tmp_path), {"github": finished("abc")}, machine=hub.machine).steps(find, "bash")
    assert run.known["pull"]["outputs"] == {"number": number}


def report_links(
    hub: Hub, tmp_path: Path, found: str, text: str = ""
) -> list[tuple[int, str, str]]:
    contexts = {
        "github": {"token": "none", "repository": "example/policybook"},
        "needs": {"check": {"outputs": {"found": found}}},
    }
    run = Run(work(tmp_path, links=text), contexts, machine=hub.machine).job(LINKS, "issue")
    assert run.failed == [], run.results
    return [(each["number"], each["state"], each["body"]) for each in hub.read()["issues"]]


def test_one_issue_lives_as_long_as_links_are_dead(hub: Hub, tmp_path: Path) -> None:
    title = "Links that lead nowhere"
    by = {"number": 1, "state": "open", "title": title, "user": {"login": "ann"}, "body": "mine"}
    hub.write(pulls=[], comments=[], issues=[by])
    mine = (1, "open", "mine")
    assert report_links(hub, tmp_path, "0") == [mine]
    assert report_links(hub, tmp_path, "2", "a") == [mine, (2, "open", "a")]
    assert report_links(hub, tmp_path, "2", "b") == [mine, (2, "open", "b")]
    assert report_links(hub, tmp_path, "0") == [mine, (2, "closed", "b")]
    assert report_links(hub, tmp_path, "2", "c") == [mine, (2, "closed", "b"), (3, "open", "c")]
    assert hub.read()["issues"][2]["title"] == title


def test_many_dead_links_fit_into_the_issue(hub: Hub, tmp_path: Path) -> None:
    ((_, _, text),) = report_links(hub, tmp_path, "2", "* [404] <https://example.com/x>\n" * 9_000)
    assert text.startswith("* [404] <https://example.com/x>\n* ")
