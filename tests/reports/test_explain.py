"""What `check --explain` shows, and the document that lists all codes."""

import re

import pytest

from oicekpi.messages.catalogue import Severity, severity_of
from oicekpi.messages.failures import NotFoundError
from oicekpi.reports import explain


def test_a_code_is_explained_by_its_declaration() -> None:
    """A page has the code, what it means, an example and how to fix it."""
    page = explain.explain("empty-text")
    assert page.startswith("## empty-text\n\n")
    assert "\n\n```yaml\n" in page
    assert "\n```\n\nFix: " in page
    assert page.endswith(".\n")


def test_a_page_names_a_severity_that_is_no_error() -> None:
    """An error is what is expected; a warning says that it is one."""
    for code in explain.codes():
        assert ("Severity: warning." in explain.section(code)) == (
            severity_of(code) is Severity.WARNING
        )


def test_a_summary_is_a_paragraph_in_one_line() -> None:
    """A list of rules shows what each is about."""
    for code in explain.codes():
        assert "\n" not in explain.summary(code)
        assert explain.summary(code)


def test_the_document_has_a_section_for_each_code() -> None:
    """`docs/findings.md` lists every code once, by its name."""
    headings = re.findall(r"^## (.*)$", explain.findings_page(), re.MULTILINE)
    assert headings == sorted(set(explain.codes()))


def test_an_unknown_code_names_the_nearest() -> None:
    """Who mistypes a code learns which one may be meant."""
    with pytest.raises(NotFoundError) as caught:
        explain.explain("emtpy-text")
    assert "empty-text" in caught.value.said().help
    with pytest.raises(NotFoundError) as caught:
        explain.explain("xyz")
    assert caught.value.code == "unknown-code"
