"""Stands in for `gh`, as far as the workflows call it, on a GitHub that is one JSON file.

The file is named by FAKE_GITHUB and has the lists pulls, comments and issues.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

BOT = "github-actions[bot]"


def main(arguments: Sequence[str]) -> None:
    """Do what one call of gh asks for."""
    parser = argparse.ArgumentParser()
    commands = parser.add_subparsers(dest="command", required=True)
    api = commands.add_parser("api")
    api.add_argument("path")
    api.add_argument("--method", default="GET")
    api.add_argument("--raw-field", action="append", default=[])
    api.add_argument("--field", action="append", default=[])
    api.add_argument("--jq")
    api.add_argument("--paginate", action="store_true")
    api.add_argument("--silent", action="store_true")
    issue = commands.add_parser("issue")
    issue.add_argument("what", choices=("create", "edit", "close"))
    issue.add_argument("number", nargs="?", type=int)
    issue.add_argument("--title")
    issue.add_argument("--body-file", type=Path)
    issue.add_argument("--comment")
    given = parser.parse_args(arguments)
    file = Path(os.environ["FAKE_GITHUB"])
    state = json.loads(file.read_text())
    if given.command == "issue":
        _issue(state, given)
    elif answer := _api(state, given):
        text = "" if given.silent else _picked(answer, given.jq or ".")
        sys.stdout.write(text)
    file.write_text(json.dumps(state))


def _picked(answer: Any, program: str) -> str:
    text = json.dumps(answer)
    jq = ["jq", "--raw-output", program]
    return subprocess.run(jq, input=text, stdout=subprocess.PIPE, text=True, check=True).stdout


def _api(state: dict[str, Any], given: argparse.Namespace) -> Any:
    fields = dict(field.split("=", 1) for field in (*given.raw_field, *given.field))
    fields = {key: _value(value) for key, value in fields.items()}
    path = re.sub(r"^repos/[\w.-]+/[\w.-]+/|\?.*$", "", given.path)
    match given.method, path.split("/"):
        case "GET", ["pulls"]:
            return [pull for pull in state["pulls"] if _is_asked_for(pull, fields)]
        case "GET", ["pulls", number]:
            return next(pull for pull in state["pulls"] if pull["number"] == int(number))
        case "GET", ["issues"]:
            return [issue for issue in state["issues"] if issue["state"] == "open"]
        case "GET", ["issues", number, "comments"]:
            return [each for each in state["comments"] if each["issue"] == int(number)]
        case "POST", ["issues", number, "comments"]:
            added = {"id": 100 + len(state["comments"]), "issue": int(number)}
            state["comments"].append({**added, "user": {"login": BOT}, "body": fields["body"]})
            return added
        case "PATCH", ["issues", "comments", key]:
            comment = next(each for each in state["comments"] if each["id"] == int(key))
            comment["body"] = fields["body"]
            return comment
    raise SystemExit(f"no such call: {given.method} {path}")


def _value(value: str) -> str:
    return Path(value[1:]).read_text(encoding="utf-8") if value.startswith("@") else value


def _is_asked_for(pull: dict[str, Any], fields: dict[str, str]) -> bool:
    head = f"{pull['head']['repo']['owner']['login']}:{pull['head']['ref']}"
    has = {"state": pull["state"], "base": pull["base"]["ref"], "head": head}
    return all(has[key] == value for key, value in fields.items())


def _issue(state: dict[str, Any], given: argparse.Namespace) -> None:
    body = given.body_file.read_text(encoding="utf-8") if given.body_file else ""
    if len(body) > 1 << 16:
        raise SystemExit("body is too long (maximum is 65536 characters)")
    if given.what == "create":
        number = 1 + max((issue["number"] for issue in state["issues"]), default=0)
        issue = {"number": number, "state": "open", "title": given.title, "user": {"login": BOT}}
        state["issues"].append({**issue, "body": body})
        return
    issue = next(each for each in state["issues"] if each["number"] == given.number)
    if given.what == "edit":
        issue["body"] = body
    else:
        issue["state"] = "closed"


if __name__ == "__main__":
    main(sys.argv[1:])
