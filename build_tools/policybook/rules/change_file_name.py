import re
from collections.abc import Iterator

from policybook.model import Change, UpdateKind
from policybook.rule import Context, Finding, rule

_NAME = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(-[a-z0-9]+)+")


@rule("change-file-name", on=Change)
def change_file_name(change: Change, context: Context) -> Iterator[Finding]:
    """The file of a change is named after its date, as in 2021-12-07-new-operations.yaml.

    The name is the change's stable id and its anchor on the site, and it keeps the folder in
    the order of the history.
    """
    if any(update.kind is UpdateKind.TRACKED for update in change.updates):
        return
    if not _NAME.fullmatch(change.id):
        message = "name the file DATE-WORDS.yaml, in lower-case letters, digits and hyphens"
        yield Finding(change.at, message)
    elif change.id[:10] != change.date.isoformat():
        message = f"the file is named after {change.id[:10]}: mend the date, or rename the file"
        lock = context.catalogue.lock
        if lock and any(address.endswith(f":{change.id}") for address, _ in lock.entries):
            message += f" and put `{change.id}` under `aliases`"
        yield Finding(change.at / "date", message)
