"""The formats in which results can be had: one module a format, and their registry.

A format renders pages (`render`), findings of `check` (`findings`), documents of `report`
(`document`), or several of these. To add one, subclass `Format` and register it under its name.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple

from oicekpi.domain.registry import Registry
from oicekpi.messages.failures import UsageError

if TYPE_CHECKING:
    from oicekpi.checks.report import Report, Source
    from oicekpi.reports.document import Document
    from oicekpi.reports.look import Look
    from oicekpi.reports.tables import Page


MAX_TEMPLATE: Final = 20 << 20
"""Bytes of a template's file."""


class Template(NamedTuple):
    """A file whose placeholders a document is to fill, and its name."""

    path: str
    data: bytes


class Format:
    """One way to write results as text.

    `pages` tells whether it renders pages, `needs_table` whether only those with a table,
    `needs_calendar` whether only those with a calendar; `checks` tells whether it renders the
    findings of `check`. `suffix` is the ending of the files that `report` writes in it; a format
    without one renders no documents. `binary` documents are no text, so that they do not go into a
    pipe by themselves. One with `templates` can lay a document out as a file says.
    """

    pages: ClassVar[bool] = True
    needs_table: ClassVar[bool] = False
    needs_calendar: ClassVar[bool] = False
    checks: ClassVar[bool] = False
    suffix: ClassVar[str] = ""
    binary: ClassVar[bool] = False
    templates: ClassVar[bool] = False

    def render(self, page: "Page", look: "Look", *, raw: bool = False) -> str:
        """Return a page as text with a line break at its end.

        `raw` leaves values as they are that a spreadsheet would take for formulas.
        """
        raise NotImplementedError

    def findings(self, report: "Report", source: "Source", look: "Look") -> str:
        """Return the findings of a check as text; `source` gives the lines to excerpt."""
        raise NotImplementedError

    def document(self, document: "Document") -> bytes:
        """Return a document as the bytes of a file; equal documents give equal bytes."""
        raise NotImplementedError

    def filled(self, document: "Document", template: Template) -> bytes:
        """Return a document as a template lays it out, where there are `templates`."""
        raise NotImplementedError

    def wrote(self, data: bytes) -> bool:
        """Tell whether a file is a document as this format wrote it, which nobody has changed.

        Only such a file is replaced.
        """
        raise NotImplementedError


class _Lazy(Format):
    """A format that comes with the program; its module is loaded when it is used."""

    def __init__(  # noqa: PLR0913 - what a format says of itself
        self,
        module: str,
        *,
        pages: bool = False,
        checks: bool = False,
        needs_table: bool = False,
        needs_calendar: bool = False,
        suffix: str = "",
        binary: bool = False,
        templates: bool = False,
    ) -> None:
        self._module = module
        self.pages, self.checks, self.needs_table = pages, checks, needs_table  # type: ignore[misc]
        self.suffix, self.binary = suffix, binary  # type: ignore[misc]
        self.needs_calendar = needs_calendar  # type: ignore[misc]
        self.templates = templates  # type: ignore[misc]

    def render(self, page: "Page", look: "Look", *, raw: bool = False) -> str:
        return str(self._loaded().render(page, look, raw=raw))

    def findings(self, report: "Report", source: "Source", look: "Look") -> str:
        return str(self._loaded().findings(report, source, look))

    def document(self, document: "Document") -> bytes:
        return bytes(self._loaded().document(document))

    def filled(self, document: "Document", template: Template) -> bytes:
        return bytes(self._loaded().filled(document, template))

    def wrote(self, data: bytes) -> bool:
        return bool(self._loaded().wrote(data))

    def _loaded(self) -> Any:  # noqa: ANN401 - a module
        try:
            return import_module(f"{__name__}.{self._module}")
        except ModuleNotFoundError as error:
            if f"{error.name}".startswith("oicekpi"):
                raise
            form, package = f"--format {self._module}", error.name
            raise UsageError("missing-extra", name=form, package=package, extra="report") from None


FORMATS: Final[Registry[Format]] = Registry()
"""The formats by the names that `--format` takes."""

FORMATS.register("table", _Lazy("text", pages=True))
FORMATS.register("json", _Lazy("json", pages=True, checks=True))
FORMATS.register("csv", _Lazy("csv", pages=True, needs_table=True))
FORMATS.register("jsonl", _Lazy("jsonl", pages=True, needs_table=True))
FORMATS.register("markdown", _Lazy("markdown", pages=True, suffix=".md"))
FORMATS.register("html", _Lazy("html", suffix=".html"))
FORMATS.register("ics", _Lazy("ics", pages=True, needs_calendar=True))
FORMATS.register("xlsx", _Lazy("xlsx", suffix=".xlsx", binary=True))
FORMATS.register("docx", _Lazy("docx", suffix=".docx", binary=True, templates=True))
FORMATS.register("text", _Lazy("text", checks=True))
FORMATS.register("github", _Lazy("github", checks=True))
FORMATS.register("gitlab", _Lazy("gitlab", checks=True))
FORMATS.register("sarif", _Lazy("sarif", checks=True))
FORMATS.register("junit", _Lazy("junit", checks=True))


def page_formats(*, table: bool = True, calendar: bool = False) -> list[str]:
    """Return the names of the formats for pages, of those with a table or a calendar too."""
    return [
        name
        for name, each in FORMATS.items()
        if each.pages and (table or not each.needs_table) and (calendar or not each.needs_calendar)
    ]


def check_formats() -> list[str]:
    """Return the names of the formats for findings."""
    return [name for name, each in FORMATS.items() if each.checks]


def document_formats() -> list[str]:
    """Return the names of the formats for documents."""
    return [name for name, each in FORMATS.items() if each.suffix]


def format_of(name: str) -> str | None:
    """Return the format of the documents whose files end as this name; None if there is none."""
    ending = name.casefold()
    return next(
        (form for form in document_formats() if ending.endswith(FORMATS[form].suffix)), None
    )


def endings() -> list[str]:
    """Return the endings of the files that documents are written into."""
    return [FORMATS[name].suffix for name in document_formats()]
