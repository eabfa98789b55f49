"""Checks which roles the values of hive keys can have."""

from daytally_spark.values import day_text
from daytally_spark.values.counts import number_of


def by_key(files):
    """Return the values of each hive key of some files, without nulls."""
    found = {}
    for file in files:
        for name, value in file.keys:
            found.setdefault(name, set())
            if value is not None:
                found[name].add(value)
    return found


def keys_for(role, keys, formats, zone):
    """Return the keys that may have a role: at least one value is readable as its type."""
    return [name for name, values in keys.items() if any(is_readable(role, each, formats, zone) for each in values)]


def is_readable(role, value, formats, zone):
    """Return whether the value of a key is readable as the type of a role."""
    if role == "viewCount":
        return number_of(value) is not None
    if role in ("date", "created_date"):
        form = formats.get(role)
        return (form.day_of(value, zone) if form else day_text.day_of(value, zone)) is not None
    return True
