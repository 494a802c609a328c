"""What the runner of steps makes of expressions and conditions, as GitHub documents it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from workflows.expressions import condition, interpolated
from workflows.steps import Run

CONTEXTS: dict[str, Any] = {
    "github": {"event_name": "pull_request", "event": {"number": 7, "forced": False}},
    "inputs": {"site-url": "", "strict": "true"},
    "steps": {"site": {"outcome": "failure", "outputs": {}}},
}
STATUS = {"success": lambda: False, "failure": lambda: True, "cancelled": lambda: False}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("#${{ github.event.number }}!", "#7!"),
        ("${{ github.event['number'] }}", "7"),
        ("${{ github.event.nothing.more }}", ""),
        ("${{ github.event.forced }}", "false"),
        ("${{ github.event_name == 'PULL_REQUEST' && 'HEAD^1' || github.sha }}", "HEAD^1"),
        ("${{ inputs.strict != 'true' && '--lax' || '' }}", ""),
        ("${{ inputs.site-url || format('{0}-{1}', 'it''s', 2) }}", "it's-2"),
        ("${{ contains(fromJSON('[\"a\", \"b\"]'), 'A') && !github.event.forced }}", "true"),
        ("${{ (1 == 2 || 3 == 3) && startsWith('abc', 'AB') }}", "true"),
    ],
)
def test_expressions(text: str, expected: str) -> None:
    assert interpolated(text, CONTEXTS, STATUS) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("github.event.number", False),  # the job has failed, and it does not ask for that
        ("failure() && github.event.number", True),
        ("${{ !cancelled() && steps.site.outcome == 'success' }}", False),
        ("${{ !cancelled() && steps.site.outcome != 'success' }}", True),
    ],
)
def test_conditions(text: str, expected: bool) -> None:
    assert condition(text, CONTEXTS, STATUS) is expected


def test_an_unknown_context_is_no_empty_text() -> None:
    with pytest.raises(AssertionError, match="no context `secret`"):
        interpolated("${{ secret.key }}", CONTEXTS, STATUS)


def test_steps_leave_things_for_those_after_them(tmp_path: Path) -> None:
    (tmp_path / "tool").mkdir()
    (tmp_path / "tool" / "greet").write_text("#!/bin/sh\necho hello $WHO\n")
    (tmp_path / "tool" / "greet").chmod(0o755)
    run = Run(tmp_path, {}, given={"taken": {"colour": "red"}}).steps(
        [
            {
                "name": "set",
                "run": 'echo "$PWD/tool" >> "$GITHUB_PATH"\necho WHO=you >> $GITHUB_ENV',
            },
            {"uses": "some/action@v1"},
            {"id": "taken", "run": "false"},
            {
                "name": "say",
                "env": {"COLOUR": "${{ steps.taken.outputs.colour }}"},
                "run": 'greet; echo $COLOUR; echo "# Done" >> "$GITHUB_STEP_SUMMARY"',
            },
            {"name": "fail", "run": "false | true", "shell": "bash"},
            {"name": "next", "run": "true"},
            {"name": "always", "if": "always()", "run": "false | true"},
        ],
    )
    assert run.results["say"].output == "hello you\nred\n"
    assert run.summary == "# Done\n"
    assert {name: result.outcome for name, result in run.results.items()} == {
        "set": "success",
        "some/action@v1": "success",
        "false": "success",
        "say": "success",
        "fail": "failure",
        "next": "skipped",
        "always": "success",
    }
    assert run.conclusion == "failure"
