"""The script for spark-submit: runs the command line of daytally-spark."""

import sys

from daytally_spark.command import main

sys.exit(main())
