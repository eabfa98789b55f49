"""Session settings during a job."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pyspark.sql import SparkSession

# Without this setting, Spark 3.5 refuses to write days before 1582.
WRITING = {"spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED"}
# Column names are case-sensitive, like in `daytally`.
READING = {"spark.sql.caseSensitive": "true"}


@contextmanager
def held(spark: SparkSession, settings: Mapping[str, str]) -> Iterator[None]:
    """Change settings of a session, and restore them at the end."""
    before = {name: spark.conf.get(name, None) for name in settings}
    for name, value in settings.items():
        spark.conf.set(name, value)
    try:
        yield
    finally:
        for name, old in before.items():
            if old is None:
                spark.conf.unset(name)
            else:
                spark.conf.set(name, old)
