"""From a value to a plan: at once where it is plainly right, else as the model judges it."""

from oicekpi.finding import Fault
from oicekpi.plan import plain
from oicekpi.plan.plan import Plan
from oicekpi.yamlfile import Value


def read(value: Value) -> tuple[Plan | None, list[Fault]]:
    """Give the plan that a value says, or every fault that it has by itself."""
    plan = plain.read(value)
    if plan is not None:
        return plan, []
    from oicekpi.plan import model  # noqa: PLC0415 - to load it takes longer than to read a plan

    return model.check(value)
