"""Compares Spark's results with every fixture that Spark reads as the specification requires."""

import json

from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import functions as F

import case as cases
from engines import spark_input, spark_questions

BROTLI = "Spark has no Brotli codec"
NANOS = "Spark does not read TIMESTAMP(NANOS)"
POINT = "Spark does not cast text with a point or an exponent to an integer"
SKIPPED = {
    "codec_brotli_v1": BROTLI,
    "codec_brotli_v2": BROTLI,
    "count_float16": "Spark does not read FLOAT16",
    "day_timestamp_ns_local": NANOS,
    "day_timestamp_ns_utc": NANOS,
    "count_text": POINT,
    "unreadable_counts_text": POINT,
    "day_text_forms": "Spark ignores an offset after a blank",
    "day_text_minutes": "Spark does not read an offset after a time without seconds",
    "sum_limits": "Spark refuses a sum whose intermediate value exceeds int64",
    "type_date_time": "Spark does not read TIME(MILLIS)",
    "unreadable_days_range": "Spark refuses timestamps outside its own range",
    "ids_fixed_binary": "Spark does not state which binary has a fixed length, and is padded",
    "null_type": "Spark reads Arrow's null type as int",
    "hive_escaped_high_bytes": "Spark reads each escape as a character of Latin-1",
    "hive_year_month_day": "Spark reads the key day as a number, which has no role",
    "table_databricks": "Spark without Databricks reads uncommitted files too",
}


def run(spark, names):
    """Compare the named cases, or all; print differences and skipped cases."""
    failed = compared = 0
    for case in cases.stored():
        if names and case.name not in names:
            continue
        reason = skip(case)
        if reason:
            print(f"skipped {case.name}: {reason}", flush=True)
            continue
        problems = differences(spark, case)
        spark.catalog.clearCache()
        compared += 1
        failed += bool(problems)
        for problem in problems:
            print(f"{case.name}: {problem}", flush=True)
    print(f"{compared} cases compared with Spark, {failed} differ")
    return 1 if failed or not compared else 0


def skip(case):
    """Return the reason to skip a case, or None."""
    if case.error and case.error["code"] != "sum_overflow" and not expected(case):
        return f"its answer is the error {case.error['code']}"
    return SKIPPED.get(case.name)


def expected(case):
    """Return the expected results of a case that Spark answers too."""
    files = sorted(case.expected.glob("*.json"))
    return [file for file in files if file.stem != "diagnostics"]


def differences(spark, case):
    """Return what differs between Spark's answers and the expected files."""
    problems = []
    try:
        frame = local(spark, spark_input.read(spark, case))
        options = case.options
        frames = spark_questions.every(frame, options.get("end_date"), options["run_date"])
        for file in expected(case):
            wanted = json.loads(file.read_text("utf-8"))["rows"]
            found = rows(frames[file.stem])
            if found != sorted(wanted, key=repr):
                problems.append(f"{file.stem}: {first(sorted(wanted, key=repr), found)}")
    except (PySparkException, Py4JError) as problem:
        return [*problems, " ".join(str(problem).splitlines()[:3])]
    if case.error and case.error["code"] == "sum_overflow":
        problems += overflow(frames["monthly"])
    return problems


def overflow(frame):
    """Return the problems if Spark does not refuse the sum too."""
    try:
        frame.collect()
    except PySparkException as problem:
        return [] if "ARITHMETIC_OVERFLOW" in str(problem) else [str(problem)]
    return ["Spark has an answer, expected sum_overflow"]


def local(spark, frame):
    """Read a frame once, so that the questions do not read the files again."""
    return frame.coalesce(1).cache()


def texts(frame):
    """Return every column as text, lists as lists of text."""
    return [F.col(name).cast("array<string>" if kind.startswith("array") else "string") for name, kind in frame.dtypes]


def rows(frame):
    """Return a frame's rows in the form of the expected files, sorted."""
    found = frame.select(texts(frame)).collect()
    return sorted((list(row) for row in found), key=repr)


def first(wanted, found):
    """Describe the first row that differs."""
    for left, right in zip(wanted, found):
        if left != right:
            return f"expected {left}, Spark has {right}"
    return f"expected {len(wanted)} rows, Spark has {len(found)}"
