"""What indicators are measured in: one module a measure, and their registry."""

from oicekpi.domain.measures.measure import MEASURES, Measure, Units
from oicekpi.domain.measures.partners import Partners
from oicekpi.domain.measures.people import People
from oicekpi.domain.measures.records import Records
from oicekpi.domain.measures.stages import Stages

__all__ = ["MEASURES", "Measure", "Units"]

for _measure in (People(), Records(), Partners(), Stages()):
    MEASURES.register(_measure.name, _measure)
