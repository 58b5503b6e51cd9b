"""Writes about rules: each choice of the coordinator teaches."""

from django.db import transaction

from pupitre.bank.models import BankLine, BankRule
from pupitre.bank.queries.candidates import as_rule
from pupitre.bank.rules.proposals import Line, Outcome, taught, words_of
from pupitre.bank.services.settling import Part
from pupitre.core import records
from pupitre.core.actor import Actor


@transaction.atomic
def learn(line: BankLine, part: Part, *, by: Actor) -> BankRule | None:
    """Keep what choosing a part for a line teaches; None when the label says nothing."""
    rows = {
        rule.pk: rule
        for rule in BankRule.objects.filter(ledger_account__entity=line.account.entity_id)
    }
    outcome = Outcome(part.account.pk, *(one.pk if one else None for one in (part.heading, part.person, part.project)))  # fmt: skip
    seen = Line(words_of(line.words), line.cents)
    lesson = taught([as_rule(rule) for rule in rows.values()], seen, outcome)
    if lesson is None:
        return None
    for key in lesson.wrong:
        rows[key].misses += 1
        records.save(rows[key], by=by, action="corriger la règle")
    rule = rows.get(lesson.rule) or BankRule(
        direction=BankRule.Direction.IN if line.cents > 0 else BankRule.Direction.OUT,
        ledger_account=part.account,
        heading=part.heading,
        person=part.person,
        project=part.project,
    )
    rule.words = " ".join(sorted(lesson.words))[:200]
    rule.uses, rule.misses = rule.uses + 1, 0
    rule.last_cents, rule.last_on, rule.last_label = line.cents, line.on, line.label
    return records.save(rule, by=by, action="apprendre")
