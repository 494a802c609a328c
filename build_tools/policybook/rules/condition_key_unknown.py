from collections.abc import Iterator

from policybook.iam.actions import data_name, services
from policybook.iam.conditions import comparisons
from policybook.iam.contextkeys import global_key, key_names, key_of, known_key, services_of
from policybook.iam.pattern import prefix
from policybook.model import Statement
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown
from policybook.traits import a_key
from policybook.words import did_you_mean, some


@rule(
    "condition-key-unknown",
    on=Statement,
    severity=Severity.WARNING,
    alias="INVALID_SERVICE_CONDITION_KEY",
    given=a_key(lambda key: not global_key(key)),
)
def condition_key_unknown(statement: Statement, _: Context) -> Iterator[Finding]:
    """Each condition key is a global one or one of a service that the statement names.

    IAM takes any key. One that is never part of a request makes most conditions fail, so that an
    `Allow` allows nothing and a `Deny` denies nothing (IAM User Guide: AWS global condition context
    keys; Service Authorization Reference: condition keys of each service). A key may also be newer
    than the action data, whose version the message names.
    """
    found = [one for one in comparisons(statement) if not global_key(one.key)]
    named = services_of(statement)
    is_closed = bool(statement.actions) and named <= services().keys()
    for comparison in found:
        key = comparison.key
        service = prefix(key)
        if any(key_of(name, key) for name in named):
            continue
        if not known_key(key):
            if service in named and service not in services():
                continue  # The service is the problem.
            hint = did_you_mean(key, [name for of in sorted(named) for name in key_names(of)])
            if not hint and ":" not in key:
                hint = ": a key starts with a prefix and a colon, as in `aws:username`"
            message = f"the condition key `{shown(key)}` is neither global nor in {data_name()}"
            yield Finding(comparison.key_at, message + hint)
        elif is_closed and service in services():
            theirs = some([f"{name}:" for name in sorted(named)])
            message = (
                f"requests for these actions ({theirs}) do not have the condition key "
                f"`{shown(key)}`, which is one of `{service}`: "
                "give the actions that have it a statement of their own"
            )
            yield Finding(comparison.key_at, message)
