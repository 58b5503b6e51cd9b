"""The columns of actions, quality approaches and visiting professionals."""

from typing import Any

from pupitre.core.tables import Column
from pupitre.projects.reference import load_mission_themes


def page(row: Any) -> str:
    return str(row.get_absolute_url())


ACTIONS = (
    Column("Action", str, sort="title", url=page),
    Column("Sorte", lambda row: row.get_kind_display()),
    Column("Thème", lambda row: load_mission_themes().labels.get(row.theme, "")),
    Column("Usagers", lambda row: f"niveau {row.level}" if row.level else ""),
    Column("Référent·e", lambda row: row.lead),
    Column("Avec", lambda row: row.partners),
    Column("Du", lambda row: row.starts_on, "date", sort="starts_on"),
    Column("Au", lambda row: row.ends_on, "date", sort="ends_on"),
    Column("Enquête", lambda row: row.survey_on, "date"),
    Column("Personnes", lambda row: row.reached, "number", sort="reached"),
    Column("Heures", lambda row: row.hours, "number", sort="hours"),
    Column("Budget", lambda row: row.budget_cents, "euros", sort="budget_cents"),
)
QUALITIES = (
    Column("Démarche", str, sort="title", url=page),
    Column("Référent·e", lambda row: row.referent),
    Column("Diagnostic", lambda row: row.diagnosed_on, "date", sort="diagnosed_on"),
    Column("Plan déployé", lambda row: row.deployed_on, "date", sort="deployed_on"),
    Column("Bilan", lambda row: row.concluded_on, "date", sort="concluded_on"),
)
OFFERS = (
    Column("Qui", lambda row: row.person or "Toute la structure", url=page),
    Column("Sorte", lambda row: row.get_kind_display(), sort="kind"),
    Column("Demi-journées par semaine", lambda row: row.half_days, "number"),
    Column("Jours et créneaux", lambda row: row.slots),
    Column("Depuis le", lambda row: row.since, "date", sort="since"),
    Column("Jusqu'au", lambda row: row.until, "date", sort="until"),
)
