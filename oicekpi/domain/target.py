"""What an indicator promises to reach."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Target:
    """A promised count, in one of three wordings; exactly one of them is given."""

    at_least: int | None = None
    more_than: int | None = None
    between: tuple[int, int] | None = None

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
            return f"{self.between[0]:,}\u2013{self.between[1]:,}"
        return f"{self.at_least:,}" if self.at_least is not None else f">{self.more_than:,}"
