"""What can be wrong with a single value or key of a plan or record."""

from oicekpi.messages.catalogue import Text, declare
from oicekpi.messages.translate import marked as _

declare(
    "wrong-type",
    cases={
        "text": Text(_("expected text, got {value}"), (_("write one text"),)),
        "scalar": Text(_("expected text, got {value}"), (_("put it in quotation marks"),)),
        "whole": Text(
            _("expected a whole number, got {value}"), (_("write it in digits, such as 15"),)
        ),
        "number": Text(
            _("expected a number, got {value}"), (_("write it in digits, such as 0.25"),)
        ),
        "list": Text(
            _("expected a list, got {value}"),
            (_("write [one, two], or a line with `- ` for each"),),
        ),
        "mapping": Text(
            _("expected keys with values, got {value}"),
            (_("write lines of `key: value`"),),
        ),
        "wide-colon": Text(
            _("expected keys with values, got {value}"),
            (_("write an ordinary colon and a space, `: `, not the full-width \uff1a"),),
        ),
        "colon": Text(
            _("expected keys with values, got {value}"), (_("put a space after the colon"),)
        ),
    },
    explanation=_(
        "A value has another type than its key expects: a number where text is expected, one value "
        "where a list is."
    ),
    example="approval: 2024017",
    fix=_(
        "Put text that looks like a number in quotation marks; write a list as `[one, two]` or with "
        "`- ` before each item."
    ),
)
declare(
    "missing-key",
    _("missing value for {key:field}"),
    _("add a line such as `kind: trip`"),
    cases={
        "": Text(_("missing value for {key:field}"), (_("add {key:field}"),)),
        "kind": Text(_("missing value for {key:field}"), (_("add a line such as `kind: trip`"),)),
    },
    explanation=_("A key that must be there is missing."),
    example="date: 2024-04-12\nkind: trip\nindicator: A1.staff",
    fix=_("Add the key with its value. `docs/formats.md` lists the keys of each kind."),
)
declare(
    "unknown-key",
    cases={
        "": Text(
            _("unknown key {key}"), (_("did you mean {near}?"), _("the keys are {known:and-plain}"))
        ),
        "twice": Text(
            _("unknown key {key}"), (_("it looks like {near}, which is already given; keep one"),)
        ),
    },
    explanation=_(
        "The key is not one that can be used here. A value under an unknown key would otherwise be "
        "ignored without a word."
    ),
    example="aproval: U-2024-017",
    fix=_("Correct the spelling, or delete the line."),
)
declare(
    "unknown-value",
    _("{value} is not one of {known:or-plain}"),
    _("did you mean {near}?"),
    _("write {known:or-plain}"),
    explanation=_("Only a few words are allowed here, and this is none of them."),
    example="state: plan",
    fix=_("Write one of the words that the message lists."),
)
declare(
    "empty-text",
    _("the text is empty"),
    _("write some text, or delete it"),
    explanation=_("A text has nothing in it but spaces."),
    example='partner: " "',
    fix=_("Write the text. A key that may be left out can be deleted."),
)
declare(
    "placeholder",
    _("{value} stands for nothing, but a value is required"),
    _("write the value; if it really is this word, put it in quotation marks"),
    explanation=_(
        "A required field holds what people write where there is nothing to write, such as `N/A`, "
        "`-` or `TBD`. In an optional field, it counts as empty."
    ),
    example="date,people\n2024-04-12,N/A",
    fix=_('Write the value. A person who is really called Na is written as `"Na"`.'),
)
declare(
    "text-too-long",
    cases={
        "": Text(_("the text is too long"), (_("write at most {longest} characters"),)),
        "cell": Text(
            _("the text has {length} characters"), (_("write at most {longest} characters"),)
        ),
    },
    explanation=_("An id or a cell is longer than allowed."),
    example="id: an-id-of-more-than-sixty-characters-that-nobody-would-want-to-type-again",
    fix=_("Shorten it."),
)
declare(
    "bad-id",
    _("{value} is not a valid id"),
    _("use letters A to Z and digits, with single dots, dashes or underscores between them"),
    explanation=_(
        "Ids are typed on command lines and become parts of file names, so they consist of letters A "
        "to Z and digits, with single dots, dashes or underscores between them."
    ),
    example="id: A1 staff",
    fix=_("Choose another id, such as `A1.staff`."),
)
declare(
    "bad-date",
    cases={
        "shape": Text(
            _("{value} is not a date"),
            (_("write four, two and two digits, such as 2024-04-12"),),
        ),
        "calendar": Text(
            _("there is no day {value:plain}"), (_("the month or the day is too large"),)
        ),
        "year": Text(
            _("the year of {value:plain} is not between 1900 and 2199"), (_("correct the year"),)
        ),
        "serial": Text(
            _("{value} is the number that a spreadsheet keeps for a day"),
            (_("give the column the format yyyy-mm-dd in the spreadsheet, and save it again"),),
        ),
        "several-days": Text(
            _("{value} can mean different days"),
            (
                _(
                    "write {likely:plain} if it is meant like {like} in this column, else {others:or-plain}"
                ),
                _("write {days:or-plain}"),
            ),
        ),
        "mixed": Text(
            _("{value} is written in another order than {like} in this column"),
            (_("make sure that {like} has not day and month swapped, then write {day:plain}"),),
        ),
    },
    explanation=_("A value is not a date of the calendar, or is not written as YYYY-MM-DD."),
    example="date: 12.4.2024\nuntil: 2024-02-30",
    fix=_("Write the year, the month and the day with four, two and two digits."),
)
declare(
    "out-of-range",
    cases={
        "low": Text(_("{value} is too small"), (_("write at least {bound}"),)),
        "high": Text(_("{value} is too large"), (_("write at most {bound}"),)),
    },
    explanation=_("A number is smaller or larger than allowed."),
    example="target: {at_least: 0}",
    fix=_("Write a number in the range that the message names."),
)
declare(
    "too-few-items",
    cases={
        "": Text(_("the list is empty"), (_("list at least one"),)),
        "records": Text(_("the list is empty"), (_("add a record, or delete the file"),)),
        "pair": Text(_("expected two values"), (_("write both, as [first, last]"),)),
    },
    explanation=_("A list has fewer items than it needs."),
    example="of: []",
    fix=_("Add what is missing."),
)
declare(
    "too-many-items",
    cases={
        "": Text(_("the list has more than {most} items"), (_("list at most {most}"),)),
        "pair": Text(_("expected two values"), (_("write both, as [first, last]"),)),
    },
    explanation=_("A list has more items than allowed."),
    example="between: [3, 4, 5]",
    fix=_("Remove some of them."),
)
declare(
    "duplicate-item",
    cases={
        "": Text(_("{value} is listed twice"), (_("keep one of the two"),)),
        "spelling": Text(_("{value} is {first} in another spelling"), (_("keep one of the two"),)),
    },
    explanation=_(
        "A list names the same thing twice. Names that differ only in capitals, width, dashes or "
        "spaces are the same."
    ),
    example="people: [Ann, ann]",
    fix=_("Delete one of the two."),
)
declare(
    "bad-people",
    cases={
        "type": Text(
            _("expected names or a number of people, got {value}"),
            (_("write {people:field} as 2, or as [staff-017, staff-023]"),),
        ),
        "number": Text(
            _("{value} is not a possible number of people"),
            (_("write a number from 1 to {most}"),),
        ),
        "empty": Text(_("the list of people is empty"), (_("name them, or write their number"),)),
        "name": Text(_("a name must be text, and not empty"), (_("write a name for each person"),)),
        "several": Text(_("{value} looks like several names"), (_("write {names:plain}"),)),
        "cell": Text(
            _("{value} is neither a number of people nor a name"),
            (_("write a whole number in digits alone, such as 1200, or names"),),
        ),
        "unclear": Text(
            _("{value} can be one name or several"), (_("separate names by semicolons"),)
        ),
        "signs": Text(
            _("{value} has signs around a name"),
            (_('write the name alone, or in quotation marks (") if the signs belong to it'),),
        ),
        "both": Text(_("{value} gives a name and a number"), (_("write one of the two"),)),
    },
    explanation=_(
        "People are given as a list of different names (pseudonyms), or as their number."
    ),
    example="people: staff-017",
    fix=_("Write `people: [staff-017, staff-023]` or `people: 2`."),
)
declare(
    "bad-country",
    _("{value} is not a country code"),
    _("did you mean {near:plain}, for {name:plain}?"),
    _("write the two capital letters of ISO 3166-1, such as DE for Germany"),
    explanation=_("A country is given by its code of two capital letters (ISO 3166-1 alpha-2)."),
    example="country: UK",
    fix=_("Write the code: `GB` for the United Kingdom. `oicekpi add` also takes names."),
)
declare(
    "bad-until",
    _("{until:field} is {last}, before {date:field}, which is {first}"),
    _("write {until:field} as a day on or after {date:field}"),
    explanation=_("A trip ends before it begins."),
    example="date: 2024-04-12\nuntil: 2024-04-02",
    fix=_("Correct one of the two days."),
)
declare(
    "bad-period",
    cases={
        "order": Text(
            _("the end {end} is before the start {start}"), (_("write the earlier day as `start`"),)
        ),
        "length": Text(_("the period is longer than ten years"), (_("write a shorter one"),)),
    },
    explanation=_("A period or a break ends before it starts, or is longer than ten years."),
    example="period: {start: 2024-12-31, end: 2024-01-01}",
    fix=_("Correct the days."),
)
declare(
    "bad-number",
    cases={
        "type": Text(
            _("expected a number, got {value}"), (_("write it in digits, such as 1234.50"),)
        ),
        "grouped": Text(
            _("{value} is not written as a number"),
            (_("write it without separators: {plain:plain}"),),
        ),
        "unit": Text(
            _("{value} has more than a number in it"),
            (_("write the number alone, {plain:plain}; the plan gives the unit"),),
        ),
    },
    explanation=_(
        "Amounts, levels and the parts of ratios are written in digits, with a point before the decimals and nothing else."
    ),
    example="amount: 1,000.50",
    fix=_("Write `1000.50`. The unit of a number is given once, in the plan (`unit`)."),
)
declare(
    "bad-reading",
    cases={
        "one-of": Text(
            _("expected either {value:field}, or {numerator:field} and {denominator:field}"),
            (_("keep the one that was measured"),),
        ),
        "denominator": Text(
            _("the denominator is 0"),
            (_("write how many there are in all, or delete the reading"),),
        ),
    },
    explanation=_(
        "A reading has a value, or the two parts of a ratio, whose denominator is not 0."
    ),
    example="kind: reading\nnumerator: 3\ndenominator: 0",
    fix=_("Write `value: 82.5`, or `numerator: 33` and `denominator: 40`."),
)
declare(
    "bad-target",
    cases={
        "one-of": Text(
            _("expected exactly one wording of the target"),
            (
                _(
                    "write, for example, `target: {{at_least: 15}}`; the others are `more_than`, `between`, `at_most`, `less_than`, `within`, and `share` with `of`"
                ),
            ),
        ),
        "bare": Text(
            _("expected a target with its wording, got {value}"),
            (
                _(
                    "write `target: {near:plain}`; a percentage of a fixed list is "
                    "`{{share: 95, of: 40}}`"
                ),
            ),
        ),
        "empty-range": Text(
            _("there is nothing between {low} and {high}"), (_("write the lower number first"),)
        ),
    },
    explanation=_(
        "A target is given by one of the keys `at_least`, `more_than`, `between`, `at_most`, `less_than` and `within`, or by `share` with `of`."
    ),
    example="target: {at_least: 15, between: [3, 5]}",
    fix=_("Keep one of the keys; write the lower number of a range first."),
)
declare(
    "bad-pace",
    cases={
        "one-of": Text(
            _("expected either `windows` or `checkpoints`"),
            (_("keep one of the two, or delete `pace` for an even pace"),),
        ),
    },
    explanation=_("A pace is given by windows or by checkpoints, not by both."),
    example='pace: {windows: [[2024-07-01, 2024-08-31]], checkpoints: {"2024-06-30": 5}}',
    fix=_("Keep one of the two. Without `pace`, the target falls due evenly."),
)
