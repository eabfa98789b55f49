"""Checks the package's imports: only from layers below, without cycles, and files and folders of a readable size.

Usage: layers.py
"""

import ast
import sys
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent / "src"
PACKAGE = SOURCE / "daytally_spark"
# Lowest first; a module imports from its own layer and those before it.
LAYERS = (
    "errors",
    "values",
    "source",
    "reading",
    "provider",
    "results",
    "quality",
    "questions",
    "table",
    "frames",
    "dataset",
    "",
    "command",
    "__main__",
)
MAX_FILES, MIN_LINES, MAX_LINES = 16, 30, 400


def name_of(file):
    """Return the dotted name of a module within the package; empty for the package itself."""
    parts = file.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def imports(file, modules):
    """Return the modules of the package that a file imports, also inside functions and for type hints."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: write imports with the name of the package"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            head, _, inside = name.partition(".")
            if head == PACKAGE.name:
                # The name may be that of a function.
                found.add(inside if inside in modules else inside.rpartition(".")[0])
    return found


def upwards(graph):
    """Yield a text for each import from a layer above."""
    for module, used in sorted(graph.items()):
        own = LAYERS.index(module.partition(".")[0])
        for other in sorted(used):
            if LAYERS.index(other.partition(".")[0]) > own:
                yield f"{module or 'the package'} imports {other or 'the package'}, which is a layer above it"


def cycle(graph):
    """Return a text for a cycle of imports, or None."""
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as problem:
        return f"a cycle of imports: {' → '.join(problem.args[1])}"
    return None


def sizes(files):
    """Yield a text for each folder with too many files, and for each file that is too short or too long."""
    for folder in sorted({file.parent for file in files} | {Path(__file__).resolve().parent}):
        count = len(list(folder.glob("*.py")))
        if count > MAX_FILES:
            yield f"{folder}: {count} files; expected at most {MAX_FILES}"
    for file in files:
        lines = len(file.read_text("utf-8").splitlines())
        if lines > MAX_LINES:
            yield f"{file}: {lines} lines; expected at most {MAX_LINES}"
        if lines < MIN_LINES and not file.name.startswith("__"):
            yield f"{file}: {lines} lines; move them to the module that uses them"


def main():
    """Print what is wrong; return the exit status."""
    files = sorted(PACKAGE.rglob("*.py"))
    modules = set(map(name_of, files))
    graph = {name_of(file): imports(file, modules) for file in files}
    problems = [*upwards(graph), *filter(None, [cycle(graph)]), *sizes(files)]
    print("\n".join(problems) or f"{len(files)} modules import from layers below, without cycles")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
