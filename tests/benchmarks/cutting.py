"""Cut a collection of policies to size: `python cutting.py SOURCE TARGET LATEST POLICIES TIMES`.

A script of its own, since who measures memory must not hold the collection itself.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

Policies = dict[str, dict[str, Any]]


def latest(policies: Policies) -> Policies:
    """The same policies, each with the version in force alone."""
    return {
        name: {
            **policy,
            "versionsCount": 1,
            "versions": {policy["latestVersionId"]: policy["versions"][policy["latestVersionId"]]},
        }
        for name, policy in policies.items()
    }


def few(policies: Policies, count: int) -> Policies:
    """So many of the policies, from all over the alphabet."""
    names = sorted(policies)
    step = max(1, len(names) // count)
    return {name: policies[name] for name in names[::step][:count]}


def many(policies: Policies, times: int) -> Policies:
    """The policies so many times, under new names but for the first time."""
    return {
        f"{name}{suffix}": {**policy, "arn": f"{policy['arn']}{suffix}"}
        for suffix in ("", *(f"Copy{number}" for number in range(2, times + 1)))
        for name, policy in policies.items()
    }


def main(source: str, target: str, is_latest: str, count: str, times: str) -> None:
    """Write what is left of a collection."""
    policies: Policies = json.loads(Path(source).read_text(encoding="utf-8"))
    if int(count):
        policies = few(policies, int(count))
    if int(is_latest):
        policies = latest(policies)
    Path(target).write_text(json.dumps(many(policies, int(times))), encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
