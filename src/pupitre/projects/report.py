"""What the annual report tells of missions and actions: how many, for how many people, with what results."""

from datetime import date

from pupitre.core import french
from pupitre.core.report import Chapter, Figure, Listing, last_day
from pupitre.projects.models import Action
from pupitre.projects.queries import actions_between, qualities_between


def actions_chapter(year: int, today: date) -> Chapter:
    """The actions under way in the year; what nobody gave of one adds nothing."""
    first, last = date(year, 1, 1), last_day(year, today)
    found = list(actions_between(first, last))
    missions = sum(one.kind == Action.Kind.MISSION for one in found)
    figures = (
        Figure("actions", "Actions menées", len(found), "Actions en cours dans l’année."),
        Figure(
            "actions_missions", "dont missions de santé publique", missions,
            "Parmi elles, celles qui sont inscrites au contrat ACI.",
        ),
        Figure(
            "actions_personnes", "Personnes touchées", sum(one.reached or 0 for one in found),
            "Somme des nombres donnés pour les actions de l’année.",
        ),
        Figure(
            "actions_heures", "Heures de l’équipe", sum(one.hours or 0 for one in found),
            "Somme des heures données pour les actions de l’année.", "h",
        ),
        Figure(
            "demarches_qualite", "Démarches qualité", qualities_between(first, last).count(),
            "Démarches commencées et non conclues avant l’année.",
        ),
    )  # fmt: skip
    rows = [
        [
            one.title,
            one.get_kind_display(),
            "–" if one.reached is None else french.number(one.reached),
            one.results,
        ]
        for one in found
    ]
    listing = Listing("Les actions", ("Action", "Sorte", "Personnes", "Résultats"), rows)
    return Chapter(
        "actions", "Missions et actions", 55, figures, listings=(listing,) if rows else ()
    )
