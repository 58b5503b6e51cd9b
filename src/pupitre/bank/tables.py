"""Columns of the bank's lists."""

from pupitre.bank.models import BankLine, BankRule
from pupitre.core.tables import Column


def _tone(line: BankLine) -> str:
    return "warning" if line.waits else "success"


LINE_COLUMNS = (
    Column("Date", lambda line: line.on, "date", sort="on"),
    Column("Libellé", lambda line: line.label, sort="label", url=BankLine.get_absolute_url),
    Column("Précision", lambda line: line.detail),
    Column("Compte", lambda line: line.account),
    Column("Montant", lambda line: line.cents, "euros", sort="cents"),
    Column("État", lambda line: line.get_how_display(), "tag", sort="how", tone=_tone),
    Column("Écriture", lambda line: line.entry, url=lambda line: line.entry.get_absolute_url()),
)
RULE_COLUMNS = (
    Column("Mots du libellé", lambda rule: rule.words, sort="words", url=BankRule.get_absolute_url),
    Column("Sens", lambda rule: rule.get_direction_display(), sort="direction"),
    Column("Compte", lambda rule: rule.ledger_account, sort="ledger_account__number"),
    Column("Poste", lambda rule: rule.heading),
    Column("Personne", lambda rule: rule.person),
    Column("Choisie", lambda rule: rule.uses, "number", sort="uses"),
    Column("Corrigée", lambda rule: rule.misses, "number", sort="misses"),
    Column("Dernière fois", lambda rule: rule.last_on, "date", sort="last_on"),
)
