"""What rules find in records: days, evidence, doubles, spelling, private data, how text is written."""

from oicekpi.messages.catalogue import Severity, Text, declare
from oicekpi.messages.translate import marked as _

declare(
    "outside-period",
    _("no plan covers {day}"),
    _("correct the date, or make the plan with: oicekpi next-plan {next:plain}"),
    _("correct the date, or add a plan; there is {plans:and-plain}"),
    _("correct the date, or add a plan for it"),
    explanation=_(
        "No plan's period contains the date of a record, so the record does not count. Often it is "
        "last year's."
    ),
    example="date: 2023-04-12",
    fix=_("Correct the date, or add the plan of that year."),
)
declare(
    "waits-for-plan",
    _("no plan covers {day} yet, so the record waits for one and does not count"),
    _("`oicekpi next-plan {draft:plain}` drafts the plan"),
    severity=Severity.WARNING,
    explanation=_(
        "A planned record is dated in the period after the plan that has its indicator, and that "
        "period has no plan yet. It counts as planned as soon as there is one."
    ),
    example="date: 2025-03-04\nkind: trip\nindicator: A1.staff\nstate: planned",
    fix=_("Draft the plan with `oicekpi next-plan`. Until then there is nothing to correct."),
)
declare(
    "unknown-indicator",
    cases={
        "": Text(
            _("unknown indicator {value}"),
            (
                _("draft the plan that will have it: `oicekpi next-plan {draft:plain}`"),
                _("write an indicator of this objective: {inside:or-plain}"),
                _("did you mean {near}?"),
                _("records of kind {kind} count for {fitting:or-plain}"),
                _("`oicekpi status` lists the indicators"),
            ),
        ),
        "no-taker": Text(
            _("no indicator of {value} counts records of kind {kind}"),
            (_("`oicekpi show {value:plain}` says what they count"),),
        ),
        "several": Text(
            _("several indicators of {value} count records of kind {kind}"),
            (_("write one of {inside:or-plain}, or several"),),
        ),
    },
    explanation=_("A record names an indicator that the plan for its date does not have."),
    example="indicator: A1.stafff",
    fix=_(
        "Write the id as the plan has it. The id of an objective, such as `A1`, is not an indicator."
    ),
)
declare(
    "wrong-kind",
    _("{indicator:plain} does not count records of kind {kind}"),
    _("it counts {kinds:and-plain}"),
    explanation=_("An indicator counts other kinds of record, so this one does not count for it."),
    example="kind: trip\nindicator: A2.agreements",
    fix=_("Correct the kind or the indicator."),
)
declare(
    "needs-reason",
    _("the record is cancelled without a reason"),
    _("add {reason:field}"),
    explanation=_("A cancelled record does not say why it was cancelled."),
    example="state: cancelled",
    fix=_("Add `reason:`. Readers of the annual report will ask for it."),
)
declare(
    "future-date",
    _("{day} is in the future, but the record is not marked as planned"),
    _("correct the date, or mark the record as planned"),
    severity=Severity.WARNING,
    explanation=_(
        "A record has a date in the future and is not marked as planned. It is shown as planned until "
        "that day, and then counts without confirmation."
    ),
    example=_("date: 2024-12-04     # and today is in May"),
    fix=_("Correct the date, or add `state: planned` and confirm the record when it has happened."),
)
declare(
    "placeholder-text",
    cases={
        "": Text(
            _("{value} stands for nothing, but counts as a value"),
            (_("delete the line until there is a value"),),
        ),
        "person": Text(
            _("{value} stands for nobody, but counts as a person"),
            (_("write the name, or delete it until it is known"),),
        ),
    },
    severity=Severity.WARNING,
    explanation=_(
        "An approval, a partner or a person is what people write where there is nothing to write, such "
        "as `N/A`, `-` or `TBD`. The record counts as if it were approved, as if it had a partner, or "
        "with a person too many."
    ),
    example="approval: TBD",
    fix=_("Delete it, and add it again when there is a value."),
)
declare(
    "unclear-name",
    cases={
        "people": Text(
            _("{value} looks like several names, but counts as one person"),
            (_("write each name as an item of the list; if it is one name, leave it"),),
        ),
        "no-name": Text(
            _("{value} is not a name, but counts as one person"),
            (_("write {people:field} as names, or as a number alone, such as 3"),),
        ),
        "signs": Text(
            _("{value} has signs around it, with which it counts as another name"),
            (_("write the name alone; if the signs belong to it, leave it"),),
        ),
        "partner": Text(
            _("{value} looks like several partners, but counts as one"),
            (_("write a record for each partner; if it is one name, leave it"),),
        ),
    },
    severity=Severity.WARNING,
    explanation=_(
        "The name of a person or partner seems to be those of several, a number of people, or a name "
        "with signs around it. It counts as one, and not as the same as any that it names."
    ),
    example="people: [Ann & Ben]",
    fix=_(
        "Write `people: [Ann, Ben]` or `people: 2`, and a record for each partner. If it is one name, "
        "ignore the warning."
    ),
)
declare(
    "possible-duplicate",
    cases={
        "": Text(
            _("this may be the same event as {file:plain}"),
            (_("delete one of the two; if both happened, leave them"),),
        ),
        "list": Text(
            _("this may be the same event as record {number} of {file:plain}"),
            (_("delete one of the two; if both happened, leave them"),),
        ),
    },
    severity=Severity.WARNING,
    explanation=_(
        "Two records have the same day, kind and indicator, and a person, number of people, partner or "
        "stage in common, and nothing distinguishes them. Two people may have entered the same event."
    ),
    example=(
        "2024-04-12-trip-a1-staff-germany.yaml     people: [staff-017, staff-023]\n"
        "2024-04-12-trip-a1-staff-munich.yaml      people: [staff-017, staff-023]"
    ),
    fix=_(
        "Delete one of the two. If both happened, leave them, or distinguish them by partner, country, "
        "title or subject."
    ),
)
declare(
    "person-in-two-indicators",
    cases={
        "": Text(
            _("{value} also counts for {indicators:and-plain} on this day, in {file:plain}"),
            (_("if it is one event, keep one record for [{both:plain}]"),),
        ),
        "list": Text(
            _(
                "{value} also counts for {indicators:and-plain} on this day, in record {number} of "
                "{file:plain}"
            ),
            (_("if it is one event, keep one record for [{both:plain}]"),),
        ),
    },
    severity=Severity.WARNING,
    explanation=_(
        "A person is in two records of the same day and kind that count for different indicators. One "
        "event may serve two indicators, but then one record names both."
    ),
    example=(
        "2024-07-08-trip-b1-camp.yaml          people: [student-112]   indicator: B1.students\n"
        "2024-07-08-trip-b5-conference.yaml    people: [student-112]   indicator: B5.students"
    ),
    fix=_(
        "If it is one event, keep one record with `indicator: [B1.students, B5.students]`. Otherwise "
        "distinguish the two by partner, country or title."
    ),
)


