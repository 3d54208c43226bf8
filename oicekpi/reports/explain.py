"""What each code of a finding means: pages made of the declarations of the messages."""

import re
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from oicekpi import messages
from oicekpi.messages.catalogue import CATALOGUE, Message, Severity
from oicekpi.messages.failures import NotFoundError
from oicekpi.messages.text import nearest
from oicekpi.messages.translate import gettext
from oicekpi.messages.translate import gettext as _


def explain(code: str) -> str:
    """Return the page of a code: what it means, an example, how to fix it.

    Raises `NotFoundError` for a code that does not exist.
    """
    known = codes()
    if code not in known:
        raise NotFoundError("unknown-code", wanted=code, near=nearest(code, known))
    return f"## {code}\n\n{section(code)}\n"


def section(code: str) -> str:
    """Return what is said of a code, in Markdown without its heading."""
    message = _explained()[code]
    parts = [gettext(message.explanation)]
    if message.severity is not Severity.ERROR:
        parts.insert(0, _("Severity: {severity}.").format(severity=_(message.severity.value)))
    if message.example:
        is_yaml = re.search(r"^[\s-]*[\w.]+:(\s|$)", message.example, re.MULTILINE)
        example = gettext(message.example).strip("\n")
        parts.append(f"```{'yaml' if is_yaml else ''}\n{example}\n```")
    if message.fix:
        parts.append(_("Fix: {fix}").format(fix=gettext(message.fix)))
    return "\n\n".join(parts)


def summary(code: str) -> str:
    """Return the first paragraph about a code in one line."""
    return " ".join(gettext(_explained()[code].explanation).partition("\n\n")[0].split())


def codes() -> list[str]:
    """Return all codes that have a page, in the order of their declarations."""
    return [*_explained()]


def findings_page() -> str:
    """Return the document that lists all codes: `docs/findings.md`."""
    head = _(
        "# Findings\n\n"
        "This page lists everything that `oicekpi check` can find: what it means, an example, and "
        "how to fix it. `oicekpi check --explain CODE` prints one section. Only an error makes the "
        "exit code 1; with `--strict` a warning does, too. A note never does."
    )
    return "\n".join([f"{head}\n", *(explain(code) for code in sorted(codes()))])


@cache
def _explained() -> dict[str, Message]:
    """Load all declarations, and return those that have an explanation."""
    for module in iter_modules(messages.__path__):
        import_module(f"{messages.__name__}.{module.name}")
    return {code: each for code, each in CATALOGUE.messages.items() if each.explanation}
