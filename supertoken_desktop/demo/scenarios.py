"""The catalogue of stream behaviours in machine form: what is played, what a client makes of it.

Sections E to G of the catalogue (other vendors' own protocols) are not played yet.
"""

from supertoken_desktop.demo.catalogue_endings import ENDINGS
from supertoken_desktop.demo.catalogue_framing import FRAMING
from supertoken_desktop.demo.catalogue_oddities import ODDITIES
from supertoken_desktop.demo.catalogue_statuses import STATUSES
from supertoken_desktop.demo.expectations import (
    PARTIAL_TEXT,
    SAMPLE_PROMPT,
    SAMPLE_TEXT,
    Case,
    ExpectedCall,
    Scenario,
)

__all__ = [
    "CATALOGUE",
    "PARTIAL_TEXT",
    "SAMPLE_PROMPT",
    "SAMPLE_TEXT",
    "Case",
    "ExpectedCall",
    "Scenario",
]

CATALOGUE: tuple[Scenario, ...] = (*ENDINGS, *FRAMING, *STATUSES, *ODDITIES)
