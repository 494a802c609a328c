from collections.abc import Iterator

from policybook.iam.exposure import is_whole_service, whole_services
from policybook.model import Statement
from policybook.problem import Severity
from policybook.rule import Context, Finding, at_first, rule
from policybook.traits import an_action


@rule(
    "service-wildcard",
    on=Statement,
    customer=Severity.WARNING,
    aws_managed=None,
    given=an_action(is_whole_service),
)
def service_wildcard(statement: Statement, _: Context) -> Iterator[Finding]:
    """No statement allows all actions of a service on resources that it does not name.

    Such a wildcard allows what the service can do today and whatever it will ever do, permissions
    management and deletion among it (AWS Security Hub: control IAM.21). On resources that the
    statement names it is for their owner to judge.
    """
    message = (
        "with {} this allows all of the service, now and in future: "
        "name the actions that are needed, or the resources"
    )
    return at_first(whole_services(statement), message)
