"""What is known by name, and can be more."""

import pytest

from oicekpi.domain.registry import Registry


def test_what_is_registered_is_found_by_name_and_in_its_order() -> None:
    """A registry is a mapping in the order of registration."""
    known: Registry[int] = Registry()
    assert known.register("two", 2) == 2
    known.register("one", 1)
    assert dict(known) == {"two": 2, "one": 1}
    assert ([*known], len(known), known["one"], known.get("three")) == (["two", "one"], 2, 1, None)


def test_a_name_is_registered_once() -> None:
    """A second value under a name is a mistake of the programmer, and changes nothing."""
    known: Registry[int] = Registry()
    known.register("one", 1)
    with pytest.raises(ValueError, match="one"):
        known.register("one", 2)
    assert known["one"] == 1


def test_a_value_can_be_registered_for_a_while() -> None:
    """After the block everything is as before it, a value that was replaced too."""
    known: Registry[int] = Registry()
    known.register("one", 1)
    with known.registered("two", 2) as value, known.registered("one", -1):
        assert value == 2
        assert dict(known) == {"one": -1, "two": 2}
    assert dict(known) == {"one": 1}


def test_a_registry_is_restored_after_a_failure() -> None:
    """An exception inside the block does not leave the value behind."""
    known: Registry[int] = Registry()
    with pytest.raises(KeyError), known.registered("one", 1):
        known["two"]
    assert dict(known) == {}
