"""Cases of how columns are found: default names, aliases, ambiguity, and given names."""

import pyarrow as pa

from case import Case
from sample import rows
from sheet import PLAIN, one, sheet, write

NAMES = list(PLAIN)
ALIASES = {
    "camel": ("channelId", "videoId", "createdDate", "day", "view_count"),
    "upper": ("CHANNEL", "VIDEO", "CREATED_AT", "TRENDING_DATE", "VIEWS"),
    "published": ("Channel", "Content", "publishedAt", "fetched_at", "viewcount"),
    "snake": ("CHANNELID", "Video", "published_at", "Snapshot_Date", "ViewCount"),
    "publish_date": ("channel", "content", "publish_date", "date", "views"),
    "upload_date": ("channel", "VideoID", "Upload_Date", "Day", "View_Count"),
    "defaults_upper": ("CHANNEL_ID", "VIDEO_ID", "CREATED_DATE", "DATE", "VIEWCOUNT"),
}


def with_extra(folder, names, places=NAMES):
    """Write the sample with additional columns that have other values."""
    table = sheet(rows(7), names=places)
    for number, name in enumerate(names):
        source = table.column(number % 2).combine_chunks()
        values = ["other" for _ in source]
        table = table.add_column(number, name, pa.array(values))
    write(folder / "views.parquet", table)


def both(folder):
    """Write default names beside aliases for the same roles."""
    table = sheet(rows(7))
    wrong = sheet([("X", "x", "2020-01-01", "2020-01-02", 9)] * len(rows(7)))
    names = ["channel", "Content", "upload_date", "day", "views"]
    table = pa.table(wrong.columns + table.columns, names=names + NAMES)
    write(folder / "views.parquet", table)


def twice(place, first, second):
    """Return a writer of a role with two aliases."""

    def make(folder):
        names = NAMES[:place] + [first] + NAMES[place + 1 :]
        table = sheet(rows(7), names=names)
        write(folder / "views.parquet", table.append_column(second, table.column(place)))

    return make


def nested(folder):
    """Write columns of lists and structs that no role needs, beside the five."""
    table = sheet(rows(7))
    count = table.num_rows
    tags = pa.array([["a", None], [], None][number % 3] for number in range(count))
    stats = pa.array([{"views": 1, "day": {"date": "x"}}] * count)
    pairs = pa.array([[("video_id", 1)]] * count, pa.map_(pa.string(), pa.int64()))
    table = table.add_column(0, "tags", tags).add_column(2, "stats", stats)
    write(folder / "views.parquet", table.add_column(4, "pairs", pairs))


def in_structs(folder):
    """Write three roles as fields of structs; one struct and some fields are null."""
    table = sheet(rows(7))
    count = table.num_rows
    made = {name: table[name].to_pylist() for name in NAMES}
    snippet = pa.StructArray.from_arrays(
        [
            pa.array(made["channel_id"]),
            pa.StructArray.from_arrays([pa.array(made["created_date"])], ["publishedAt"]),
            pa.array([["a"]] * count),
        ],
        ["channelId", "at", "tags"],
        mask=pa.array([row == 3 for row in range(count)]),
    )
    statistics = pa.StructArray.from_arrays(
        [pa.array(["1"] * count), pa.array(list(map(str, made["viewCount"])))],
        ["likeCount", "viewCount"],
        mask=pa.array([row == 5 for row in range(count)]),
    )
    columns = [table["date"], snippet, table["video_id"], statistics]
    names = ["date", "snippet", "video_id", "statistics"]
    write(folder / "views.parquet", pa.table(columns, names=names))


def orders(folder):
    """Write files with different column orders and different additional columns."""
    found = rows(12)
    for number, part in enumerate((found[:9], found[9:20], found[20:])):
        table = sheet(part)
        turned = NAMES[number:] + NAMES[:number]
        extra = pa.array([f"title {row}" for row in range(len(part))])
        table = table.select(turned[::-1]).add_column(number, f"title{number}", extra)
        write(folder / f"{number}.parquet", table)


