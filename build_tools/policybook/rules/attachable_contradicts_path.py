from collections.abc import Iterator

from policybook.model import Attachable, Policy, PolicyType
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule

_PATH = "/aws-service-role/"


@rule("attachable-contradicts-path", on=Policy, aws_managed=Severity.WARNING)
def attachable_contradicts_path(policy: Policy, _: Context) -> Iterator[Finding]:
    """A policy of a service-linked role has the path `/aws-service-role/`, and no other has.

    AWS alone makes these policies, and nobody can attach them to identities (IAM User Guide:
    Service-linked roles). What the path says and what `attachable` says are the same fact.
    """
    if policy.attachable is None:
        return
    place = policy.at / "attachable"
    is_linked = policy.attachable is Attachable.SERVICE_LINKED_ROLE
    if is_linked and policy.type is PolicyType.CUSTOMER:
        message = "only AWS makes policies of service-linked roles"
        yield Finding(place, f"{message}: mend `attachable` or `type`")
    elif is_linked and not policy.path.startswith(_PATH):
        message = f"a policy of a service-linked role has the path `{_PATH}`"
        yield Finding(place, f"{message}, not `{policy.path}`: mend `path` or `attachable`")
    elif policy.path.startswith(_PATH) and not is_linked:
        message = f"a policy with the path `{policy.path}` belongs to a service-linked role"
        yield Finding(place, f"{message}: write `service-linked-role`, or mend the path")
