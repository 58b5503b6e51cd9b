"""What an erasure will do to each table: shown before, written after."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q

from pupitre.core.models import AuditEvent
from pupitre.documents.models import Document
from pupitre.people.models import Person
from pupitre.privacy.declarations import rules, tenant_holdings
from pupitre.privacy.queries.holds import hold_on
from pupitre.privacy.queries.rows import (
    documents_about,
    identity_of,
    mentions,
    rows_about,
    scrubbed_models,
    was_erased,
)
from pupitre.privacy.rules import (
    ERASED,
    KEPT,
    PSEUDONYM,
    Erase,
    Fate,
    Holding,
    Scrubber,
    duration_words,
    kept_first,
)

FATES = {Erase.DELETE: ERASED, Erase.BLANK: ERASED, Erase.SCRUB: PSEUDONYM, Erase.KEEP: KEPT}
STAYS = "le fait reste, lié à « Personne effacée »"


def obstacle(person: Person) -> str:
    """Why this person cannot be erased now, empty when nothing stands in the way."""
    if was_erased(person):
        return "Cette personne est déjà effacée."
    held = hold_on(person)
    if held is not None:
        return f"Un gel l'interdit depuis le {held.placed_on:%d/%m/%Y} : {held.reason}"
    if person.stopped_on is None:
        return "Enregistrez d'abord son départ : ses accès et ses liens s'arrêtent alors."
    return ""


def preview(person: Person) -> list[Fate]:
    """What an erasure would do, what must stay first."""
    scrubber = Scrubber(identity_of(person))
    return kept_first(
        [
            *_fates_of_rows(person),
            *_fates_of_texts(person, scrubber),
            *_fates_of_files(person),
            Fate(
                "actes du journal",
                _events(person),
                PSEUDONYM,
                "le journal garde l'acte et la preuve qu'il n'a pas été altéré, sans le nom",
            ),
        ]
    )


def _fates_of_rows(person: Person) -> Iterator[Fate]:
    for model, holding in tenant_holdings():
        if holding.about:
            count = rows_about(model, holding, person.pk).count()
            yield Fate(_words(model), count, FATES[holding.erase], why_of(holding))


def why_of(holding: Holding) -> str:
    if holding.erase in {Erase.DELETE, Erase.BLANK}:
        return "rien n'oblige à le garder"
    rule = rules()[holding.retention[0].rule]
    kept = duration_words(rule.months, rule)
    law = f"{rule.basis.lower()} ({rule.source})"
    return law if holding.erase is Erase.KEEP else f"{STAYS} ; {rule.label.lower()} : {kept}"


def _fates_of_texts(person: Person, scrubber: Scrubber) -> Iterator[Fate]:
    for model, erase in scrubbed_models():
        count = len(mentions(model, scrubber))
        what = f"{_words(model)} : textes qui le nomment"
        if erase is Erase.KEEP:
            yield Fate(what, count, KEPT, "pièce comptable ou dossier figé, conservé tel qu'écrit")
        else:
            yield Fate(what, count, PSEUDONYM, "le nom y devient « Personne effacée »")


def _fates_of_files(person: Person) -> Iterator[Fate]:
    about = documents_about(person)
    yield Fate("photo", int(bool(person.photo)), ERASED, "rien n'oblige à la garder")
    yield Fate(
        "documents de sa fiche",
        about.filter(locked=False).count(),
        ERASED,
        "rien n'oblige à les garder",
    )
    yield Fate(
        "documents figés (comptes rendus, dossiers)",
        Document.objects.filter(locked=True).count(),
        KEPT,
        "preuve imprimée, non modifiable ; le bilan dira lesquels le nomment",
    )


def _events(person: Person) -> int:
    mine = Q(person_id=person.pk) | Q(object_type="people.person", object_id=person.pk)
    if person.user_id:
        mine |= Q(user_id=person.user_id)
    return AuditEvent.objects.filter(mine).count()


def _words(model: Any) -> str:
    return str(model._meta.verbose_name)
