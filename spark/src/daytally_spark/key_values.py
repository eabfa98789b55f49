"""What the values of hive keys can be read as."""

from daytally_spark import counts, day_text


def by_key(files):
    """Returns the values of each key of some files, nulls left out."""
    found = {}
    for file in files:
        for name, value in file.keys:
            found.setdefault(name, set())
            if value is not None:
                found[name].add(value)
    return found


def readable(role, dataset):
    """Lists the keys that may play a role: those of which at least one value can be read as its type."""
    return [name for name, values in dataset.keys.items() if any(is_readable(role, each, dataset) for each in values)]


def is_readable(role, value, dataset):
    """Returns whether a key's value can be read as a role's type."""
    if role == "viewCount":
        return counts.number_of(value) is not None
    if role in ("date", "created_date"):
        form = dataset.formats.get(role)
        return (form.day_of(value, dataset.zone) if form else day_text.day_of(value, dataset.zone)) is not None
    return True
