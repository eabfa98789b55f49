"""What is asked about a case: the command line, and at times the page and Spark."""

import random
import shutil

import by_command
import by_page
import judging
import spark_session
import writing

# The machine's zones and the browser's, which change nothing but what day it is.
ZONES = ("UTC", "Pacific/Kiritimati", "America/Los_Angeles", "Asia/Kolkata", "America/Sao_Paulo")

# Of the cases that Spark writes it answers one in so many, since that takes it seconds.
ANSWERED = 5


class Trial:
    """Everyone who is asked."""

    def __init__(self, given):
        self.given = given
        self.spark = given.spark and started()
        self.page = given.page and by_page.Page()
        writing.PROGRAM = given.daytally
        writing.SPARK = self.spark

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.page:
            self.page.close()
        if self.spark:
            self.spark.stop()

    def problem(self, case, folder, tally=None):
        """Writes a case and describes what is wrong with the answers, or gives None."""
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
            tally.of(case, expected)
            counts[f"TZ {zone}"] += 1
        command = by_command.Command(self.given.daytally, folder, case.options, zone)
        wrong = by_command.problem(command, arguments, expected)
        if not wrong and self.page and case.number % self.given.page == 0:
            counts["page"] = counts.get("page", 0) + 1
            # So little that it always spills.
            memory = 10_000 if spills else None
            wrong = by_page.problem(self.page, folder, case.options, zone, memory, expected)
        if wrong or not self.spark or expected.faults:
            return wrong
        if case.number % (self.given.spark * ANSWERED) == 0:
            counts["answered by Spark"] = counts.get("answered by Spark", 0) + 1
            wrong = self.of_spark(expected)
        return wrong

    def of_spark(self, expected):
        """Compares the oracle's answers with Spark's."""
        import spark_judging

        return spark_judging.problem(self.spark, expected.data, expected.texts)


def started():
    """Starts Spark, or says that there is none."""
    if not spark_session.has_java():
        print("skipped: Spark, since there is no Java")
        return None
    import spark_judging

    return spark_judging.start()
