"""What an indicator promises to reach."""

from typing import Annotated, Self

from pydantic import ConfigDict, Field, model_validator

from oicekpi.fields import Count, Model, refusal


class Target(Model):
    """A promised count, in one of three wordings; exactly one of the keys is given."""

    model_config = ConfigDict(json_schema_extra={"minProperties": 1, "maxProperties": 1})

    at_least: Annotated[Count, Field(description="This many, or more.")] | None = None
    more_than: Annotated[Count, Field(description="More than this many.")] | None = None
    between: (
        Annotated[
            tuple[Count, Count],
            Field(description="The low end keeps the promise, the high end is the ambition."),
        ]
        | None
    ) = None

    @model_validator(mode="after")
    def _one_wording(self) -> Self:
        if len(self.model_fields_set) != 1:
            raise refusal(
                "bad-target",
                "a target has exactly one of `at_least`, `more_than` and `between`",
                "write, say, `target: {at_least: 15}`",
            )
        if self.between is not None and self.between[0] > self.between[1]:
            raise refusal(
                "bad-target",
                f"between {self.between[0]} and {self.between[1]} there is nothing",
                "write the lower number first",
            )
        return self

    @property
    def needed(self) -> int:
        """The smallest whole number that keeps the promise."""
        if self.between is not None:
            return self.between[0]
        return self.at_least if self.at_least is not None else (self.more_than or 0) + 1

    @property
    def ambition(self) -> int | None:
        """The high end of a range; None for the other wordings."""
        return self.between[1] if self.between is not None else None

    def as_written(self) -> dict[str, int | list[int]]:
        """Give the target as the plan's file has it, for JSON."""
        if self.between is not None:
            return {"between": [*self.between]}
        if self.at_least is not None:
            return {"at_least": self.at_least}
        return {"more_than": self.needed - 1}

    def __str__(self) -> str:
        """Word it as people do: `15`, `>20`, or both ends of a range with a dash."""
        if self.between is not None:
            return f"{self.between[0]}\u2013{self.between[1]}"
        return str(self.at_least) if self.at_least is not None else f">{self.more_than}"
