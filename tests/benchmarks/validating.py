"""The peer of the check: jsonschema alone, `python validating.py SCHEMA FOLDER`."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from jsonschema import Draft202012Validator

schema = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
validator = Draft202012Validator(schema)
for path in sorted(Path(sys.argv[2]).rglob("v*.json")):
    for error in validator.iter_errors(json.loads(path.read_text(encoding="utf-8"))):
        print(path, error.message)
