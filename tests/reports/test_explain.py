"""What `check --explain` says."""

import pytest

from oicekpi.messages.failures import UnknownCodeError
from oicekpi.reports import explain


def test_a_code_is_explained_by_its_section() -> None:
    """The section comes whole, with its heading."""
    told = explain.explain("empty-text")
    assert told.startswith("## empty-text\n\nA text has no characters but spaces.\n\n```yaml\n")
    assert told.endswith("Mend: write it, or delete the line.\n")


def test_a_summary_is_the_first_paragraph_in_one_line() -> None:
    """A list of rules shows what each is about, in words that were wrapped in the document."""
    assert explain.summary("no-plan") == (
        "The folder `plans/` holds no plan, so there is nothing that the records could be "
        "measured against."
    )


def test_an_unknown_code_names_the_nearest() -> None:
    """Who mistypes a code is told which one was meant."""
    with pytest.raises(UnknownCodeError) as caught:
        explain.explain("emtpy-text")
    assert caught.value.hint == "did you mean empty-text?"
    with pytest.raises(UnknownCodeError) as caught:
        explain.explain("xyz")
    assert caught.value.hint.endswith("/docs/findings.md lists them all")
