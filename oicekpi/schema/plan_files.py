"""The files of `plans/`: which there are, and the plan that each holds."""

from collections.abc import Iterator
from pathlib import PurePath

from oicekpi.domain.finding import Finding
from oicekpi.schema.reading import JudgedPlan, read_plan
from oicekpi.storage.document import Document, unreadable
from oicekpi.storage.workspace import NotReadableError, Tree, ignored


def paths(tree: Tree) -> Iterator[str | Finding]:
    """Go through the files of plans, sorted by name, and through what else is in the folder."""
    try:
        items = tree.items("plans")
    except NotReadableError as error:
        yield unreadable("plans", error)
        return
    for item in items:
        if ignored(item):
            continue
        if PurePath(item.name).suffix == ".yaml":
            yield item.path
        else:
            yield Finding(item.path, 0, 0, "unexpected-file", {}, "plan")


def plan_in(document: Document, *, strict: bool = False) -> JudgedPlan:
    """Return the plan of a file, or what is wrong with it by itself."""
    if document.value is None:
        return JudgedPlan(None, [], None)
    judged = read_plan(document.value, strict=strict)
    return judged._replace(plan=None) if document.findings else judged
