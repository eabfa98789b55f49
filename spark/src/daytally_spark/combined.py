"""History and snapshot in one: every input row as it was, then the snapshot's rows."""

from daytally_spark.role import ROLES

# Files that are read one by one, which keeps their order without moving a row.
MOST_SCANS = 512


def combined(dataset, snapshot, most_scans=MOST_SCANS):
    """Returns the five roles: the rows of the files by path and row, then those of `snapshot`.

    The metadata of `viewCount` states the provider of the snapshot's counts.
    With more than `most_scans` files the rows are put in order by a shuffle of all of them.
    """
    places = range(len(dataset.files))
    if len(places) > most_scans:
        placed = dataset.frame(*ROLES, placed=True)
        return stated(placed.orderBy("file", "row").select(*ROLES).unionAll(snapshot), snapshot)
    # Spark reads the parts of one file in its order, and a union's partitions in the order of its frames.
    whole = dataset.frame(*ROLES, places=[0])
    for place in places[1:]:
        whole = whole.unionAll(dataset.frame(*ROLES, places=[place]))
    return stated(whole.unionAll(snapshot), snapshot)


def stated(frame, snapshot):
    """States the provider of a snapshot's counts."""
    return frame.withMetadata("viewCount", snapshot.schema["viewCount"].metadata)
