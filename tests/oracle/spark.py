"""The second oracle: the results on Spark, with all values compared.

Usage: spark.py [CASE…]
       spark.py compare INPUT OUT_FOLDER [--end-date D] [--run-date D]
"""

import argparse
import sys
import time

from engines import spark_session

SMALL = {
    "spark.sql.adaptive.enabled": "false",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
}


def fixtures(arguments):
    """Compare Spark's answers with the expected files of the fixtures."""
    parser = argparse.ArgumentParser(prog="spark.py")
    parser.add_argument("names", nargs="*")
    given = parser.parse_args(arguments)
    spark = spark_session.start(1)
    for key, value in SMALL.items():
        spark.conf.set(key, value)
    from engines import spark_fixtures

    return spark_fixtures.run(spark, given.names)


def compare(arguments):
    """Compare a folder of results with Spark's results for the same input."""
    parser = argparse.ArgumentParser(prog="spark.py compare")
    parser.add_argument("input")
    parser.add_argument("out_folder")
    parser.add_argument("--end-date")
    parser.add_argument("--run-date", default=time.strftime("%Y-%m-%d"))
    given = parser.parse_args(arguments)
    spark = spark_session.start(8)
    from engines import spark_results

    return spark_results.run(spark, given)


def main(arguments):
    """Compare fixtures or a folder."""
    if arguments[:1] == ["compare"]:
        return compare(arguments[1:])
    return fixtures(arguments)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
