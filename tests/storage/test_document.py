"""Where in a file something is wrong."""

from oicekpi.domain.finding import Finding
from oicekpi.storage import document
from oicekpi.storage.yamlfile import YamlRefusedError


def test_a_refused_file_is_a_finding_with_its_whole_place() -> None:
    """The finding has code, message, hint and place of the refusal."""
    refusal = YamlRefusedError("yaml-syntax", "what", "how", (2, 3, 2, 9))
    assert document.refused("records/a.yaml", refusal) == [
        Finding("records/a.yaml", 2, 3, "yaml-syntax", "what", "how", end_line=2, end_column=9)
    ]


def test_a_file_without_faults_is_not_read_again() -> None:
    """Places are looked up only where something is wrong."""
    assert document.place("records/a.yaml", b"[" * 100, []) == []
