"""Parses `--columns role=name,…`."""

from __future__ import annotations

import re

from daytally_spark.role import ROLES

# A comma belongs to the name unless `word=` follows it.
NEXT = re.compile(r",(?=[A-Za-z_]+=)")


def parse(text: str) -> dict[str, str]:
    """Return column names by role. Raises ValueError if the text is not `role=name,…`."""
    found = {}
    for part in NEXT.split(text):
        role, equals, name = part.partition("=")
        if not equals:
            raise ValueError(f"expected role=name, found {part!r}")
        if role not in ROLES:
            raise ValueError(f"there is no role {role!r}; the roles are {', '.join(ROLES)}")
        if not name:
            raise ValueError(f"the column for {role} has no name")
        if role in found:
            raise ValueError(f"the column for {role} is named twice")
        found[role] = name
    return found
