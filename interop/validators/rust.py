"""jsonschema-rs: `rust.py SCHEMA DOCUMENTS` prints a line for each document, `true` or `false`."""

import json
import sys
from pathlib import Path

import jsonschema_rs

schema, documents = map(Path, sys.argv[1:])
validator = jsonschema_rs.Draft7Validator(json.loads(schema.read_text("utf-8")))
with documents.open(encoding="utf-8", newline="\n") as lines:
    for line in lines:
        print(json.dumps(validator.is_valid(json.loads(line))))
