"""Session settings during a job."""

from contextlib import contextmanager

# Without this setting, Spark 3.5 refuses to write days before 1582.
WRITING = {"spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED"}
# Column names are case-sensitive, like in `daytally`.
READING = {"spark.sql.caseSensitive": "true"}


@contextmanager
def held(spark, settings):
    """Change settings of a session, and restore them at the end."""
    before = {name: spark.conf.get(name, None) for name in settings}
    for name, value in settings.items():
        spark.conf.set(name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                spark.conf.unset(name)
            else:
                spark.conf.set(name, value)
