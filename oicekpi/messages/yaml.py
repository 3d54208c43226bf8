"""What can be wrong with a file below its fields: its bytes, its characters, its YAML."""

from oicekpi.messages.catalogue import Text, declare
from oicekpi.messages.translate import marked as _

# --- files ----------------------------------------------------------------------------------------

declare(
    "unreadable-file",
    cases={
        "link": Text(
            _("it is a symbolic link"), (_("put the file or folder itself in its place"),)
        ),
        "folder": Text(_("it is a folder"), (_("rename it, or put a file in its place"),)),
        "not-folder": Text(_("it is not a folder"), (_("put a folder in its place"),)),
        "not-plain": Text(_("it is not a regular file"), (_("put a regular file in its place"),)),
        "depth": Text(
            _("it is more than {depth} folders deep"), (_("move it into a folder further up"),)
        ),
        "reason": Text(
            _("it cannot be read: {reason:plain}"),
            (
                _("allow yourself to read it: {command:plain}"),
                _("check the disk, and who may read the file"),
            ),
        ),
        "submodule": Text(_("it is another git repository"), (_("put plain files in its place"),)),
        "not-in-git": Text(
            _("git does not have its content here"),
            (_("clone the repository without --filter, or check out this revision once"),),
        ),
        "git": Text(_("git cannot read its content"), (_("check the repository with: git fsck"),)),
    },
    explanation=_(
        "A file or folder cannot be read: you have no permission, it is a link, a pipe or a "
        "device, a folder has the name of a file, or it is too many folders deep. Links are not "
        "followed, so that no file outside the workspace is read."
    ),
    example="records/2024/2024-04-12-trip-a1-staff.yaml -> /home/me/trip.yaml",
    fix=_(
        "Put a regular file in its place, in a regular folder. If you have no permission, "
        "`chmod u+r FILE` gives it to you; a folder needs `chmod u+rx FOLDER`."
    ),
)
declare(
    "empty-file",
    _("the file is empty"),
    _("fill it in, or delete it"),
    explanation=_("A file has no content except perhaps comments."),
    example=_("# to be written"),
    fix=_("Write the plan or the record, or delete the file."),
)
declare(
    "file-too-large",
    cases={
        "bytes": Text(
            _("the file has more than {most} bytes"),
            (_("split it into several files; documents that prove something go into evidence/"),),
        ),
        "values": Text(
            _("the file has more than {most} values"), (_("split it into several files"),)
        ),
    },
    explanation=_(
        "A file has more than 1 MiB, or more than 100,000 values. No plan and no list of records "
        "needs that much, so it is not read."
    ),
    example=_("records/2024/2024-04-trips.yaml     2,097,152 bytes"),
    fix=_("Split it into several files."),
)
declare(
    "not-utf8",
    cases={
        "": Text(
            _("byte {byte:plain} is not valid UTF-8"),
            (_("save the file as UTF-8; older Chinese editors save GBK"),),
        ),
        "utf16": Text(
            _("the file is in UTF-16"), (_("save it as UTF-8 (in Notepad: Save as, Encoding)"),)
        ),
        "text": Text(_("the text is not valid Unicode"), (_("type it again"),)),
    },
    explanation=_(
        "A file is not in UTF-8. Older editors on Chinese Windows save GBK, and Notepad can save "
        "UTF-16."
    ),
    example=_("partner: \\xc4\\xe3\\xba\\xc3     bytes of GBK"),
    fix=_('Save the file again as UTF-8; editors offer it under "Save as" or in the status line.'),
)
declare(
    "control-character",
    cases={
        "": Text(
            _("invisible character {character:plain}"),
            (_("delete it; if you cannot see it, type the line again"),),
        ),
        "line-end": Text(
            _("unexpected line ending {character:plain}"),
            (_("save the file with line endings of Unix (LF) or Windows (CRLF)"),),
        ),
        "escape": Text(
            _("the text has the invisible character {character:plain}"),
            (_("delete its escape sequence, which begins with a backslash"),),
        ),
        "cell": Text(
            _("the text has the invisible character {character:plain}"),
            (_("delete it, or type the text again"),),
        ),
    },
    explanation=_(
        "A file has a character that cannot be seen: a control character, one that changes the "
        'direction of text, or an escape sequence such as `"\\x1b"` that stands for one. It can '
        "hide what a file says."
    ),
    example='note: "\\x1b[2J"',
    fix=_("Delete it. If you cannot see it, type the line again."),
)
declare(
    "merge-conflict",
    cases={
        "": Text(
            _("unresolved merge conflict: {marker:plain}"),
            (
                _(
                    "keep the lines of {ours:plain} or of {theirs:plain}, and delete those that "
                    "begin with <<<<<<<, ======= and >>>>>>>; if both happened, put the second "
                    "record into a file of its own"
                ),
                _(
                    "keep the lines that are right, and delete the lines that begin with "
                    "<<<<<<<, ======= and >>>>>>>"
                ),
            ),
        ),
        "text": Text(
            _("unresolved merge conflict in a text: {marker:plain}"),
            (_("keep the lines that are right, and delete the lines with the markers"),),
        ),
    },
    explanation=_(
        "The markers of an unfinished merge are in the file, or in a text that an editor indented."
    ),
    example="<<<<<<< HEAD\npeople: 2\n=======\npeople: 3\n>>>>>>> main",
    fix=_(
        "Keep the lines that are right, and delete those that begin with `<<<<<<<`, `=======` and "
        "`>>>>>>>`."
    ),
)

