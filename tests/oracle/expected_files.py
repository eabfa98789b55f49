"""Compares the files in `expected/` with the oracle's, and writes them."""

import shutil


def read(case):
    """Return the texts of a case's expected files by name, those of another case if it shares them."""
    return {file.stem: file.read_text("utf-8") for file in sorted(case.expected.glob("*.json"))}


def differences(case, texts):
    """Yield a line for each expected file that differs from the oracle's."""
    stored = read(case)
    for name in sorted({*stored, *texts}):
        if stored.get(name) != texts.get(name):
            yield f"{case.name}: {name}.json{shared(case)}: {first(stored.get(name), texts.get(name))}"


def shared(case):
    """Return the name of the case whose files are compared, if it is another one."""
    return f" of {case.same_as} (same_as)" if case.same_as else ""


def first(stored, found):
    """Describe the first difference of two texts."""
    if stored is None or found is None:
        return "missing" if stored is None else "not expected by the oracle"
    old, new = stored.splitlines(), found.splitlines()
    for number, (left, right) in enumerate(zip(old, new), 1):
        if left != right:
            return f"line {number} is {left}, the oracle finds {right}"
    return f"has {len(old)} lines, the oracle finds {len(new)}"


def write(case, texts):
    """Replace the expected files of a case, or remove them if it shares those of another case.

    Raises ValueError, and changes nothing, if a case states `same_as` and its answers differ.
    """
    if case.same_as:
        problems = list(differences(case, texts))
        if problems:
            raise ValueError("\n".join([*problems, f"{case.name}: remove its same_as, or correct its input"]))
    own = case.folder / "expected"
    shutil.rmtree(own, ignore_errors=True)
    if case.same_as:
        return
    for name, text in texts.items():
        own.mkdir(exist_ok=True)
        (own / f"{name}.json").write_text(text, "utf-8")
