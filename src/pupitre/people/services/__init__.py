"""Writes about persons."""

from pupitre.people.guarded import PatientIdentityError, refuse_identity
from pupitre.people.services.directory import (
    Choices,
    ImportReport,
    apply_directory_import,
    preview_directory_import,
)
from pupitre.people.services.groups import enter_group, leave_group
from pupitre.people.services.merge import merge_persons
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
    "Choices",
    "ImportReport",
    "PatientIdentityError",
    "PersonError",
    "add_person",
    "apply_directory_import",
    "enter_group",
    "leave_group",
    "merge_persons",
    "person_leaves",
    "person_returns",
    "preview_directory_import",
    "refuse_identity",
    "set_sites",
    "stop_rights",
    "stop_rights_due",
]
