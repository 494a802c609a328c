from collections.abc import Iterator

from policybook.iam import servicedata
from policybook.iam.actions import data_name, matched
from policybook.iam.pattern import prefix
from policybook.iam.reach import is_everything, takes
from policybook.iam.servicedata import Action
from policybook.model import Effect, Statement
from policybook.problem import Place, Severity
from policybook.rule import Context, Finding, at_first, rule


@rule(
    "resource-unsupported",
    on=Statement,
    customer=Severity.WARNING,
    aws_managed=Severity.HINT,
)
def resource_unsupported(statement: Statement, _: Context) -> Iterator[Finding]:
    """Each action finds a resource in its statement that it works on.

    An action works on the types of resources that the Service Authorization Reference lists for
    it, and only on `*` where it lists none. `s3:ListBucket` works on a bucket, as in
    `arn:aws:s3:::acme`, and `s3:GetObject` on the objects in it, as in `arn:aws:s3:::acme/*`. For
    an action without such a resource the statement does nothing. The types are those of the action
    data, whose version the message names.
    """
    resources = statement.resources
    if not resources or any(map(is_everything, resources)):
        return

    def is_idle(written: str) -> bool:
        found = matched(written)
        return bool(found) and not any(takes(action, resources) for action in found)

    boundless: list[tuple[Place, str]] = []
    misplaced: list[tuple[Place, str]] = []
    for place, written in statement.each("Action", where=is_idle):
        has_types = any(action.resource_types for action in matched(written))
        (misplaced if has_types else boundless).append((place, written))
    does = "allows" if statement.effect is Effect.ALLOW else "denies"
    message = (
        f"by {data_name()}, {{}} cannot be limited to resources, so this {does} nothing: "
        "write a statement with the resource `*` for that"
    )
    yield from at_first(boundless, message)
    if misplaced:
        name = misplaced[0][1]
        message = (
            f"by {data_name()}, no resource here is one for {{}}, so this {does} nothing: "
            f"`{name}` works on ones such as `{_arn(matched(name))}`"
        )
        yield from at_first(misplaced, message)


def _arn(actions: tuple[Action, ...]) -> str:
    """The plainest ARN of a resource that one of the actions works on."""
    arns = [
        arn.replace("${Partition}", "aws")
        for action in actions
        for kind in action.resource_types
        for arn in servicedata.resource_types(prefix(action.name))[kind]
    ]
    return min(arns, key=lambda arn: (len(arn), arn))
