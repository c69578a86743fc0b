"""OpenFisca-Core."""

from types import SimpleNamespace

import numpy as np
from microsimulation import candidates
from openfisca_core.entities import build_entity
from openfisca_core.holders import set_input_dispatch_by_period
from openfisca_core.indexed_enums import Enum
from openfisca_core.parameters import ParameterNode
from openfisca_core.periods import MONTH, YEAR
from openfisca_core.populations import ADD
from openfisca_core.simulations import SimulationBuilder
from openfisca_core.taxbenefitsystems import TaxBenefitSystem
from openfisca_core.variables import Variable

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
    "openfisca",
)
