"""French names for the columns that the models leave in English, since no screen shows them."""

from typing import Any

from pupitre.core.tenancy import CentreModel

COLUMNS = {
    "account": "compte", "action": "acte", "approved_user_id": "compte qui approuve", "archive": "archive", "at": "moment",
    "attempts": "essais", "attendee": "présent", "bank_id": "référence de la banque", "budget": "budget", "carried_from": "reporté de",
    "changes": "avant et après", "code": "code", "correction": "correction", "current_item_id": "point en cours",
    "date": "date", "document": "document", "entry": "écriture", "entry_line": "ligne d'écriture", "fact": "fait d'origine", "facts": "faits comptés",
    "fields": "champs remplis", "iban": "IBAN", "idea": "idée", "institution": "institution", "item": "point",
    "item_since": "point ouvert à", "journal": "journal", "key": "clé", "kind": "sorte", "last_cents": "dernier montant",
    "last_label": "dernier libellé", "line": "ligne", "made_at": "fait le", "made_user_id": "compte qui a fait", "mail_id": "référence du mail",
    "mapping": "colonnes du fichier", "meeting": "réunion", "meeting_cents": "plafond par réunion", "message": "message",
    "minutes": "minutes", "nature": "nature", "next_attempt_at": "prochain essai", "note": "note", "notes": "notes",
    "notification": "notification", "number": "numéro", "number_key": "numéro comparé", "object_id": "numéro de l'objet",
    "object_label": "nom de l'objet", "object_type": "sorte d'objet", "origin_id": "numéro de l'origine",
    "origin_type": "sorte d'origine", "outcome_id": "numéro de la suite", "outcome_type": "sorte de suite",
    "participant": "participant", "permission": "droit demandé", "person": "personne", "person_cents": "plafond par personne",
    "person_id": "personne", "photo": "photo", "poll": "sondage", "prepared_user": "compte qui a préparé", "preset": "modèle",
    "previous": "précédent", "profession": "profession", "proposed_person_id": "personne qui propose",
    "proposed_user_id": "compte qui propose", "run": "règlement", "salt": "sel", "seal": "sceau du reste", "schema": "format du fichier",
    "scheme": "barème", "settlement": "régularisation", "signature": "signature", "site": "site", "slot": "créneau",
    "source": "source", "statement": "relevé", "task": "chose à faire", "text": "texte", "title": "titre",
    "total_cents": "total", "undone": "annulations", "url": "adresse", "user": "compte", "user_id": "compte",
    "version": "version", "via": "par", "who": "qui", "year_cents": "plafond par an",
}  # fmt: skip


def table_name(model: type[CentreModel]) -> str:
    """Return the French name of what one row is."""
    return str(model._meta.verbose_name)


def column_name(field: Any) -> str:
    """Return the French heading of a column."""
    plain = field.verbose_name == field.name.replace("_", " ")
    return COLUMNS.get(field.name, str(field.verbose_name)) if plain else str(field.verbose_name)
