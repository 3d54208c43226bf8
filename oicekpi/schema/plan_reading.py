"""From a value to a plan: at once where it is plainly right, else as the model judges it."""

from oicekpi.domain.finding import Fault
from oicekpi.domain.plan import Plan
from oicekpi.schema import plan_plain as plain
from oicekpi.storage.yamlfile import Value


def read(value: Value) -> tuple[Plan | None, list[Fault]]:
    """Give the plan that a value says, or every fault that it has by itself."""
    plan = plain.read(value)
    if plan is not None:
        return plan, []
    from oicekpi.schema import plan_model as model  # noqa: PLC0415 - to load it takes longer than to read a plan

    return model.check(value)
