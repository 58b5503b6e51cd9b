"""The columns of engagements and of time."""

from pupitre.core.tables import Column

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
