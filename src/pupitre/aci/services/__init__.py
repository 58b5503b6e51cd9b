"""Writes of the ACI."""

from pupitre.aci.services.evidence import (
    DossierError,
    ask_for_files,
    declare_dossier,
    freeze_dossier,
    keep_files,
    kept_exercise,
)

__all__ = [
    "DossierError",
    "ask_for_files",
    "declare_dossier",
    "freeze_dossier",
    "keep_files",
    "kept_exercise",
]
