"""What spark-submit is given: the command line of daytally-spark."""

import sys

from daytally_spark.command import main

sys.exit(main())
