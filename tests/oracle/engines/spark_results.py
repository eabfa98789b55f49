"""Compares a folder of results with Spark's answers, at any scale."""

from pathlib import Path

from pyspark.sql import functions as F

from engines import spark_questions

ROW = ("channel_id", "video_id", "created_date", "date", "viewCount")
TYPES = dict(zip(ROW, ("string", "string", "date", "date", "bigint")))


def source(spark, given):
    """Read the five columns of a file or a folder."""
    frame = spark.read.parquet(given)
    return frame.select([F.col(name).cast(kind).alias(name) for name, kind in TYPES.items()])


def difference(name, found, wanted):
    """Describe how two frames differ regardless of row order, or return None."""
    if found.dtypes != wanted.dtypes:
        return f"{name}: has {found.dtypes}, Spark {wanted.dtypes}"
    rows, known = found.count(), wanted.count()
    extra = found.exceptAll(wanted).limit(1).collect()
    if extra or rows != known:
        return f"{name}: has {rows} rows, Spark {known}; not in Spark's answer: {extra}"
    return None


def run(spark, given):
    """Compare every result that the folder holds, whatever the order of its rows."""
    frame = source(spark, given.input)
    frames = spark_questions.every(frame, given.end_date, given.run_date)
    problems = 0
    for name, wanted in frames.items():
        file = Path(given.out_folder) / f"{name}.parquet"
        if not file.exists():
            print(f"{name}: missing")
            problems += name != "combined"
            continue
        found = spark.read.parquet(str(file))
        problem = difference(name, found, wanted)
        problems += problem is not None
        print(problem or f"{name}: {found.count()} rows are the same", flush=True)
    return 1 if problems else 0
