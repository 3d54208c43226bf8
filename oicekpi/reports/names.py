"""The names by which people choose what is shown. Loading them costs nothing."""

from enum import StrEnum

from oicekpi.messages.translate import marked as _


class By(StrEnum):
    """What records can be broken down by."""

    PERSON = _("person")
    COUNTRY = _("country")
    PARTNER = _("partner")
    KIND = _("kind")
    MONTH = _("month")
    INDICATOR = _("indicator")


class What(StrEnum):
    """The sorts of file that have a schema."""

    PLAN = "plan"
    RECORD = "record"


class LogState(StrEnum):
    """What `log` can be narrowed to: the states of records, and what is done but does not count."""

    DONE = "done"
    PROVISIONAL = "provisional"
    PLANNED = "planned"
    CANCELLED = "cancelled"
