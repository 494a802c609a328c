from collections.abc import Iterator

from policybook import prose
from policybook.model import Policy
from policybook.problem import Severity
from policybook.rule import Context, Finding, rule

_MOST = 1000


@rule("description-too-long", on=Policy, customer=Severity.ERROR, aws_managed=Severity.HINT)
def description_too_long(policy: Policy, context: Context) -> Iterator[Finding]:
    """A description has at most 1,000 characters.

    IAM refuses a longer one (IAM API Reference: CreatePolicy), and a reader wants to know at a
    glance what a policy is for. What a part of the document is for belongs to a grouping, a
    remark to a note. Markup and addresses of links do not count.
    """
    if policy.description is None:
        return
    if 2 * len(policy.description.markdown) <= _MOST:
        return  # Nothing in Markdown makes a text twice as long.
    links = context.service(policy.service).links
    length = len(prose.plain(prose.parse(policy.description.markdown, links)))
    if length > _MOST:
        message = f"the description has {length:,} characters; at most {_MOST:,} fit"
        yield Finding(policy.description.at, f"{message}: move some to groupings or notes")
