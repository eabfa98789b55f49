"""Checks which roles the values of hive keys can have."""

from daytally_spark import counts, day_text


def by_key(files):
    """Return the values of each hive key of some files, without nulls."""
    found = {}
    for file in files:
        for name, value in file.keys:
            found.setdefault(name, set())
            if value is not None:
                found[name].add(value)
    return found


def readable(role, dataset):
    """Return the keys that may have a role: at least one value is readable as its type."""
    return [name for name, values in dataset.keys.items() if any(is_readable(role, each, dataset) for each in values)]


def is_readable(role, value, dataset):
    """Return whether the value of a key is readable as the type of a role."""
    if role == "viewCount":
        return counts.number_of(value) is not None
    if role in ("date", "created_date"):
        form = dataset.formats.get(role)
        return (form.day_of(value, dataset.zone) if form else day_text.day_of(value, dataset.zone)) is not None
    return True
