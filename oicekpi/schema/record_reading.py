"""From a value to a record: at once where it is plainly right, else as the model judges it."""

from oicekpi.domain.finding import Fault, Where
from oicekpi.domain.record import Record, Sketch
from oicekpi.schema import record_plain as plain
from oicekpi.storage.yamlfile import Value


def read(value: Value, at: Where = ()) -> tuple[Record | Sketch, list[Fault]]:
    """Give the record that a value says, or what it says all the same and every fault it has.

    `at` is where the value stands in its document.
    """
    record = plain.read(value)
    if record is not None:
        return record, []
    from oicekpi.schema import record_model as model  # noqa: PLC0415 - to load it takes longer than to read a year

    return model.check(value, at)
