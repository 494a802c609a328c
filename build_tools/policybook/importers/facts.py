"""Single facts of a collection: names, ARNs, days, version ids and documents."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from urllib.parse import unquote

from policybook.model import PolicyType
from policybook.problem import Place, Problem
from policybook.source.shown import shown

_ARN = re.compile(
    r"arn:aws[a-z-]*:iam::(?P<owner>aws|[0-9]{12}):policy"
    r"(?P<path>/(?:[A-Za-z0-9.,+@=_-]+/)*)(?P<name>[\w+=,.@-]+)",
    re.ASCII,
)
_VERSION = re.compile(r"v([1-9][0-9]{0,5})")


class Owner(NamedTuple):
    """What the ARN of a managed policy says."""

    type: PolicyType
    account: str | None
    path: str


@dataclass(slots=True)
class Facts:
    """Takes facts from untrusted data; what is wrong with one becomes a problem, and None."""

    problems: list[Problem] = field(default_factory=list)

    def fault(self, at: Place, rule: str, message: str) -> None:
        """Something is wrong there."""
        self.problems.append(Problem.of(at, rule, message))

    def mapping(self, at: Place, value: Any) -> Mapping[str, Any]:
        """An object; an empty one where there is none."""
        if isinstance(value, dict):
            return value
        self.fault(at, "value-type", f"an object (`{{…}}`) should be here, not {_kind(value)}")
        return {}

    def listed(self, at: Place, value: Any) -> Sequence[Any]:
        """An array; an empty one where there is none."""
        if isinstance(value, list):
            return value
        self.fault(at, "value-type", f"a list (`[…]`) should be here, not {_kind(value)}")
        return ()

    def text(self, at: Place, data: Mapping[str, Any], key: str) -> str | None:
        """The text under a key; None where there is none."""
        value = data.get(key)
        if value is None or isinstance(value, str):
            return value
        self.fault(at / key, "value-type", f"`{key}` is a text, not {_kind(value)}")
        return None

    def moment(self, at: Place, data: Mapping[str, Any], key: str) -> datetime | None:
        """The moment under a key, in UTC as AWS has it; None where there is none."""
        text = self.text(at, data, key)
        if not text:
            return None
        try:
            moment = datetime.fromisoformat(text)
            return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        except (ValueError, OverflowError):
            message = f"`{shown(text)}` is no moment as in 2021-12-07T18:40:59Z"
            self.fault(at / key, "date-invalid", message)
            return None

    def day(self, at: Place, data: Mapping[str, Any], key: str) -> date | None:
        """The day of the moment under a key; None where there is none."""
        moment = self.moment(at, data, key)
        return moment.date() if moment else None

    def number(self, at: Place, label: str | None) -> int | None:
        """The number of a version: 2 of `v2`."""
        if label is None:
            return None
        if match := _VERSION.fullmatch(label):
            return int(match.group(1))
        self.fault(at, "value-invalid", f"a version is written v1, v2, …, not `{shown(label)}`")
        return None

    def owner(self, at: Place, arn: str | None, name: str) -> Owner | None:
        """Whose a policy is and which path it has, by its ARN."""
        if arn is None:
            return None
        match = _ARN.fullmatch(arn)
        if match is None or len(match["path"]) > _LONGEST_PATH:
            message = f"`{shown(arn)}` is not the ARN of a managed policy"
            self.fault(at, "value-invalid", f"{message}, as in arn:aws:iam::aws:policy/NAME")
            return None
        if match["name"] != name:
            message = f"this is the ARN of `{shown(match['name'])}`, not of `{shown(name)}`"
            self.fault(at, "value-invalid", message)
            return None
        if match["owner"] == "aws":
            return Owner(PolicyType.AWS, None, match["path"])
        return Owner(PolicyType.CUSTOMER, match["owner"], match["path"])

    def document(self, at: Place, data: Mapping[str, Any], key: str) -> Any:
        """A document; one that is a text is JSON, which IAM's own interface writes with %."""
        if key not in data:
            self.fault(at, "key-missing", f"`{key}` is missing: it is the policy document")
        value = data.get(key)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value if value.lstrip().startswith("{") else unquote(value))
        except (ValueError, RecursionError):
            self.fault(at / key, "json-invalid", "the document in this text is not JSON: mend it")
            return None


_LONGEST_PATH = 512


def _kind(value: Any) -> str:
    """What JSON calls a value."""
    if isinstance(value, bool):
        return "true or false"
    names = {dict: "an object", list: "a list", str: "a text", type(None): "null"}
    return names.get(type(value), "a number")
