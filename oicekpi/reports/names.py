"""The names by which views, and what they show, are chosen. To load them costs nothing."""

from enum import StrEnum


class Format(StrEnum):
    """The forms in which a progress can be had."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"
    MARKDOWN = "markdown"


class RecordFormat(StrEnum):
    """The forms in which records can be had."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class DifferenceFormat(StrEnum):
    """The forms in which a difference can be had."""

    TABLE = "table"
    JSON = "json"
    MARKDOWN = "markdown"


class Form(StrEnum):
    """The forms in which findings can be had."""

    TEXT = "text"
    JSON = "json"
    GITHUB = "github"
    GITLAB = "gitlab"
    SARIF = "sarif"
    JUNIT = "junit"


class By(StrEnum):
    """What records can be broken down by."""

    PERSON = "person"
    COUNTRY = "country"
    PARTNER = "partner"
    KIND = "kind"
    MONTH = "month"
    INDICATOR = "indicator"


class What(StrEnum):
    """The sorts of file that have a schema."""

    PLAN = "plan"
    RECORD = "record"
