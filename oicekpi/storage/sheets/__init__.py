"""Spreadsheets divided into columns and rows: one reader for each sort of file."""

from oicekpi.messages.failures import UsageError
from oicekpi.storage.sheets import delimited
from oicekpi.storage.sheets.sheet import Encoding, Sheet

# How an Excel file begins: as a ZIP archive, or in the form that Excel had before 2007.
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")


def read(
    name: str, data: bytes, encoding: Encoding | None = None, sheet: str | None = None
) -> Sheet:
    """Return the columns and rows of a file; what it holds decides who reads it, not its name.

    `encoding` is for CSV files, which show it by themselves as a rule; `sheet` names one of an
    Excel file. Raises `BadDataError`, `NotFoundError` and `UsageError`.
    """
    if not data.startswith(_WORKBOOKS):
        if sheet is not None:
            raise UsageError("not-for-file", "sheet", file=name)
        return delimited.read(name, data, encoding)
    if encoding is not None:
        raise UsageError("not-for-file", "encoding", file=name)
    from oicekpi.storage.sheets import workbook  # noqa: PLC0415 - few files are workbooks

    return workbook.read(name, data, sheet)
