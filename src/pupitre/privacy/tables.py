"""Columns of personal data: holds, register, report."""

from pupitre.core.tables import Column

HOLDS = (
    Column("Sur", lambda hold: hold.subject),
    Column("Pourquoi", lambda hold: hold.reason),
    Column("Demandé par", lambda hold: hold.placed_by),
    Column("Depuis le", lambda hold: hold.placed_on, "date", sort="placed_on"),
    Column("Levé le", lambda hold: hold.lifted_on, "date", sort="lifted_on"),
)
REGISTER = (
    Column("Traitement", lambda one: one.treatment),
    Column("Table", lambda one: one.table),
    Column("Donnée", lambda one: one.field),
    Column("Catégorie", lambda one: one.category),
    Column("Base légale", lambda one: one.basis),
    Column("Durée", lambda one: one.kept),
)
ACCESS = (
    Column("Quand", lambda one: one.at),
    Column("Qui", lambda one: one.who),
    Column("Compte", lambda one: one.account),
    Column("Sorte", lambda one: one.kind),
    Column("Acte", lambda one: one.act),
    Column("Objet", lambda one: one.what),
)
