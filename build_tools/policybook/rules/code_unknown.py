import re
from collections.abc import Iterator
from functools import partial

from policybook import prose
from policybook.iam import actions, elements
from policybook.iam.coverage import patterns
from policybook.iam.pattern import covered, prefix
from policybook.model import About, Policy, Prose, Statement
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.words import did_you_mean

_PLAIN_ACTION = re.compile(r"[a-z0-9-]+:[A-Z*?].*")
_NAME = re.compile(r"[A-Z][A-Za-z0-9_]*[a-z0-9_][A-Z][A-Za-z0-9_]*")


@rule("code-unknown", on=Prose, severity=Severity.WARNING)
def code_unknown(text: Prose, context: Context) -> Iterator[Finding]:
    """What looks like an action, a Sid or a policy name in code marks is one that exists.

    An action exists where a document of the policy names it, or where the action data has it;
    so does a condition key. A name in two or more words run together, such as `DescribeModel`,
    is the Sid of a statement, an operation of a service that the documents speak of, a policy
    here, or part of a resource or condition in a document.
    """
    marks = prose.look(text.text.markdown, text.service.links).codes
    if not marks:
        return
    policies = (text.policy,) if text.policy else context.policies_of(text.service.id)
    # Documents that could not be read may have what seems unknown, and so may whole policies.
    if any(policy.unread for policy in policies) or (not text.policy and context.unread):
        return
    for mark in marks:
        word = mark.text
        if elements.is_word(word):
            continue
        if actions.reads_as_action(word):
            if _looks_like_action(word) and not _is_action(word, policies):
                known = (*_written(policies), *_operations(prefix(word)))
                hint = did_you_mean(word, sorted(known))
                message = f"no document here names `{word}`, nor does {actions.data_name()}{hint}"
                yield Finding(text.text.at.at(mark.word), message)
        elif _NAME.fullmatch(word) and not context.unread and not context.policy(word):
            names = partial(_names, text.service, policies, context)
            if word not in names() and not _is_part(word, policies):
                hint = did_you_mean(word, sorted({*names(), *context.known}))
                message = f"`{word}` is no Sid, operation or policy that is known here{hint}"
                yield Finding(text.text.at.at(mark.word), message)


def _statements(policies: tuple[Policy, ...]) -> Iterator[Statement]:
    return (statement for policy in policies for statement in policy.statements)


def _written(policies: tuple[Policy, ...]) -> Iterator[str]:
    for statement in _statements(policies):
        yield from patterns(statement)


def _of(service: str, policies: tuple[Policy, ...]) -> Iterator[str]:
    return (action for action in _written(policies) if prefix(action) == service)


def _operations(service: str) -> Iterator[str]:
    return (f"{service}:{name}" for name in actions.operations(service).values())


def _looks_like_action(word: str) -> bool:
    """Whether it is not `key:value` or the like."""
    return bool(_PLAIN_ACTION.fullmatch(word) or actions.operations(prefix(word)))


def _is_action(word: str, policies: tuple[Policy, ...]) -> bool:
    folded, service = word.lower(), prefix(word)
    return (
        actions.exists(word)
        or service == "aws"
        or folded in actions.condition_keys(service)
        or any(action.lower() == folded for action in _written(policies))
        or (not actions.operations(service) and covered(word, _of(service, policies)))
        or any(
            key.lower() == folded
            for statement in _statements(policies)
            for keys in statement.condition.values()
            for key in keys
        )
    )


def _names(service: About, policies: tuple[Policy, ...], context: Context) -> Iterator[str]:
    """Every name that a text may use but for policies, the likeliest first: few are looked at."""
    prefixes = {*service.prefixes}
    for name in service.prefixes:
        yield from actions.operations(name).values()
    for statement in _statements(policies):
        if statement.sid:
            yield statement.sid
        for action in patterns(statement):
            name, _, operation = action.partition(":")
            yield operation
            if name not in prefixes:
                prefixes.add(name)
                yield from actions.operations(name.lower()).values()
    yield from context.former
    for action in _written(context.policies_of(service.id)):
        yield action.partition(":")[2]


def _is_part(word: str, policies: tuple[Policy, ...]) -> bool:
    """Whether a resource or condition has the word, or it is a role that a service makes."""
    whole = re.compile(rf"(?<![A-Za-z0-9_]){word}(?![A-Za-z0-9_])")
    return word.startswith("AWSServiceRoleFor") or any(
        whole.search(part)
        for statement in _statements(policies)
        for part in (*statement.resources, *statement.not_resources, repr(statement.condition))
    )
