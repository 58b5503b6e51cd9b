"""Screens of records that documents prove: the record, its pieces, its history."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django.http import HttpResponse

from pupitre.core.crud import CrudView
from pupitre.core.history import history


@dataclass(frozen=True)
class Proof:
    """A panel of documents; with `purpose`, those kept for it only."""

    title: str
    purpose: str = ""

    @property
    def alone(self) -> bool:
        return bool(self.purpose)


class ProvedCrud(CrudView):
    """A CrudView whose page also shows the pieces, what the record lacks, and its history."""

    template_dir = "documents/proved"
    proofs: ClassVar[Sequence[Proof]] = (Proof("Justificatifs"),)

    def notes(self, obj: Any) -> Sequence[str]:
        """Return what the record still lacks to count, in sentences."""
        return ()

    def proofs_of(self, obj: Any) -> Sequence[Proof]:
        return self.proofs

    def render(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        if template == "detail":
            obj = context["object"]
            shown = {
                "notes": self.notes(obj),
                "proofs": self.proofs_of(obj),
                "events": history(obj),
            }
            context = shown | context
        return super().render(template, context, status=status)
