from collections.abc import Iterator

from policybook.iam.actions import data_name, is_action, known, services
from policybook.iam.pattern import is_wildcard, prefix
from policybook.iam.retired import retired
from policybook.iam.suggestions import service_for
from policybook.model import Statement
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.source.shown import shown
from policybook.traits import an_action
from policybook.words import meant


def _is_unknown(action: str) -> bool:
    service = prefix(action)
    return (
        not known(action)
        and service not in services()
        and not is_wildcard(service)
        and is_action(action)
        and not retired(action)
    )


@rule(
    "service-unknown",
    on=Statement,
    severity=Severity.WARNING,
    alias="INVALID_SERVICE_IN_ACTION",
    given=an_action(_is_unknown),
)
def service_unknown(statement: Statement, _: Context) -> Iterator[Finding]:
    """Each action starts with the prefix of a service, such as `s3`.

    IAM takes any prefix, and an action of a service that does not exist does nothing: a `Deny`
    with a misspelt prefix denies nothing. Prefixes are not always the names that people use: Amazon
    EventBridge is `events` (Service Authorization Reference). A service may also be newer than the
    action data, whose version the message names.
    """
    seen: set[str] = set()
    for place, action in statement.each("Action", "NotAction", where=_is_unknown):
        service = prefix(action)
        if service not in seen:
            seen.add(service)
            hint = meant(service_for(action))
            message = f"the service prefix `{shown(service)}` is not in {data_name()}"
            yield Finding(place, message + hint)
