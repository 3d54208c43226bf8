"""What a target promises, in each of its three wordings."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oicekpi.domain.target import Target

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
    target: dict[str, Any], needed: int, ambition: int | None, words: str
) -> None:
    """At least 15 needs 15, more than 20 needs 21, between 3 and 5 needs 3 and strives for 5."""
    read = Target(**target)
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
def test_a_target_is_given_as_it_was_written(target: dict[str, Any]) -> None:
    """JSON shows a target in the plan's own wording."""
    written = Target(**target).as_written()
    assert written == {
        key: [*each] if isinstance(each, tuple) else each for key, each in target.items()
    }
