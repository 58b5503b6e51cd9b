"""Reads of the ACI: the facts of a year and where they come from, the cockpit, what is due."""

from pupitre.aci.queries.cockpit import Cockpit, cockpit
from pupitre.aci.queries.facts import SourcedFacts, facts_for

__all__ = ["Cockpit", "SourcedFacts", "cockpit", "facts_for"]
