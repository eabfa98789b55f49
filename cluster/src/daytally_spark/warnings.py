"""What a reader must know before using the results: shown above them in every build."""

from daytally_spark.lifetime import verdict

# Of a needed column's values, unreadable ones up to this share are only in the diagnostics.
MANY = 0.01


def of_files(dataset):
    """Lists the warnings about a dataset's files, each with `code`, `message` and `files`."""
    found = [skipped(dataset), *as_files(dataset), *copies(dataset), *unreadable(dataset)]
    return [each for each in found if each]


def warning(code, message, files=()):
    """Makes a warning."""
    return {"code": code, "message": message} | ({"files": list(files)} if files else {})


def skipped(dataset):
    """Warns of bad files that were skipped."""
    count = len(dataset.problems)
    if not count:
        return None
    files = "1 file was skipped and is" if count == 1 else f"{count} files were skipped and are"
    return warning("skipped_files", f"{files} missing from every result.", [each["file"] for each in dataset.problems])


def as_files(dataset):
    """Warns of tables that are read regardless of their logs."""
    for table in dataset.tables:
        if table["asFiles"]:
            message = (
                f"{table['path']} ({table['format']}) was read as plain files, regardless of its log: deleted and "
                "replaced rows count too."
            )
            yield warning("as_files", message, [table["path"]])


def copies(dataset):
    """Warns of files of one length and with equal footers."""
    alike = {}
    for file, known in zip(dataset.files, dataset.footers):
        alike.setdefault((file.bytes, known.digest), []).append(file.name)
    for names in alike.values():
        if len(names) > 1:
            message = f"{len(names)} files have the same length and equal footers. If they are copies, every row counts"
            yield warning("suspected_copies", f"{message} {len(names)} times.", names)


def unreadable(dataset):
    """Warns of needed columns of which more than 1 % cannot be read."""
    totals = {}
    for (file, role), each in dataset.checked.items():
        present, lost, files, example = totals.get((role, each.column), (0, 0, [], None))
        if each.unreadable:
            files, example = [*files, file], example or each.example
        totals[role, each.column] = present + each.present, lost + each.unreadable, files, example
    for (role, name), (present, lost, files, example) in totals.items():
        if lost > MANY * present:
            message = f"{lost} of {present} values of column {name} cannot be read as {role}, such as {example!r}."
            yield warning("unreadable_values", f"{message} They count as null.", files)


def of_counts(pairs):
    """Warns of lifetime counts, by the pairs of `lifetime.pairs`."""
    verb = {"yes": "are", "possible": "may be"}.get(verdict(pairs))
    if verb:
        message = (
            f"The counts {verb} lifetime counts, and not views of a day: from one day to the next of a video they rise "
            f"in {pairs['rising']} of {pairs['differing']} pairs that differ, from {pairs['videos']} videos. Sums of "
            "lifetime counts mean nothing."
        )
        yield warning("lifetime_counts", message)


def lines(found):
    """Returns warnings as they are printed."""
    return [f"Warning: {each['message']}{named(each.get('files', []))}" for each in found]


def named(files):
    """Names files after a sentence."""
    more = f" and {len(files) - 3} more" if len(files) > 3 else ""
    return f" Files: {', '.join(files[:3])}{more}." if files else ""
