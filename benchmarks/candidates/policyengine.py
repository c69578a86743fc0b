"""PolicyEngine-Core."""

from types import SimpleNamespace

import numpy as np
from microsimulation import candidates
from policyengine_core.entities import build_entity
from policyengine_core.enums import Enum
from policyengine_core.holders import set_input_dispatch_by_period
from policyengine_core.parameters import ParameterNode
from policyengine_core.periods import MONTH, YEAR
from policyengine_core.populations import ADD
from policyengine_core.simulations import SimulationBuilder
from policyengine_core.taxbenefitsystems import TaxBenefitSystem
from policyengine_core.variables import Variable

CANDIDATES = candidates(
    SimpleNamespace(
        ADD=ADD,
        Enum=Enum,
        MONTH=MONTH,
        ParameterNode=ParameterNode,
        SimulationBuilder=SimulationBuilder,
        TaxBenefitSystem=TaxBenefitSystem,
        Variable=Variable,
        YEAR=YEAR,
        build_entity=build_entity,
        max_=np.maximum,
        min_=np.minimum,
        round_=np.round,
        set_input_dispatch_by_period=set_input_dispatch_by_period,
    ),
    "policyengine",
)
