"""Frames that are used more than once, written so that they are computed once."""


def kept(frame, path):
    """Writes a frame to the folder `path` and gives it as it is read from there.

    Files are kept rather than cached blocks: they outlive an executor, hold none, and adaptive
    execution joins their partitions, which it does not do with those of a cached plan on Spark 3.5.
    """
    frame.write.mode("overwrite").parquet(path)
    return frame.sparkSession.read.schema(frame.schema).parquet(path)
