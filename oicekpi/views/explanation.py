"""`status --explain`: why each indicator is flagged, in words."""

from oicekpi.progress.standing import PlanStanding
from oicekpi.views.look import Look


def render(shown: PlanStanding, look: Look) -> str:
    return ""
