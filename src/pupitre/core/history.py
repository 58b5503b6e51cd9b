"""What happened to one record, from its audit events, as the timeline component draws it."""

from typing import Any

from django.db.models import Field, Model

from pupitre.core import french
from pupitre.core.models import AuditEvent
from pupitre.core.money import HARD_SPACE

PAST = {
    "abandonner": "a abandonné", "ajouter": "a ajouté", "annuler": "a annulé",
    "appliquer": "a appliqué", "changer": "a changé", "choisir": "a choisi", "clore": "a clos",
    "compléter": "a complété", "compter": "a compté", "confier": "a confié",
    "corriger": "a corrigé", "créer": "a créé", "déclarer": "a déclaré", "déplacer": "a déplacé",
    "déposer": "a déposé", "diffuser": "a diffusé", "donner": "a donné", "écrire": "a écrit",
    "effacer": "a effacé", "envoyer": "a envoyé", "fusionner": "a fusionné",
    "geler": "a gelé", "libérer": "a libéré", "signaler": "a signalé",
    "importer": "a importé", "inviter": "a invité", "lire": "a lu", "marquer": "a marqué",
    "modifier": "a modifié", "noter": "a noté", "ouvrir": "a ouvert", "planifier": "a planifié",
    "pointer": "a pointé", "prolonger": "a prolongé", "proposer": "a proposé",
    "refuser": "a refusé", "régler": "a réglé", "remettre": "a remis", "remplacer": "a remplacé",
    "renvoyer": "a renvoyé", "reporter": "a reporté", "reprendre": "a repris",
    "retirer": "a retiré", "rouvrir": "a rouvert", "supprimer": "a supprimé",
    "terminer": "a terminé", "transmettre": "a transmis", "valider": "a validé",
    "chercher": "a cherché", "exporter": "a exporté", "lever": "a levé", "purger": "a purgé",
    "contre-passer": "a contre-passé", "télécharger": "a téléchargé",
}  # fmt: skip
"""The first word of an act as the audit keeps it, and as a history tells it."""


def past(action: str) -> str:
    """Write « créer » as « a créé »; an act whose verb is not in the table stays as it is."""
    verb, space, rest = action.partition(" ")
    return f"{PAST.get(verb, verb)}{space}{rest}"


def history(obj: Model, *, limit: int = 50) -> list[dict[str, Any]]:
    """Return the acts on a record, latest first: {when, who, text, detail}."""
    events = AuditEvent.objects.filter(object_type=obj._meta.label_lower, object_id=obj.pk)
    names = {field.attname: field for field in obj._meta.concrete_fields}
    return [
        {
            "when": f"{french.short_day(event.at)}, {french.clock(event.at)}",
            "who": _teller(event),
            "text": past(event.action),
            "detail": _detail(event.changes, names),
        }
        for event in events.order_by("-pk")[:limit]
    ]


def _teller(event: AuditEvent) -> str:
    """Name who acted, with a colon before an act that is no sentence with its name."""
    told = past(event.action) != event.action
    return event.who if told else f"{event.who}{HARD_SPACE}:"


def _detail(changes: dict[str, Any], fields: dict[str, Field[Any, Any]]) -> str:
    """Say which fields changed, and how where the values are words; a creation says nothing more."""
    if changes and all(before is None for before, _after in changes.values()):
        return ""
    told = [
        f"{fields[name].verbose_name} : {_word(fields[name], before)} → {_word(fields[name], after)}"
        for name, (before, after) in changes.items()
        if name in fields and not _technical(fields[name])
    ]
    return " ; ".join(told)


def _technical(field: Field[Any, Any]) -> bool:
    """Tell whether a field has no name of its own for people, or is another row's number."""
    plain = field.verbose_name == field.name.replace("_", " ")
    return plain or field.is_relation


def _word(field: Field[Any, Any], value: Any) -> str:
    if value in (None, ""):
        return "rien"
    text = str(dict(field.flatchoices).get(value, value))
    return text if len(text) <= 60 else f"{text[:60]}…"
