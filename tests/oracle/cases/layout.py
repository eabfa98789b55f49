"""Cases of files and folders: their order, Spark's own files, and hive folders."""

from case import Case
from sample import rows
from sheet import sheet, write


def spread(folder):
    """Write files whose byte order is not the order of their folders or of a locale."""
    names = ("a/2.parquet", "a/10.parquet", "a-1/0.parquet", "a.b/0.parquet", "B.parquet")
    names += ("a.parquet", "b.parquet", "é.parquet", "日.parquet", "😀.parquet", "a/é/0.parquet")
    for number, name in enumerate(names):
        write(folder / name, sheet([(name, f"v{number}", "2023-01-01", "2023-01-02", number)]))


def beside(folder):
    """Write a folder like Spark, with all files that are not data."""
    found = rows(10)
    parts = (found[:12], [], found[12:25], found[25:])
    for number, part in enumerate(parts):
        name = f"part-{number:05}-5d2f-c000.snappy.parquet"
        write(folder / name, sheet(part))
    (folder / "_SUCCESS").write_bytes(b"")
    (folder / "._SUCCESS.crc").write_bytes(b"crc\x00\x00\x00\x02\x00")
    write(folder / "_metadata", sheet([]))
    write(folder / "_common_metadata", sheet([]))
    stray = sheet([("stray", "stray", "2020-01-01", "2020-01-02", 1)])
    write(folder / "_temporary/0/part-00009.snappy.parquet", stray)
    write(folder / ".hidden/part-00009.snappy.parquet", stray)
    write(folder / ".part-00009.snappy.parquet", stray)
    write(folder / "_part-00009.snappy.parquet", stray)


def keyed(*folders, role, kept=False):
    """Return a writer of hive folders, with or without the column of the key."""

    def make(folder):
        for number, name in enumerate(folders):
            table = sheet(
                [("UCfile", f"v{number}", "2023-01-01", f"2023-01-0{day}", day + number) for day in (1, 2, 4)]
            )
            table = table if kept else table.drop_columns([role])
            write(folder / name / "part-0.parquet", table)

    return make


def two_keys(folder):
    """Write hive folders with two keys, one of which has no role."""
    table = sheet(rows(8)).drop_columns(["channel_id"])
    write(folder / "year=2023/channel_id=UCa/part-0.parquet", table.slice(0, 9))
    write(folder / "year=2023/channel_id=UCb/part-0.parquet", table.slice(9, 9))
    write(folder / "year=2024/channel_id=UCa/part-0.parquet", table.slice(18))


def pair(folder):
    """Write two files, which a case names separately."""
    found = rows(8)
    write(folder / "first/b.parquet", sheet(found[:10]))
    write(folder / "first/c.parquet", sheet(found[10:15]))
    write(folder / "a.parquet", sheet(found[15:]))
    write(folder / "unnamed.parquet", sheet(found))


def any_name(folder):
    """Write Parquet files of other extensions, or none, beside files that are not Parquet."""
    found = rows(8)
    for number, name in enumerate(("000000_0", "20240701_144951_00037", "b.parquet.gz", "c.PQ")):
        write(folder / name, sheet(found[number::4]))
    (folder / "notes.txt").write_text("PARQUET")
    (folder / "empty.parquet").write_bytes(b"")


def by_day(folder):
    """Write folders year=/month=/day= of files whose days are in a column of another name."""
    for number, day in enumerate((1, 2, 4)):
        table = sheet([("UCa", f"v{number}", "2023-01-01", f"2023-01-{day:02}", number)])
        renamed = table.rename_columns(["fetched_at" if name == "date" else name for name in table.column_names])
        write(folder / f"year=2023/month=01/day={day:02}/part-0.parquet", renamed)


def cases():
    """Return the cases."""
    keys = "Hive folders key=value/ have columns of their keys."
    day = {"end_date": "2023-01-05"}
    return [
        Case(
            "files_order",
            "Files in byte order of path",
            "combined keeps the input's order: files by path, then row order.",
            spread,
        ),
        Case(
            "spark_like_folder",
            "Parts beside _SUCCESS, _metadata and other files",
            "A folder as Spark writes it.",
            beside,
        ),
        Case(
            "files_named",
            "Two files and a folder, named one by one",
            "A dataset is one or more Parquet files; combined has files by path.",
            pair,
            input=["input/first", "input/a.parquet"],
        ),
        Case(
            "hive_channel",
            "Folders of channels",
            keys,
            keyed(
                "channel_id=UCx",
                "channel_id=007",
                "channel_id=UC%2Fy%20z",
                "channel_id=é",
                "channel_id=50%25%zz",
                "channel_id=a+b=c",
                role="channel_id",
            ),
            day,
        ),
        Case(
            "hive_escaped_high_bytes",
            "A folder whose name escapes bytes above 0x7F",
            "Escapes in a folder's name are UTF-8 if its bytes are then, else Latin-1.",
            keyed("channel_id=%C3%A9", "channel_id=%E9", role="channel_id"),
            day,
        ),
        Case(
            "hive_date",
            "Folders of days",
            keys,
            keyed("date=2023-01-02", "date=2023-01-03", "date=__HIVE_DEFAULT_PARTITION__", role="date"),
            day,
        ),
        Case(
            "hive_date_unreadable",
            "Folders of days, one of which is not a day",
            keys,
            keyed("date=2023-01-02", "date=soon", role="date"),
            day,
            error={},
        ),
        Case(
            "hive_null_channel",
            "The folder of null channels",
            keys,
            keyed("channel_id=UCx", "channel_id=__HIVE_DEFAULT_PARTITION__", role="channel_id"),
            day,
        ),
        Case(
            "hive_other_name",
            "Folders of days under another name",
            keys,
            keyed("day=2023-01-02", "day=2023-01-03", role="date"),
            day,
        ),
        Case(
            "files_of_any_name",
            "Files without an extension beside text and an empty file",
            "Every file that is not hidden counts if it begins or ends as Parquet does.",
            any_name,
        ),
        Case(
            "hive_year_month_day",
            "Folders year=/month=/day= and dates in another column",
            "A key is a candidate for a role only if one of its values can be read as that role.",
            by_day,
            day,
        ),
        Case("hive_two_keys", "Folders within folders", keys, two_keys),
        Case(
            "hive_key_wins",
            "A key that the file has as a column too",
            "A partition key beats the file's column of that name, as in Spark.",
            keyed("channel_id=UCkey", "channel_id=UCother", role="channel_id", kept=True),
            day,
        ),
    ]
