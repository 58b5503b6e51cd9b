"""The columns of engagements, of time and of placements."""

from pupitre.core.tables import Column
from pupitre.people.queries import profession_words

ENGAGEMENTS = (
    Column("Qui coordonne", lambda one: one.person, url=lambda one: one.get_absolute_url()),
    Column("Cadre", lambda one: one.get_contract_display()),
    Column("Employeur ou société", lambda one: one.employer),
    Column("Depuis le", lambda one: one.since, "date", sort="since"),
    Column("Jusqu'au", lambda one: one.until, "date", sort="until"),
    Column("Par semaine", lambda one: one.weekly_minutes, "minutes"),
    Column("Jours par semaine", lambda one: float(one.weekly_days), "number"),
    Column("Coût horaire", lambda one: one.hourly_cents, "euros"),
)
TIMES = (
    Column("Jour", lambda entry: entry.day, "date", sort="day"),
    Column("Pour quoi", lambda entry: entry.get_block_display(), sort="block"),
    Column("En quelques mots", lambda entry: entry.words),
    Column("Minutes", lambda entry: entry.minutes, "minutes", sort="minutes"),
)
PLACEMENTS = (
    Column("Stagiaire", lambda row: row.person, url=lambda row: row.get_absolute_url()),
    Column("Profession préparée", lambda row: profession_words(row.person)),
    Column("Organisme de formation", lambda row: row.school, sort="school"),
    Column("Maître de stage", lambda row: row.tutor),
    Column("Du", lambda row: row.since, "date", sort="since"),
    Column("Au", lambda row: row.until, "date", sort="until"),
)
