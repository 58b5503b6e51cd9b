"""The work of a year outside meetings, written as the apps write it, each thing with its documents."""

from datetime import date
from decimal import Decimal
from typing import Any

from pupitre.aci.models import Exercise
from pupitre.contracts.models import Agreement, Software
from pupitre.contracts.queries import INVOICE, LABEL
from pupitre.core import records
from pupitre.core.actor import MACHINE
from pupitre.core.tenancy import CentreModel
from pupitre.documents.models import Document
from pupitre.documents.services import store_document
from pupitre.hr.models import Engagement, Placement
from pupitre.people.models import Person
from pupitre.projects.models import Action, Offer
from pupitre.protocols.models import Protocol
from pupitre.protocols.services import set_authors

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
START = date(2026, 1, 5)


def save(row: Any) -> Any:
    return records.save(row, by=MACHINE)


def prove(
    about: CentreModel,
    title: str = "pièce",
    *,
    purpose: str = "",
    dated: date | None = START,
    content: bytes = PDF,
    ending: str = "pdf",
) -> Document:
    return store_document(
        content=content, name=f"{title}.{ending}", title=title, about=about, purpose=purpose,
        dated=dated, by=MACHINE,
    )  # fmt: skip


def agreement(kind: str, title: str, **fields: Any) -> Agreement:
    found: Agreement = save(Agreement(kind=kind, title=title, **{"adopted_on": START} | fields))
    return found


def engagement() -> Engagement:
    person = save(Person(last_name="Ferrand", kind=Person.Kind.COORDINATOR))
    found: Engagement = save(
        Engagement(
            person=person, contract="employee", since=date(2024, 3, 1), weekly_minutes=780,
            weekly_days=Decimal(2), hourly_cents=2890,
        )
    )  # fmt: skip
    return found


def software(level: str = "standard", acquired_on: date = date(2023, 2, 1)) -> Software:
    found: Software = save(Software(name="Dossier", level=level, acquired_on=acquired_on))
    return found


def prerequisites(*, year: int = 2026, proved: bool = True) -> None:
    """Fulfil the four prerequisites of an exercise, with or without their proofs."""
    save(Exercise(year=year))
    day = date(year, 1, 5)
    texts = (("charter", "Charte"), ("crisis_plan", "Plan de crise"))
    held = [engagement(), *(agreement(kind, title, adopted_on=day) for kind, title in texts)]
    dossier = software()
    if proved:
        for row in held:
            prove(row, str(row)[:40], dated=day)
        prove(dossier, "Label", purpose=LABEL)
        prove(dossier, "Facture", purpose=INVOICE, dated=day)


def protocol(title: str, writers: list[Person], **fields: Any) -> Protocol:
    """A whole protocol; it counts from its approval."""
    found: Protocol = save(
        Protocol(title=title, **{"theme": "domicile", "approved_on": START} | fields)
    )
    set_authors(found, writers, by=MACHINE)
    return found


def action(title: str, kind: str = "mission", **fields: Any) -> Action:
    found: Action = save(Action(title=title, kind=kind, **{"starts_on": START} | fields))
    return found


def offer(kind: str, person: Person | None, **fields: Any) -> Offer:
    found: Offer = save(Offer(kind=kind, person=person, **{"since": START} | fields))
    return found


def placement(last_name: str, tutor: Person) -> Placement:
    trainee = save(Person(last_name=last_name, kind=Person.Kind.TRAINEE, profession="infirmier"))
    found: Placement = save(
        Placement(
            person=trainee, tutor=tutor, school="IFSI", since=date(2026, 2, 2),
            until=date(2026, 3, 27),
        )
    )  # fmt: skip
    return found