def types_differ(folder):
    """Write files in which each role has another type."""
    found = [row for row in rows(9) if row[4] is not None]
    texts = {"created_date": pa.string(), "date": pa.string(), "viewCount": pa.float64()}
    write(folder / "a.parquet", sheet(found[:9], {"viewCount": pa.decimal128(20, 0)}))
    text = [(*row[:4], float(row[4])) for row in found[9:15]]
    write(folder / "b.parquet", sheet(text, texts))
    binary = {"channel_id": pa.binary(), "video_id": pa.large_string()}
    moments = sheet(found[15:], binary)
    for place, name in ((2, "created_date"), (3, "date")):
        moments = moments.set_column(place, name, moments[name].cast(pa.timestamp("ms")))
    write(folder / "c.parquet", moments)


def cases():
    """Return the cases."""
    other = "Other common names are recognised automatically, in any case."
    question = "Two candidates for one role are an error that names both, never a guess."
    hand = "A column can be named by hand for each role."
    mine = dict(zip(NAMES, ("owner", "clip", "born", "Seen At", "n")))
    differ = "Files may differ in column order, in extra columns and in types."
    found = [
        Case(
            f"columns_{name}",
            "Other names: " + ", ".join(names),
            other,
            one(rows(7), names=list(names)),
            same_as="columns_both",
        )
        for name, names in ALIASES.items()
    ]
    pairs = {
        "channel": (0, "channelId", "Channel"),
        "video": (1, "video", "content"),
        "created": (2, "publishedAt", "upload_date"),
        "date": (3, "day", "trending_date"),
        "count": (4, "views", "view_count"),
    }
    found += [
        Case(
            f"columns_two_{name}",
            f"Two other names for {NAMES[pair[0]]}",
            question,
            twice(*pair),
            error={},
            # The two results that need no date; each of the other roles fails other results.
            same_as="columns_by_hand_missing" if name == "date" else None,
        )
        for name, pair in pairs.items()
    ]
    return found + [
        Case(
            "columns_both",
            "Default names beside other names",
            "The default name wins where it is present.",
            both,
        ),
        Case(
            "columns_by_hand",
            "Column names given by the user",
            hand,
            one(rows(7), names=list(mine.values())),
            {"columns": mine},
            same_as="columns_both",
        ),
        Case(
            "columns_by_hand_wins",
            "A column name given by the user, beside the default name",
            hand,
            lambda folder: with_extra(folder, ["video_id"], ["channel_id", "clip", *NAMES[2:]]),
            {"columns": {"video_id": "clip"}},
            same_as="columns_both",
        ),
        Case(
            "columns_by_hand_settles",
            "A column name given by the user, where two are candidates",
            hand,
            twice(4, "views", "view_count"),
            {"columns": {"viewCount": "view_count"}},
            same_as="columns_both",
        ),
        Case(
            "columns_by_hand_missing",
            "A column name given by the user that the file lacks",
            "A file that lacks a role's column is an error naming the file and the column.",
            one(rows(7)),
            {"columns": {"date": "no such column"}},
            error={},
        ),
        Case(
            "columns_padded",
            "Names with blanks and byte-order marks at their ends",
            "Blanks and byte-order marks at the ends of a column's name do not count.",
            one(rows(7), names=["\ufeffchannel_id", "Video ", " created_date", "date\u00a0", "VIEWS\t"]),
            same_as="columns_both",
        ),
        Case(
            "columns_in_structs",
            "Roles that are fields of structs",
            "A role may be a leaf of a struct, by its dotted path.",
            in_structs,
            {"columns": {"created_date": "snippet.at.publishedAt"}},
        ),
        Case(
            "columns_nested_beside",
            "Lists, structs and maps beside the five",
            differ,
            nested,
            same_as="columns_both",
        ),
        Case("files_differ_in_order", "Files with columns in other orders", differ, orders),
        Case("files_differ_in_types", "Files with other types", differ, types_differ),
    ]
