"""Settings of the session while a job runs."""

from contextlib import contextmanager

# Spark 3.5 refuses to write days before 1582 unless it is set that they are what they show.
WRITING = {"spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED"}
# Names of columns differ if their case does, as they do to `daytally`.
READING = {"spark.sql.caseSensitive": "true"}


@contextmanager
def held(spark, settings):
    """Sets settings of a session, and puts back what was set before."""
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
