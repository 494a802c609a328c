from collections.abc import Iterator

from policybook.iam.exposure import whole_services
from policybook.model import Statement
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule
from policybook.words import some


@rule("service-wildcard", on=Statement, customer=Severity.WARNING, aws_managed=None)
def service_wildcard(statement: Statement, _: Context) -> Iterator[Finding]:
    """No statement allows all actions of a service on resources that it does not name.

    Such a wildcard allows what the service can do today and whatever it will ever do, permissions
    management and deletion among it (AWS Security Hub: control IAM.21). On resources that the
    statement names it is for their owner to judge.
    """
    found = whole_services(statement)
    if found:
        place, _action = found[0]
        message = (
            f"with {some([action for _, action in found])} this allows every action of a service, "
            "now and in future: name the actions that are needed, or the resources"
        )
        yield Finding(place, message)
