"""What is wrong with a spreadsheet as a whole, or with a row before its cells are looked at."""

from oicekpi.messages.catalogue import Text, declare
from oicekpi.messages.translate import marked as _

_TO_XLSX = _("open it in a spreadsheet program, save it as .xlsx, and import that file")
_TO_UTF8 = _("save it as UTF-8 (in Excel: CSV UTF-8)")
_WHICH = _("save the file as UTF-8, or name its encoding, such as --encoding big5")
_HEADERS = _("the first row names the columns")

declare(
    "bad-sheet",
    cases={
        "too-large": Text(
            _("{place:plain}: the file has more than {most} MiB"),
            (_("split it into several files"),),
        ),
        "too-large-unpacked": Text(
            _(
                "{place:plain}: the workbook unpacks to more than {most} MiB, or a sheet spans more than {cells} cells"
            ),
            (_("split it into several files; if it has few rows, copy them into a new workbook"),),
        ),
        "broken": Text(
            _("{place:plain}: the file is damaged, or no Excel workbook (.xlsx)"), (_TO_XLSX,)
        ),
        "old-spreadsheet": Text(
            _("{place:plain}: expected .xlsx or CSV, got a spreadsheet in the old form .xls"),
            (_TO_XLSX,),
        ),
        "password": Text(
            _("{place:plain}: the workbook is protected by a password"),
            (_("save a copy without a password, and import that"),),
        ),
        "merged-header": Text(
            _("{place:plain}: the header {header} is merged over the columns of {cells:plain}"),
            (_("give each column a header of its own, in one row"),),
        ),
        "utf16": Text(_("{place:plain}: the file is in UTF-16"), (_TO_UTF8,)),
        "nul": Text(_("{place:plain}: NUL byte; this is no text, or it is in UTF-16"), (_TO_UTF8,)),
        "encoding": Text(
            _("{place:plain}: byte {byte:plain} is not valid {encoding:plain}"), (_WHICH,)
        ),
        "unknown-encoding": Text(
            _(
                "{place:plain}: byte {byte:plain} is not valid UTF-8, and the file is not GBK either"
            ),
            (_TO_UTF8,),
        ),
        "several-encodings": Text(
            _(
                "{place:plain}: byte {byte:plain} is not valid UTF-8, and the file may be GBK or {rivals:or-plain}"
            ),
            (_WHICH,),
        ),
        "unlikely-gbk": Text(
            _("{place:plain}: byte {byte:plain} is not valid UTF-8, and the file is hardly GBK"),
            (_("save the file as UTF-8, or give --encoding gbk if that is what it is"),),
        ),
        "empty": Text(_("{place:plain}: the file is empty"), (_HEADERS,)),
        "no-rows": Text(
            _("{place:plain}: no rows; the file only has a header"),
            (_("add a row below the header for each record"),),
        ),
        "too-many-rows": Text(
            _("{place:plain}: the file has more than {most} rows"),
            (_("split it into several files"),),
        ),
        "after-quote": Text(
            _("{place:plain}: unexpected text after a closing quotation mark"),
            (_('in a quoted cell, write a quotation mark twice: "say ""yes"" to it"'),),
        ),
        "open-quote": Text(
            _("{place:plain}: a quotation mark of this row is not closed"),
            (_("close it, or delete it"),),
        ),
        "long-cell": Text(
            _("{place:plain}: a cell of this row has more than {most} characters"),
            (_("shorten it; perhaps a quotation mark is not closed"),),
        ),
        "long-header": Text(
            _("{place:plain}: the header {header} has more than {most} characters"),
            (_("shorten it; the first row names the columns"),),
        ),
        "invisible-header": Text(
            _("{place:plain}: the header {header} has the invisible character {character:plain}"),
            (_("type the header again"),),
        ),
        "duplicate-header": Text(
            _("{place:plain}: several columns have the header {headers:and}"),
            (_("give each column a header of its own"),),
        ),
        "no-header": Text(
            _("{place:plain}: {value} is in column {column:plain}, which has no header"),
            (_("let the first row name each column; delete a title above it"),),
        ),
    },
    explanation=_(
        "A spreadsheet cannot be divided into rows and columns, so that none of its rows can be "
        "imported: it is neither CSV nor an Excel workbook, its encoding is unclear, a quotation mark "
        "is not closed, it has a password, or the first row does not name each column."
    ),
    example='date,people\n2024-04-12,"ann',
    fix=_(
        "Do what the message says. In a spreadsheet program, save the file as .xlsx or as CSV UTF-8."
    ),
)
declare(
    "extra-cells",
    _("the row has {cells} cells, but the sheet has one column"),
    _("put a text that has the delimiter in it in quotation marks"),
    many=_("the row has {cells} cells, but the sheet has {count} columns"),
    explanation=_(
        "A row has more cells than the first row has headers. Often a text has a comma in it and "
        "is not in quotation marks."
    ),
    example="date,partner\n2024-04-12,University of Example, Department of Physics",
    fix=_("Put the text in quotation marks."),
)
declare(
    "total-row",
    _("the row is a total, not a record"),
    _("delete it, or move it to another sheet"),
    explanation=_(
        "A row cannot be a record, and one of its cells says that it is a total. If it were imported, "
        "all that it sums up would count twice."
    ),
    example="date,people\n2024-04-12,3\nTotal,3",
    fix=_("Delete the row in a copy of the file, or move it to another sheet."),
)
declare(
    "bad-cell",
    cases={
        "error": Text(
            _("the cell has the error {value:plain} instead of a value"),
            (_("correct its formula"),),
        ),
        "uncomputed": Text(
            _("the formula in the cell was never computed"),
            (_("open the file in a spreadsheet program, and save it there"),),
        ),
        "merged": Text(
            _("the cell is one of the merged cells {cells:plain}"),
            (_("unmerge them, and give each row its own value"),),
        ),
    },
    explanation=_(
        "A cell of a workbook has no value of its own: its formula ended in an error or was never "
        "computed, or it is merged with other cells, of which only the first one has a value."
    ),
    example=_("A2:A3 are merged; only A2 has a value\n#REF!"),
    fix=_(
        "Correct the formula, or unmerge the cells and write the value into each. A column that is "
        "left out may have such cells."
    ),
)
