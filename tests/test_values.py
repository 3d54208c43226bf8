"""The project's dataclasses: made, compared, hashed and shown as the standard library's are."""

from dataclasses import dataclass as standard
from dataclasses import field, fields, is_dataclass, replace
from itertools import product

import pytest

from oicekpi.values import dataclass


@dataclass(frozen=True)
class Ours:
    """A value of the project's."""

    x: int
    y: str | None = None
    secret: str = field(default="", repr=False)


@standard(frozen=True)
class Theirs:
    """The same value of the standard library's."""

    x: int
    y: str | None = None
    secret: str = field(default="", repr=False)


@dataclass(frozen=True, kw_only=True)
class Keyed:
    """A value that is made by keywords."""

    x: int
    y: int = 0


VALUES = [*product((0, 1), (None, "a"), ("", "b"))]


@pytest.mark.parametrize(("one", "two"), [*product(VALUES, VALUES)])
def test_values_behave_as_those_of_the_standard_library(
    one: tuple[int, str | None, str], two: tuple[int, str | None, str]
) -> None:
    """They are equal, hashed, shown and replaced by their fields."""
    assert (Ours(*one) == Ours(*two)) == (Theirs(*one) == Theirs(*two))
    assert hash(Ours(*one)) == hash(Theirs(*one))
    assert repr(Ours(*one)).removeprefix("Ours") == repr(Theirs(*one)).removeprefix("Theirs")
    assert replace(Ours(*one), x=two[0]) == Ours(two[0], *one[1:])


def test_it_is_a_dataclass_with_fields_and_defaults() -> None:
    """Whatever works with dataclasses works with it."""
    assert is_dataclass(Ours)
    assert [each.name for each in fields(Ours)] == ["x", "y", "secret"]
    assert Ours(x=1) == Ours(1, None, "")


def test_a_value_of_another_class_is_never_equal() -> None:
    """Not even one with the same fields."""
    values: list[object] = [Ours(1), Theirs(1), (1, None, ""), Keyed(x=1)]
    assert [values.index(each) for each in values] == [0, 1, 2, 3]


def test_keywords_alone_may_be_asked_for() -> None:
    """The order of the fields is then free."""
    assert Keyed(y=2, x=1) == Keyed(x=1, y=2)
    with pytest.raises(TypeError):
        Keyed(1)  # type: ignore[call-arg]
