"""What indicators are measured in: one module a measure. To import this registers them."""

from oicekpi.domain.measure import MEASURES
from oicekpi.domain.measures.amount import Amount
from oicekpi.domain.measures.level import Level
from oicekpi.domain.measures.partners import Partners
from oicekpi.domain.measures.people import People
from oicekpi.domain.measures.ratio import Ratio
from oicekpi.domain.measures.records import Records
from oicekpi.domain.measures.stages import Stages

for _measure in (People(), Records(), Partners(), Stages(), Amount(), Level(), Ratio()):
    MEASURES.register(_measure.name, _measure)
