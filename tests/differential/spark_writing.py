"""Writes folders of part files with Spark."""

import re

import pyarrow as pa

CODECS = ("none", "snappy", "gzip", "zstd", "lz4", "lz4_raw")
INSTANTS = ("INT96", "TIMESTAMP_MICROS", "TIMESTAMP_MILLIS")
# The id of a job in file names, which differs on every run.
RUN = re.compile(r"-[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
# Types that Spark does not have, and types that hold their values.
WIDER = {
    pa.uint8(): pa.int16(),
    pa.uint16(): pa.int32(),
    pa.uint32(): pa.int64(),
    pa.uint64(): pa.decimal128(20, 0),
    pa.float16(): pa.float32(),
    pa.string_view(): pa.string(),
    pa.binary_view(): pa.binary(),
}


def widen(table):
    """Return a table with types that Spark supports."""
    columns = {}
    for name, column in zip(table.column_names, table.columns):
        kind = column.type
        if pa.types.is_dictionary(kind):
            kind = kind.value_type
        elif pa.types.is_timestamp(kind):
            kind = pa.timestamp("us", kind.tz)
        columns[name] = column.cast(WIDER.get(kind, kind), safe=False)
    return pa.table(columns)


def write(spark, made, folder, part, chance):
    """Write a table to a folder, with hive keys if the part has one.

    Raises ValueError if Spark rejects the table.
    """
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    try:
        write_folder(spark, made, folder, part, chance)
    except (PySparkException, Py4JError) as problem:
        raise ValueError(str(problem)) from problem


def write_folder(spark, made, folder, part, chance):
    """Write a table to a folder with random options."""
    settings = {
        "spark.sql.parquet.outputTimestampType": chance.choice(INSTANTS),
        "spark.sql.parquet.writeLegacyFormat": chance.choice(("true", "false")),
    }
    for name, value in settings.items():
        spark.conf.set(name, value)
    frame = spark.createDataFrame(widen(made)).repartition(chance.choice((1, 1, 2)))
    writer = frame.write.mode("append").options(
        **{
            "compression": chance.choice(CODECS),
            "parquet.enable.dictionary": chance.choice(("true", "false")),
            "parquet.writer.version": chance.choice(("PARQUET_1_0", "PARQUET_2_0")),
            "parquet.page.size": chance.choice(("64", "1048576")),
            "parquet.page.row.count.limit": chance.choice(("2", "20000")),
            "maxRecordsPerFile": chance.choice(("0", "0", "7")),
        }
    )
    if part.partition is not None:
        writer = writer.partitionBy(part.names[part.partition])
    writer.parquet(str(folder))
    for path in sorted(folder.rglob("*.parquet*")):
        path.rename(path.with_name(RUN.sub("", path.name)))