def _spelling(what: str) -> Text:
    return Text(what, (_("use one spelling everywhere: {usual}"),))


declare(
    "inconsistent-partner",
    cases={
        "accents": _spelling(
            _("{value} is spelled differently elsewhere: the accents are encoded differently")
        ),
        "spaces": _spelling(_("{value} is spelled differently elsewhere: the spaces differ")),
        "capitals": _spelling(_("{value} is spelled differently elsewhere: the capitals differ")),
        "width": _spelling(
            _("{value} is spelled differently elsewhere: the widths of characters differ")
        ),
        "several": _spelling(_("{value} is spelled differently elsewhere")),
    },
    severity=Severity.WARNING,
    explanation=_(
        "The name of a partner differs from that in other records in capitals, spaces, width, signs or "
        "the encoding of accents. It counts as one partner, but a list of partners would show two."
    ),
    example=_(
        "partner: Example  institute of Technology     # elsewhere: Example Institute of Technology"
    ),
    fix=_("Write the name as most records do; the message shows it."),
)
declare(
    "similar-name",
    _("{value} is similar to {near}, which more or earlier records have"),
    _("if it is the same, write {near}"),
    severity=Severity.WARNING,
    explanation=_(
        "The name of a person or partner differs from a known one in one letter, or in leading zeros. "
        "If it is a typing error, one person or partner counts twice."
    ),
    example=_("people: [staff-17]     # elsewhere: staff-017"),
    fix=_("Correct the name if it is meant to be the other one; if they are different, leave it."),
)
declare(
    "evidence-missing",
    _("there is no file {name}"),
    _("add the file, or correct its name; capitals matter"),
    severity=Severity.WARNING,
    explanation=_("A file that `evidence` names does not exist in the workspace."),
    example=_("evidence: [evidence/2024/U-2024-017.PDF]     # the file is u-2024-017.pdf"),
    fix=_("Add the file, or correct its name, which starts from the folder of the workspace."),
)
declare(
    "evidence-outside",
    _("{name} is outside the workspace"),
    _("put the file into evidence/ and name it from there, such as evidence/2024/u-2024-017.pdf"),
    explanation=_(
        "A file that `evidence` names is outside the workspace, or is an address. Someone who clones "
        "the repository does not have it."
    ),
    example="evidence: [/home/me/letter.pdf, ../letter.pdf]",
    fix=_("Put the file into `evidence/`, and write `evidence/2024/letter.pdf`."),
)
declare(
    "truncated-text",
    cases={
        "": Text(
            _("the text ends before {rest}, because a space and # start a comment"),
            (_("put the text in quotation marks; for a comment, write a space after the #"),),
        ),
        "item": Text(
            _("{rest} is not in the list, because # starts a comment"),
            (_("put it in quotation marks; for a comment, write a space after the #"),),
        ),
    },
    severity=Severity.WARNING,
    explanation=_(
        "A space and `#` start a comment, so the text before them ends there, or an item of a list is "
        "lost. A comment with a space after `#`, or on its own line, is taken as intended."
    ),
    example=_("note: the key is in room #3\npeople: [staff-017, #staff-018,\n         staff-019]"),
    fix=_(
        "Put the text in quotation marks: `note: 'the key is in room #3'`. For a comment, write `# 3`."
    ),
)


