"""Tenancy: every tenant row belongs to one centre, and is seen only inside that centre's scope."""

from pupitre.core.tenancy.models import (
    CentreForeignKey,
    CentreManager,
    CentreModel,
    CentreQuerySet,
    FormerKeyField,
)
from pupitre.core.tenancy.protection import ProtectTable
from pupitre.core.tenancy.scope import (
    NoCentreScopeError,
    Scope,
    centre_scope,
    current_scope,
    user_scope,
)

__all__ = [
    "CentreForeignKey",
    "CentreManager",
    "CentreModel",
    "CentreQuerySet",
    "FormerKeyField",
    "NoCentreScopeError",
    "ProtectTable",
    "Scope",
    "centre_scope",
    "current_scope",
    "user_scope",
]
