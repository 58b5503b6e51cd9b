"""Writes about persons."""

from pupitre.people.guarded import PatientIdentityError, refuse_identity
from pupitre.people.services.persons import (
    PersonError,
    add_person,
    person_leaves,
    person_returns,
    set_sites,
    stop_rights,
    stop_rights_due,
)

__all__ = [
    "PatientIdentityError",
    "PersonError",
    "add_person",
    "person_leaves",
    "person_returns",
    "refuse_identity",
    "set_sites",
    "stop_rights",
    "stop_rights_due",
]
