"""The provider of counts, as stated in results."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

    from daytally_spark.provider import Provider

# The metadata key of a column of counts; Spark writes it to the schema in footers.
KEY = "daytally.provider"
URL = "daytally.providerUrl"
SIMULATOR = "simulator"


def of(provider: Provider) -> dict[str, str]:
    """Return the metadata for counts of a provider: its name, and its URL without the query.

    A custom provider may have a `name`.
    """
    found = {KEY: getattr(provider, "name", "callback")}
    url = getattr(provider, "url", None)
    if url:
        parts = urlsplit(url)
        found[URL] = urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path, "", ""))
    return found


def json(found: Mapping[str, str]) -> dict[str, str]:
    """Return a source in the form of the JSON of `daytally`."""
    return {name.removeprefix("daytally."): value for name, value in found.items()}


def sentence(found: Mapping[str, str], counts: int) -> str:
    """Return a text that states where counts come from."""
    many = f"{counts} count{'' if counts == 1 else 's'}"
    if found[KEY] == SIMULATOR:
        return f"SIMULATED: {many} made up from the ids, not real views."
    return f"Source: {many} from {found[KEY]}{f' at {found[URL]}' if URL in found else ''}."
