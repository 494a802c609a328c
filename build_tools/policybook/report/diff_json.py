"""What differs as JSON, in the form that diff.schema.json describes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from policybook.difference import CatalogueDifference, FileDifference, PolicyDifference, Step
from policybook.iam.actions import data_version
from policybook.iam.callouts import Callout
from policybook.iam.contrast import Contrast, Limit, Limits, Patterns
from policybook.iam.levels import levels_of
from policybook.iam.review import Review
from policybook.model import Statement
from policybook.report.json_text import json_text

FORMAT = "policybook-diff/1"


def as_json(difference: CatalogueDifference) -> str:
    """One object with everything that differs."""
    value: dict[str, Any] = {
        "format": FORMAT,
        "action_data": data_version(),
        "old": difference.old,
        "new": difference.new,
        "differs": bool(difference),
        "complete": difference.is_whole,
        "callouts": [_callout(*found) for found in difference.callouts],
        "policies": [_policy(policy) for policy in difference.policies],
        "services": [_file(file) for file in difference.services],
        "changes": [_file(file) for file in difference.changes],
    }
    return json_text(value)


def _callout(policy: PolicyDifference, step: Step | None, callout: Callout) -> dict[str, Any]:
    return {
        "policy": policy.name,
        "version": (step.new or step.old) if step else None,
        "statement": _statement(callout.statement),
        "kind": callout.kind,
        "text": callout.phrase.said(str),
        "names": [list(names) for names in callout.phrase.names],
    }


def _policy(policy: PolicyDifference) -> dict[str, Any]:
    return {
        "name": policy.name,
        "kind": policy.kind,
        "renamed": _sides(policy.names),
        "service": _sides(policy.services),
        "default_version": _sides(policy.default),
        "words": list(policy.words),
        "steps": [_step(step) for step in policy.steps],
    }


def _file(file: FileDifference) -> dict[str, Any]:
    return {
        "name": file.name,
        "kind": file.kind,
        "renamed": _sides(file.names),
        "words": list(file.words),
    }


def _step(step: Step) -> dict[str, Any]:
    return {
        "old": step.old,
        "new": step.new,
        "edited": step.old == step.new,
        **(_review(step.review) if step.review else {}),
    }


def _review(review: Review) -> dict[str, Any]:
    difference = review.difference
    return {
        "actions": {
            "added": _actions(difference.added),
            "removed": _actions(difference.removed),
            "widened": _actions(difference.widened),
            "narrowed": _actions(difference.narrowed),
        },
        "opened": {service: list(levels) for service, levels in review.opened.items()},
        "statements": [_contrast(contrast) for contrast in review.contrasts],
    }


def _actions(patterns: Sequence[str]) -> list[dict[str, Any]]:
    return [{"pattern": name, "access_levels": list(levels_of(name))} for name in patterns]


def _contrast(contrast: Contrast) -> dict[str, Any]:
    return {
        "old": _statement(contrast.old),
        "new": _statement(contrast.new),
        "effect": _sides(contrast.effects),
        "actions": _patterns(contrast.actions),
        "not_actions": _patterns(contrast.all_but),
        "resources": _patterns(contrast.resources),
        "not_resources": _patterns(contrast.resources_all_but),
        "conditions": _limits(contrast.limits),
    }


def _statement(statement: Statement | None) -> dict[str, Any] | None:
    if statement is None:
        return None
    return {"number": statement.number, "sid": statement.sid, "effect": statement.effect}


def _patterns(patterns: Patterns) -> dict[str, Any]:
    return {
        "added": list(patterns.added),
        "removed": list(patterns.removed),
        "widened": [{"old": list(s.old), "new": list(s.new)} for s in patterns.widened],
        "narrowed": [{"old": list(s.old), "new": list(s.new)} for s in patterns.narrowed],
    }


def _limits(limits: Limits) -> dict[str, Any]:
    return {
        "added": [_limit(limit) for limit in limits.added],
        "dropped": [_limit(limit) for limit in limits.dropped],
        "changed": [{"old": _limit(old), "new": _limit(new)} for old, new in limits.changed],
    }


def _limit(limit: Limit) -> dict[str, Any]:
    return {"operator": limit.operator, "key": limit.key, "values": list(limit.values)}


def _sides(pair: tuple[str | None, str | None] | None) -> dict[str, str | None] | None:
    return {"old": pair[0], "new": pair[1]} if pair else None
