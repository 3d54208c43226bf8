"""In which encoding a CSV file is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oicekpi.messages.failures import BAD_DATA, BadDataError
from oicekpi.storage.sheets.encoding import decode
from oicekpi.storage.sheets.sheet import MAX_BYTES, Encoding

TEXT = "出访日期,姓名\n2024-03-11,王芳\n"
BOM = b"\xef\xbb\xbf"
# What Chinese offices write: common characters and signs, Latin letters and digits. Left out are
# characters such as 伟, whose two bytes in GBK happen to be one character of UTF-8.
CHINESE = st.text(st.sampled_from("中国姓名日期王李张芳，、；（）德制 abcXYZ019,\n"))
HEADERS = "姓名,日期,学院\n"


@pytest.mark.parametrize(
    ("data", "told", "wanted"),
    [
        (TEXT.encode(), None, Encoding.UTF8),
        (BOM + TEXT.encode(), None, Encoding.MARKED),
        (BOM + TEXT.encode(), Encoding.UTF8, Encoding.MARKED),
        (TEXT.encode("gbk"), None, Encoding.GBK),
        (TEXT.encode("gbk"), Encoding.GBK, Encoding.GBK),
        (TEXT.encode(), Encoding.UTF8, Encoding.UTF8),
        (b"date,people\n", None, Encoding.UTF8),
        (b"date,people\n", Encoding.GBK, Encoding.GBK),
        (b"", None, Encoding.UTF8),
    ],
)
def test_encoding_is_told_or_detected(data: bytes, told: Encoding | None, wanted: Encoding) -> None:
    """UTF-8, with or without its mark, and GBK are told apart; the mark is no part of the text."""
    assert decode("a.csv", data, told)[0] is wanted
    assert decode("a.csv", data, told)[1] in {TEXT, "date,people\n", ""}


CODECS = {Encoding.UTF8: "utf-8", Encoding.MARKED: "utf-8-sig", Encoding.GBK: "gbk"}


@given(CHINESE, st.sampled_from([*CODECS]))
def test_what_is_written_in_an_encoding_is_read_in_it(text: str, written: Encoding) -> None:
    """Each encoding is found by itself, and gives the text that was written in it."""
    codec = CODECS[written]
    assert decode("a.csv", (HEADERS + text).encode(codec)) == (written, HEADERS + text)


OTHERS = {
    "cp950": "王李張劉陳楊黃趙偉芳娜敏靜麗強磊國家姓名學院開始結束 ",
    "euc_kr": "김이박최정강조윤장임민준서연지우현진수아영호은경희철 ",
    "euc_jp": "さくらんぼアイウエオ東京学生国際交流訪問日程 ",
}


@given(st.data(), st.sampled_from([*OTHERS]))
def test_what_is_in_another_encoding_of_the_east_is_never_read_as_gbk(
    data: st.DataObject, codec: str
) -> None:
    """Big5, EUC-KR and EUC-JP have valid bytes of GBK; the names would be others."""
    text = data.draw(st.text(st.sampled_from(OTHERS[codec] + "ab,1\n")))
    try:
        found, read = decode("a.csv", f"name,date\n{text}\n".encode(codec))
    except BadDataError:
        return
    assert text.isascii() or found is Encoding.UTF8 or read == f"name,date\n{text}\n"


def test_big5_is_read_where_it_is_named() -> None:
    """The message names the encodings that it may be; who knows says which."""
    data = "姓名,國家\n劉偉,德國\n".encode("cp950")
    with pytest.raises(BadDataError) as caught:
        decode("a.csv", data)
    assert caught.value.case == "several-encodings"
    assert caught.value.params["rivals"] == ["Big5"]
    assert decode("a.csv", data, Encoding.BIG5) == (Encoding.BIG5, "姓名,國家\n劉偉,德國\n")


def test_rare_characters_of_gb_18030_are_read_too() -> None:
    """A name with a character that GBK lacks is in the files that Chinese systems write as GBK."""
    text = "姓名,学院,日期,王㐂\n\U00020000\n"
    assert decode("a.csv", text.encode("gb18030")) == (Encoding.GBK, text)


@pytest.mark.parametrize(
    ("data", "given_encoding", "case", "params"),
    [
        (TEXT.encode("utf-16"), None, "utf16", {"place": "a.csv"}),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), None, "utf16", {"place": "a.csv"}),
        (b"a,b\n" + "é,ü\n".encode("utf-16-le"), None, "nul", {"place": "a.csv:2"}),
        (
            TEXT.encode("gbk"),
            Encoding.UTF8,
            "encoding",
            {"place": "a.csv:1", "byte": "0xB3", "encoding": "UTF-8"},
        ),
        (
            b"a,b\n\xff,c\n",
            Encoding.GBK,
            "encoding",
            {"place": "a.csv:2", "byte": "0xFF", "encoding": "GBK"},
        ),
        (
            BOM + b"a\n\xff\n",
            Encoding.GBK,
            "encoding",
            {"place": "a.csv:2", "byte": "0xFF", "encoding": "UTF-8"},
        ),
        (
            "王芳,李强,张伟\n王芳\n".encode() + b"\xff\n",
            None,
            "encoding",
            {"place": "a.csv:3", "byte": "0xFF", "encoding": "UTF-8"},
        ),
        (b"a\nK\xf6ln \xe9\n", None, "unknown-encoding", {"place": "a.csv:2", "byte": "0xF6"}),
        (
            "Köln,Universität Tübingen\n".encode("cp1252"),
            None,
            "unlikely-gbk",
            {"place": "a.csv:1", "byte": "0xF6"},
        ),
        (b"x" * (MAX_BYTES + 1), None, "too-large", {"place": "a.csv", "most": 10}),
    ],
)
def test_what_is_in_no_known_encoding_is_refused_by_name(
    data: bytes, given_encoding: Encoding | None, case: str, params: dict[str, object]
) -> None:
    """No doubtful guess puts wrong characters into records; what to do instead is said."""
    with pytest.raises(BadDataError) as caught:
        decode("a.csv", data, given_encoding)
    assert (caught.value.code, caught.value.case) == ("bad-sheet", case)
    assert caught.value.params == params
    assert caught.value.exit_code == BAD_DATA


@given(st.binary(max_size=200), st.sampled_from([None, Encoding.UTF8, Encoding.GBK]))
def test_any_bytes_are_read_or_refused(data: bytes, told: Encoding | None) -> None:
    """Whatever the file holds, it gives text, or a message about it."""
    try:
        _, text = decode("a.csv", data, told)
    except BadDataError as error:
        assert error.said().help  # noqa: PT017 - it need not be raised
    else:
        assert isinstance(text, str)
