"""Columns named by hand: `role=name,…`."""

import re

from daytally_spark.role import ROLES

# A comma is a part of a name unless another `word=` follows it.
NEXT = re.compile(r",(?=[A-Za-z_]+=)")


def parse(text):
    """Gives names by role. Raises ValueError with a sentence for what is no `role=name,…`."""
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
