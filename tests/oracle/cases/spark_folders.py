"""Cases that Spark wrote; its part names are random, so they are written once."""

import os
import shutil

from case import Case
from sample import rows
from sheet import sheet, write

TZ = {"spark.sql.session.timeZone": "UTC"}


def session(options):
    """Start a small Spark session with options."""
    from pyspark.sql import SparkSession

    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    for key, value in {**TZ, **options}.items():
        builder = builder.config(key, value)
    return builder.getOrCreate()


def written(options, save):
    """Return a writer of the sample with Spark, from a temporary file."""

    def make(folder):
        plain = folder.parent / "plain.parquet"
        write(plain, sheet(rows(12)))
        spark = session({})
        for key, value in options.items():
            spark.conf.set(key, value)
            spark.sparkContext._jsc.hadoopConfiguration().set(key, value)
        shutil.rmtree(folder)
        save(spark.read.parquet(str(plain)), str(folder))
        for key in options:
            spark.conf.unset(key)
            spark.sparkContext._jsc.hadoopConfiguration().unset(key)
        plain.unlink()

    return make


def parts(frame, folder):
    """Save two parts."""
    frame.repartitionByRange(2, "date").write.parquet(folder)


def by_channel(frame, folder):
    """Save folders by channel."""
    frame.repartition(1).write.partitionBy("channel_id").parquet(folder)


def by_date(frame, folder):
    """Save folders by day."""
    frame.where("date is null or date < '2023-02-05'").repartition(1).write.partitionBy("date").parquet(folder)


def by_odd_text(frame, folder):
    """Save folders by ids that must be escaped in a path."""
    odd = "concat(channel_id, ' /:%=é#?*\"', video_id)"
    frame.where("date < '2023-02-04'").selectExpr(
        "video_id", f"{odd} as channel_id", "created_date", "date", "viewCount"
    ).repartition(1).write.partitionBy("channel_id").parquet(folder)


def as_moments(frame, folder):
    """Save the days as timestamps."""
    frame.selectExpr(
        "channel_id",
        "video_id",
        "timestamp(created_date) + interval 23 hours 59 minutes as created_date",
        "timestamp(date) + interval 1 second as date",
        "cast(viewCount as decimal(38, 0)) as viewCount",
    ).repartition(1).write.parquet(folder)


def cases():
    """Return the cases."""
    codec = "spark.sql.parquet.compression.codec"
    stamp = "spark.sql.parquet.outputTimestampType"
    made = {
        "folder": ("Two parts", {}, parts),
        "lz4_hadoop": ("Codec lz4 in Hadoop's framing", {codec: "lz4"}, parts),
        "zstd": ("Codec zstd", {codec: "zstd"}, parts),
        "gzip": ("Codec gzip", {codec: "gzip"}, parts),
        "v2": (
            "Writer version 2: delta encodings",
            {"parquet.writer.version": "PARQUET_2_0", "parquet.enable.dictionary": "false"},
            parts,
        ),
        "int96": ("INT96 timestamps", {stamp: "INT96"}, as_moments),
        "micros": ("TIMESTAMP_MICROS", {stamp: "TIMESTAMP_MICROS"}, as_moments),
        "millis": ("TIMESTAMP_MILLIS", {stamp: "TIMESTAMP_MILLIS"}, as_moments),
        "by_channel": ("partitionBy channel_id", {}, by_channel),
        "by_date": ("partitionBy date", {}, by_date),
        "by_odd_text": ("partitionBy text that paths escape", {}, by_odd_text),
    }
    return [
        Case(
            f"spark_{name}",
            f"Written by Spark: {title}",
            "A dataset may be a folder as Spark writes it.",
            written(options, save),
            kept=True,
        )
        for name, (title, options, save) in made.items()
    ]