# --- YAML -----------------------------------------------------------------------------------------

_WIDE = _("write an ordinary colon and a space, `: `, not the full-width {wide:plain}")
_NO_SPACE = _("put a space after the colon of `{key:plain}`")
_SPACE = _("replace the character {space:plain}, which only looks like a space, with a space")
_QUOTE = _("put the whole text in quotation marks")
_LINE_UP = _("begin it in the same column as the keys that it belongs to")

declare(
    "yaml-syntax",
    cases={
        "tab": Text(_("tab in indentation"), (_("indent with spaces"),)),
        "odd-space": Text(
            _("the character {space:plain} only looks like a space"),
            (_("replace it with an ordinary space, or delete it"),),
        ),
        "no-colon": Text(
            _("expected a key, a colon and a space"),
            (
                _SPACE,
                _WIDE,
                _NO_SPACE,
                _("write `key: value`, or indent the line if it continues the text above"),
            ),
        ),
        "second-colon": Text(
            _("second colon in one line"),
            (_("put the whole text in quotation marks: 'like: this'"),),
        ),
        "too-far-right": Text(
            _("this line is indented further than the one above, so it continues its text"),
            (_LINE_UP,),
        ),
        "indentation": Text(
            _("the indentation of this line matches no line above"), (_SPACE, _LINE_UP)
        ),
        "open-bracket": Text(
            _("`{opening:plain}` is not closed"),
            (_("write `{closing:plain}` after the last value"),),
        ),
        "open-bracket-at-end": Text(
            _("the file ends inside a bracket"),
            (_("close each `[` with `]`, and each `{{` with `}}`"),),
        ),
        "no-comma": Text(
            _("missing comma or `{closing:plain}`"),
            (_("separate values by `, `, or put them in quotation marks"),),
        ),
        "open-quote": Text(
            _("this quotation mark is not closed"),
            (_("close it with the same mark; inside '…' write '' for one '"),),
        ),
        "after-value": Text(
            _("unexpected text after the value"),
            (_("put the whole text in quotation marks; inside '…' write '' for one '"),),
        ),
        "list-item": Text(_("expected a key, got a list item"), (_("indent it under its key"),)),
        "no-dash": Text(
            _("expected a list item"),
            (_SPACE, _("begin it with `- `, or indent it under the item that it belongs to")),
        ),
        "no-key": Text(_("missing key before this colon"), (_("write one"),)),
        "no-value": Text(
            _("missing value before `{character:plain}`"),
            (_("write one, or put the whole text in quotation marks"),),
        ),
        "first-character": Text(_("text cannot begin with `{character:plain}`"), (_QUOTE,)),
        "escape": Text(
            _('unknown escape sequence in "…"'),
            (_("write '…' instead, where a backslash is an ordinary character"),),
        ),
        "block": Text(
            _("unexpected text after `|` or `>`"), (_("begin the text in the next line, indented"),)
        ),
        "dash": Text(
            _("a list cannot begin in the line of its key"),
            (_("begin each item in a line of its own below the key, or write [one, two]"),),
        ),
        "after-end": Text(
            _("unexpected text after the end of the document (...)"), (_("delete the line `...`"),)
        ),
        "directive": Text(_("unexpected directive (%)"), (_("delete the line"),)),
        "parser": Text(
            _("not valid YAML: {problem:plain}"),
            (_("check indentation, brackets and quotation marks in this line and the one above"),),
        ),
        "": Text(
            _("not valid YAML"),
            (_("check indentation, brackets and quotation marks"),),
        ),
    },
    explanation=_(
        "The text is not YAML. The message says what the mistake probably is: a tab, a colon "
        "without a space or in full width, a quotation mark or bracket that is not closed, a line "
        "that is not indented like those around it. Nothing after it can be checked yet."
    ),
    example="date:2024-04-12\nkind: trip",
    fix=_(
        "Do what the message says; here, put a space after the colon. Put a text with a colon and "
        "a space in it in quotation marks."
    ),
)
declare(
    "yaml-feature",
    cases={
        "second-document": Text(
            _("a second document begins here (---)"),
            (_("keep one document per file; several records are a list"),),
        ),
        "directive": Text(_("unexpected directive (%)"), (_("delete the line"),)),
        "alias": Text(
            _("aliases (*name) are not supported"),
            (_("write the value out, or put the text in quotation marks"),),
        ),
        "anchor": Text(
            _("anchors (&name) are not supported"),
            (_("delete it, or put the text in quotation marks"),),
        ),
        "tag": Text(
            _("tags (!name) are not supported"),
            (_("delete it, or put the text in quotation marks"),),
        ),
        "merge-key": Text(_("merge keys (<<) are not supported"), (_("write the keys out"),)),
        "complex-key": Text(
            _("expected a word as the key, got a list or mapping"), (_("write a word"),)
        ),
    },
    explanation=_(
        "The file uses a part of YAML that no plan or record needs and that often misleads readers: "
        "anchors, aliases, tags, merge keys, lists or mappings as keys, several documents."
    ),
    example="note: *see-above",
    fix=_(
        "Write the value out. If it is a text that only looks like this, put it in quotation "
        "marks: `note: '*see-above'`."
    ),
)
declare(
    "yaml-depth",
    _("nested more than {most} levels deep"),
    _("look for stray brackets or dashes, and delete them"),
    explanation=_("Values are nested more than 32 levels deep. No plan or record needs that."),
    example=f"people: {'[' * 33}staff-017{']' * 33}",
    fix=_("Look for stray brackets or dashes, and delete them."),
)
declare(
    "duplicate-key",
    _("duplicate key {key}"),
    _("keep one of the two"),
    explanation=_(
        "One record or mapping has a key twice. Other readers of YAML take the last of the two "
        "without a warning."
    ),
    example="people: 2\npeople: 3",
    fix=_("Keep one of the two."),
)
declare(
    "empty-value",
    cases={
        "": Text(
            _("missing value for {name:field}"),
            (_SPACE, _WIDE, _NO_SPACE, _("write one, or delete the line")),
        ),
        "item": Text(_("empty list item"), (_("write a value, or delete the item"),)),
        "null": Text(_("`{value:plain}` is not a value"), (_("write one, or delete the line"),)),
        "key": Text(_("missing key before this colon"), (_("write one"),)),
    },
    explanation=_(
        "A key has no value, or a value has no key. `~` and `null` do not count as values."
    ),
    example="country:",
    fix=_("Write a value, or delete the line. An empty text is `''`."),
)
declare(
    "number-too-long",
    _("number with {length} characters"),
    _("write at most {most}; if it is text, put it in quotation marks"),
    explanation=_("A number has more than 18 characters, more than any quantity here needs."),
    example="approval: 20240170000000000001",
    fix=_("If it is text, such as the number of a document, put it in quotation marks."),
)