def _private(what: str) -> Text:
    return Text(what, (_("remove it before you merge: the history of a repository keeps it"),))


declare(
    "private-data",
    cases={
        "email": _private(_("this looks like an e-mail address")),
        "identity": _private(_("this looks like the number of an identity card")),
        "phone": _private(_("this looks like a phone number")),
        "passport": _private(_("this looks like a passport number")),
        "email-comment": _private(_("this comment looks like an e-mail address")),
        "identity-comment": _private(_("this comment looks like the number of an identity card")),
        "phone-comment": _private(_("this comment looks like a phone number")),
        "passport-comment": _private(_("this comment looks like a passport number")),
        "email-name": _private(_("the file name looks like an e-mail address")),
        "identity-name": _private(_("the file name looks like the number of an identity card")),
        "phone-name": _private(_("the file name looks like a phone number")),
        "passport-name": _private(_("the file name looks like a passport number")),
    },
    severity=Severity.WARNING,
    explanation=_(
        "A text, a comment or the name of a file looks like the number of a passport or identity card, "
        "a phone number or an e-mail address. What was in a repository once stays in its history."
    ),
    example=_("note: reachable under 13800138000"),
    fix=_(
        "Remove it before you merge. Name people by pseudonyms, and keep the list of who is who "
        "elsewhere. The number of an approval is not taken for a phone or passport number."
    ),
)
declare(
    "unused-amount",
    _("no indicator of this record adds up amounts: {indicators:and-plain}"),
    _("delete `amount`, or name an indicator with `measure: amount`"),
    severity=Severity.WARNING,
    explanation=_("A record has an amount, but none of its indicators adds up amounts."),
    example=_("kind: trip\nindicator: A1.staff  # which counts people\namount: 1200"),
    fix=_("Delete the amount, or name an indicator that adds it up as well."),
)
declare(
    "not-selected",
    _("no indicator counts this record: `where` of {indicator:plain} leaves it out"),
    _(
        "correct `{key:plain}`, or name another indicator; `oicekpi show {indicator:plain}` says what "
        "it counts"
    ),
    severity=Severity.NOTE,
    explanation=_(
        "All indicators of a record select records by a field (`where`), and the record does not have "
        "the words that they ask for. So it counts for nothing."
    ),
    example="indicator: A1.phd  # where: {tags: [phd]}\ntags: [master]",
    fix=_(
        "Add the word to the field, or name the indicator that the record is for. If it is not to count, "
        "leave it."
    ),
)
declare(
    "several-readings",
    _("{indicator:plain} has another reading of this day, in {file:plain}"),
    _("delete one of them, or correct a date; until then the later file name counts"),
    severity=Severity.WARNING,
    explanation=_(
        "Two readings of one indicator have the same date. Only one of them can be the latest."
    ),
    example=_("date: 2024-03-31  # and records/2024/2024-03-31-reading.yaml has this date too"),
    fix=_("Delete one of the two, or correct its date. Until then the later file name counts."),
)
declare(
    "far-off-reading",
    _("{value} lies far outside the readings before it, which go from {low} to {high}"),
    _("check the digits; if the number is right, leave it"),
    severity=Severity.WARNING,
    explanation=_(
        "A reading is at least ten times as large, or as small, as all the readings before it."
    ),
    example=_("value: 825  # the readings before were about 82"),
    fix=_("Correct the number. If it is right, ignore the warning."),
)
