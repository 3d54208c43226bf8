"""What a target promises, in each of its three wordings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from oicekpi.plan.target import Target

COUNTS = st.integers(1, 1_000_000)


@pytest.mark.parametrize(
    ("target", "needed", "ambition", "words"),
    [
        ({"at_least": 15}, 15, None, "15"),
        ({"more_than": 20}, 21, None, ">20"),
        ({"between": (3, 5)}, 3, 5, "3\u20135"),
        ({"between": (3, 3)}, 3, 3, "3\u20133"),
    ],
)
def test_the_smallest_number_that_keeps_the_promise_is_needed(
    target: dict[str, object], needed: int, ambition: int | None, words: str
) -> None:
    """At least 15 needs 15, more than 20 needs 21, between 3 and 5 needs 3 and strives for 5."""
    read = Target.model_validate(target)
    assert (read.needed, read.ambition, str(read)) == (needed, ambition, words)


@given(
    st.one_of(
        st.fixed_dictionaries({"at_least": COUNTS}),
        st.fixed_dictionaries({"more_than": COUNTS}),
        st.fixed_dictionaries(
            {"between": st.tuples(COUNTS, COUNTS).map(lambda ends: tuple(sorted(ends)))}
        ),
    )
)
def test_a_target_is_given_as_it_was_written(target: dict[str, object]) -> None:
    """JSON shows a target in the plan's own wording."""
    written = Target.model_validate(target).as_written()
    assert written == {
        key: [*each] if isinstance(each, tuple) else each for key, each in target.items()
    }


@pytest.mark.parametrize(
    ("target", "message"),
    [
        ({}, "a target has exactly one of `at_least`, `more_than` and `between`"),
        (
            {"at_least": 3, "more_than": 2},
            "a target has exactly one of `at_least`, `more_than` and `between`",
        ),
        ({"between": (5, 3)}, "between 5 and 3 there is nothing"),
    ],
)
def test_a_target_has_one_wording_that_can_be_kept(target: dict[str, object], message: str) -> None:
    """None, two at once, or a range without numbers is no promise."""
    with pytest.raises(ValidationError) as caught:
        Target.model_validate(target)
    (detail,) = caught.value.errors()
    assert (detail["ctx"]["code"], detail["ctx"]["message"]) == ("bad-target", message)


@pytest.mark.parametrize("count", [0, -1, 1_000_001, True, 1.5, "3"])
def test_a_target_is_a_positive_whole_number(count: object) -> None:
    """A promise of nothing cannot be kept or missed."""
    with pytest.raises(ValidationError):
        Target.model_validate({"at_least": count})
