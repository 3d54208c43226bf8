"""What a record may lack in order to count for an indicator."""

from oicekpi.messages.catalogue import Severity, declare
from oicekpi.messages.translate import marked as _

declare(
    "needs-people",
    _("{indicator:plain} counts people, but the record names none"),
    _("add {people:field} with names or a number"),
    explanation=_("The indicator counts people, and the record does not say who or how many."),
    example="kind: activity\nindicator: A1.staff\ntitle: Visit",
    fix=_("Add `people:` with a list of names or a number."),
)
declare(
    "uncounted-people",
    _("the {count} people are kept, but {indicators:and-plain} does not count people"),
    severity=Severity.NOTE,
    explanation=_(
        "A record gives people, and none of its indicators counts people. They are kept with the "
        "record, but no figure changes with their number. Only `add` and `import` say so."
    ),
    example="kind: activity\nindicator: A3.events\ntitle: Visit\npeople: 7",
    fix=_("Name an indicator that counts people too, if there is one."),
)
declare(
    "needs-partner",
    _("{indicator:plain} counts partners, but the record names none"),
    _("add {partner:field} with the name of the institution"),
    explanation=_("The indicator counts partners, and the record does not name one."),
    example="kind: trip\nindicator: A2.partners\npeople: 2",
    fix=_("Add `partner:` with the name of the institution."),
)
declare(
    "unknown-stage",
    _("{indicator:plain} has no stage {stage}"),
    _("did you mean {near}?"),
    _("its stages are {known:and-plain}"),
    explanation=_("A milestone names a stage that its indicator does not have."),
    example="kind: milestone\nindicator: B2.programme\nstage: signd",
    fix=_("Write the id of one of the stages in the plan."),
)
declare(
    "needs-amount",
    _("{indicator:plain} adds up amounts, but the record has none"),
    _("add {amount:field} with a number"),
    explanation=_("The indicator adds up amounts, and the record does not give one."),
    example="kind: agreement\nindicator: A4.funds\npartner: Example University",
    fix=_("Add `amount:` with a number in the unit that the plan gives."),
)
declare(
    "needs-value",
    _("{indicator:plain} is a level, but the reading has no value"),
    _("add {value:field} with a number"),
    explanation=_("The indicator is a level, and the reading does not give its value."),
    example="kind: reading\nindicator: D.score\nnumerator: 3\ndenominator: 4",
    fix=_("Write `value:` with a number."),
)
declare(
    "needs-parts",
    _("{indicator:plain} is a ratio, but the reading has no parts"),
    _("add {numerator:field} and {denominator:field}"),
    explanation=_("The indicator is a ratio, and the reading does not give its two parts."),
    example="kind: reading\nindicator: D.phd-abroad\nvalue: 34",
    fix=_("Write `numerator:` and `denominator:`; a percentage alone cannot be added up."),
)
