"""Finds files with undecodable pages by reading every page, because footers do not show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from daytally_spark.errors import ELSEWHERE, DaytallyError, failures, from_spark, of_file, place_of
from daytally_spark.reading.parquet_files import ParquetFiles

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from daytally_spark.reading.rows import Rows
    from daytally_spark.source.listing import File


def find(dataset: ParquetFiles, wanted: Iterable[str]) -> dict[int, DaytallyError]:
    """Return {ordinal: error} for files in which the roles `wanted` cannot be decoded.

    All files are read in one job. If the job fails, the file that the failure names is read alone,
    or each half of the files if it names none. Raises the error of a failure that has another cause.
    """
    found, left = {}, [list(range(len(dataset.files)))]
    while left:
        places = left.pop()
        problem = failure(dataset, wanted, places)
        if problem is None:
            continue
        files = [dataset.files[place] for place in places]
        if len(files) == 1:
            found[places[0]] = own(problem, files[0])
            continue
        at = place_of(str(problem), files)
        if at is not None:
            # Read again, because the first failure may be a network error.
            left += [[places[at]], places[:at] + places[at + 1 :]]
        else:
            left += [places[: len(places) // 2], places[len(places) // 2 :]]
    return found


def failure(dataset: ParquetFiles, wanted: Iterable[str], places: Sequence[int]) -> Exception | None:
    """Return the failure of reading some files, or None if all can be decoded."""
    try:
        dataset.frame(*wanted, places=places).write.format("noop").mode("overwrite").save()
    except failures() as problem:
        return problem
    return None


def own(problem: Exception, file: File) -> DaytallyError:
    """Return the error of the only file that was read; raise it if the bytes are not the cause."""
    error = from_spark(problem, [file])
    if error.code == "spark":
        error = of_file(file, str(problem))
    if error.code != "corrupt":
        raise error
    return error


def named(problem: Exception, dataset: Rows, wanted: Iterable[str]) -> DaytallyError:
    """Return the error of the first file that cannot be decoded, or else the error of Spark."""
    error = from_spark(problem, dataset.files)
    if not isinstance(dataset, ParquetFiles):
        return error
    # Failures outside the reader are not caused by files.
    if error.code != "spark" or "parquet" not in str(problem) or ELSEWHERE.search(str(problem)):
        return error
    try:
        found = find(dataset, wanted)
    except DaytallyError:
        return error
    return found[min(found)] if found else error
