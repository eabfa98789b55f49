"""Runs a case through the command line, and some cases through the page and Spark."""

import random
import shutil

import by_command
import by_page
import judging
import writing
from browser import Browser
from engines import spark_session

# Zones of the machine and the browser. They must only affect the current date.
ZONES = ("UTC", "Pacific/Kiritimati", "America/Los_Angeles", "Asia/Kolkata", "America/Sao_Paulo")

# Spark answers one in N of the cases that it writes, because an answer takes seconds.
CASES_PER_SPARK_ANSWER = 5


class Trial:
    """The engines that answer a case."""

    def __init__(self, args):
        self.args = args
        self.spark = args.spark and start_spark()
        self.browser = args.page and Browser()
        writing.PROGRAM = args.daytally
        writing.SPARK = self.spark

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.browser:
            self.browser.close()
        if self.spark:
            self.spark.stop()

    def problem(self, case, folder, tally=None):
        """Write a case and return what is wrong with the answers, or None."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        case.write(folder)
        expected = judging.expected(folder, case.options)
        chance = random.Random(case.number)
        zone = chance.choice(ZONES)
        arguments = ["--threads", str(chance.choice((1, 2, 5)))]
        spills = chance.random() < 0.3
        if spills:
            arguments += ["--memory", "1MiB"]
        counts = tally.counts if tally else {}
        if tally:
            tally.add(case, expected)
            counts[f"TZ {zone}"] += 1
        command = by_command.Command(self.args.daytally, folder, case.options, zone)
        wrong = by_command.problem(command, arguments, expected)
        if not wrong and self.browser and case.number % self.args.page == 0:
            counts["page"] = counts.get("page", 0) + 1
            # So little memory that the page always spills.
            memory = 10_000 if spills else None
            wrong = by_page.problem(self.browser, folder, case.options, zone, memory, expected)
        if wrong or not self.spark or expected.faults:
            return wrong
        if case.number % (self.args.spark * CASES_PER_SPARK_ANSWER) == 0:
            counts["answered by Spark"] = counts.get("answered by Spark", 0) + 1
            wrong = self.spark_problem(expected)
        return wrong

    def spark_problem(self, expected):
        """Compare the oracle's answers with Spark's."""
        import spark_judging

        return spark_judging.problem(self.spark, expected.data, expected.texts)


def start_spark():
    """Start Spark, or return None with a message if there is no Java."""
    if not spark_session.has_java():
        print("skipped: Spark, because there is no Java")
        return None
    import spark_judging

    return spark_judging.start()
