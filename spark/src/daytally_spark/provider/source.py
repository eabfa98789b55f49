"""The provider that counts came from, as results state it."""

from urllib.parse import urlsplit, urlunsplit

# The key in the metadata of a column of counts, which Spark writes into the schema of its footers.
KEY = "daytally.provider"
URL = "daytally.providerUrl"
SIMULATOR = "simulator"


def of(provider):
    """Returns the metadata of the counts of a provider: its name, and its URL without a query.

    A provider of the caller's own may name itself by `name`.
    """
    found = {KEY: getattr(provider, "name", "callback")}
    url = getattr(provider, "url", None)
    if url:
        parts = urlsplit(url)
        found[URL] = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
    return found


def json(found):
    """Returns a source as the JSON of `daytally` has it."""
    return {name.removeprefix("daytally."): value for name, value in found.items()}


def sentence(found, counts):
    """States where so many counts come from."""
    many = f"{counts} count{'' if counts == 1 else 's'}"
    if found[KEY] == SIMULATOR:
        return f"SIMULATED: {many} made up from the ids, not real views."
    return f"Source: {many} from {found[KEY]}{f' at {found[URL]}' if URL in found else ''}."
