"""History and snapshot in one: every input row as it was, then the snapshot's rows."""

from daytally_spark.role import ROLES

# Files that are read one by one, which keeps their order without moving a row.
MOST_SCANS = 512


def combined(dataset, snapshot, most_scans=MOST_SCANS):
    """Gives the five roles: the rows of the files by path and row, then those of `snapshot`.

    With more than `most_scans` files the rows are put in order by a shuffle of all of them.
    """
    places = range(len(dataset.files))
    if len(places) > most_scans:
        placed = dataset.frame(*ROLES, placed=True)
        return placed.orderBy("file", "row").select(*ROLES).unionAll(snapshot)
    # Spark reads the parts of one file in its order, and a union's partitions in the order of its frames.
    whole = dataset.frame(*ROLES, places=[0])
    for place in places[1:]:
        whole = whole.unionAll(dataset.frame(*ROLES, places=[place]))
    return whole.unionAll(snapshot)
