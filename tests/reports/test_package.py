"""Files of office programs: equal for equal contents, and known again."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from oicekpi.reports.formats.package import UNSEALED, sealed, wrote, xml_text


def zipped(**parts: str) -> bytes:
    """Make a zip file."""
    file = BytesIO()
    with ZipFile(file, "w") as made:
        for name, text in parts.items():
            made.writestr(name, text)
    return file.getvalue()


PLAIN = {"document": "<w/>", "properties": f"<id>{UNSEALED}</id>"}


def test_a_sealed_file_is_known_again() -> None:
    """It has the same parts, and a digest of them."""
    data = sealed(zipped(**PLAIN))
    assert wrote(data)
    with ZipFile(BytesIO(data)) as made:
        assert made.namelist() == [*PLAIN]
        assert UNSEALED not in made.read("properties").decode()
        assert {each.date_time for each in made.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_a_sealed_file_names_no_time() -> None:
    """Equal parts give equal bytes, whenever they are written."""
    assert sealed(zipped(**PLAIN)) == sealed(zipped(**PLAIN))


def test_a_changed_file_is_not_known() -> None:
    """Neither what was changed nor what an office program saved anew is ours any more."""
    with ZipFile(BytesIO(sealed(zipped(**PLAIN)))) as made:
        parts = {name: made.read(name).decode() for name in made.namelist()}
    assert wrote(zipped(**parts))
    assert not wrote(zipped(**(parts | {"document": "<v/>"})))
    assert not wrote(zipped(**parts, more=""))
    assert not wrote(zipped(document="<w/>"))


@pytest.mark.parametrize(
    "data",
    [b"", b"PK\x03\x04", b"no zip", zipped(a="b")[:-8]],
    ids=["nothing", "start", "text", "cut"],  # a zip file holds the time when it was made
)
def test_what_is_no_zip_file_is_not_known(data: bytes) -> None:
    """Such a file is left alone."""
    assert not wrote(data)


def test_a_file_that_unpacks_to_too_much_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever looks at a file that is in the way does not fill the memory."""
    monkeypatch.setattr("oicekpi.reports.formats.package._MOST", 10)
    assert not wrote(sealed(zipped(**PLAIN)))


def test_xml_holds_no_character_that_hides() -> None:
    """Controls are shown by their code points, and what is no character as such."""
    assert xml_text("a\x00\u202eb\ud800\ufffec\td") == "a<U+0000><U+202E>b<U+D800>\ufffdc d"


def test_whatever_is_changed_in_a_file_it_is_no_bug() -> None:
    """A damaged file is none of ours, or one that says the same."""
    data = sealed(zipped(**PLAIN))
    for at in range(len(data)):
        changed = data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :]
        assert wrote(changed) in {True, False}


def test_a_file_is_unpacked_within_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever it says of its size."""
    data = sealed(zipped(**PLAIN))
    monkeypatch.setattr("oicekpi.reports.formats.package._MOST", 50)
    assert not wrote(data)
