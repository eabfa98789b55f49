"""Runs the command line: `python -m daytally_spark`."""

import sys

from daytally_spark.command import main

sys.exit(main())
