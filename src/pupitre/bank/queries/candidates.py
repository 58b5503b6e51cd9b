"""What a bank line may be: everything known that has its amount, and what was chosen for lines like it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cached_property
from typing import TypeVar

from django.db.models import Q

from pupitre.bank.matching import Candidate
from pupitre.bank.models import BankLine, BankRule
from pupitre.bank.queries.accounts import unpointed_lines
from pupitre.bank.queries.lines import waiting_lines
from pupitre.bank.rules.matching import EXACT, REFERENCED, match_score
from pupitre.bank.rules.proposals import Line, Outcome, Proposal, Rule, propose, words_of
from pupitre.books.models import EntryLine
from pupitre.core.french import short_day
from pupitre.core.registry import registry
from pupitre.core.tenancy import CentreModel
from pupitre.payments.models import BankAccount, PaymentBatch, PaymentOrder

_Row = TypeVar("_Row", bound=CentreModel)
TRANSFER_DAYS = timedelta(days=6)
MOST = 9
"""As many as there are digits to choose one."""
ACI_WORDS = frozenset({"cpam", "aci", "cnam"})
BALANCE_WORDS = frozenset({"solde", "regul", "regularisation", "complement"})


class Desk:
    """What the lines of one account are compared with, read once for all of them; `today` writes dates."""

    def __init__(self, account: BankAccount, today: date) -> None:
        self.account, self.today = account, today

    def candidates(self, line: BankLine) -> list[Candidate]:
        """Return what a line may be, surest first, at most nine."""
        return sorted(self._all(line), key=lambda one: (-one.score, one.token))[:MOST]

    def best(self, line: BankLine) -> Candidate | None:
        """Return the surest candidate that this row knows by itself, at no further query."""
        return max(self._own(line), key=lambda one: (one.score, one.token), default=None)

    def _all(self, line: BankLine) -> Iterator[Candidate]:
        yield from self._own(line)
        for found in registry.contributed("bank.candidates", line):
            yield from found

    def _own(self, line: BankLine) -> Iterator[Candidate]:
        words = words_of(line.words)
        yield from self._entries(line, words)
        yield from self._batches(line)
        yield from self._orders(line, words)
        yield from self._debts(line, words)
        yield from self._transfers(line)
        yield from self._aci(line, words)
        for proposal in propose(self.rules, Line(words, line.cents), self.today):
            yield self._from_rule(proposal, line)

    def _day(self, day: date) -> str:
        return short_day(day, self.today)

    @cached_property
    def rules(self) -> list[Rule]:
        """The rules of the entity, as the pure proposals read them."""
        return [as_rule(rule) for rule in self._rule_rows.values()]

    @cached_property
    def _rule_rows(self) -> dict[int, BankRule]:
        rows = BankRule.objects.filter(ledger_account__entity=self.account.entity_id)
        rows = rows.select_related("ledger_account", "heading", "person", "project")
        return {rule.pk: rule for rule in rows}

    def _from_rule(self, proposal: Proposal, line: BankLine) -> Candidate:
        rule = self._rule_rows[proposal.rule.key]
        parts = (str(part) for part in (rule.ledger_account, rule.heading, rule.person, rule.project) if part)  # fmt: skip
        return Candidate(" · ".join(parts), line.cents, proposal.score, proposal.reason, f"rule:{rule.pk}")  # fmt: skip

    @cached_property
    def _unpointed(self) -> dict[int, list[EntryLine]]:
        return _by(unpointed_lines(self.account), "remaining")

    def _entries(self, line: BankLine, words: frozenset[str]) -> Iterator[Candidate]:
        """Entries of the books that wait for the bank."""
        for known in self._unpointed[line.cents]:
            points = match_score(EXACT, line.on, known.entry.date, words, words_of(known.entry.label, known.label))  # fmt: skip
            reason = f"écriture du {self._day(known.entry.date)}, même montant"
            yield Candidate(known.entry.label, line.cents, points, reason, f"entry:{known.pk}")

    @cached_property
    def _written(self) -> list[PaymentBatch]:
        rows = PaymentBatch.objects.filter(account=self.account, state=PaymentBatch.State.WRITTEN)
        return list(rows.order_by("pk"))

    def _batches(self, line: BankLine) -> Iterator[Candidate]:
        """Batches handed to the bank that it debits at once."""
        for batch in self._written:
            if batch.total_cents == -line.cents:
                points = match_score(EXACT, line.on, batch.execution_on, frozenset(), frozenset())
                reason = f"déposé pour le {self._day(batch.execution_on)}, même total"
                title = f"{batch} ({batch.count} virements) : exécuté"
                yield Candidate(title, line.cents, points + 8, reason, f"batch:{batch.pk}")

    @cached_property
    def _unpaid(self) -> dict[int, list[PaymentOrder]]:
        """Payments not seen at the bank: not paid yet, or of a batch that it debits one by one."""
        begun = {one.entry_id for lines in self._unpointed.values() for one in lines}
        waits = Q(state__in=(PaymentOrder.State.WAITING, PaymentOrder.State.BATCHED))
        rows = PaymentOrder.objects.filter(waits | Q(state=PaymentOrder.State.PAID, batch__entry__in=begun))  # fmt: skip
        rows = rows.filter(entity=self.account.entity_id).select_related("payee__person", "batch")
        return _by(rows, "cents")

    def _orders(self, line: BankLine, words: frozenset[str]) -> Iterator[Candidate]:
        """Single transfers: of a batch that the bank debits one by one, or made by hand without a batch."""
        for order in self._unpaid[-line.cents]:
            batch = order.batch
            if batch is not None and (batch.open or batch.count == 1):
                continue
            due = batch.execution_on if batch else order.due_on
            points = match_score(EXACT - 3, line.on, due, words, words_of(str(order.payee)))
            if order.end_to_end and order.end_to_end in (line.reference, line.words):
                points = REFERENCED
            day = self._day(due)
            where = f"virement du {batch}" if batch else f"paiement attendu pour le {day}"
            yield Candidate(str(order), line.cents, points, f"{where}, même montant", f"order:{order.pk}")  # fmt: skip

    @cached_property
    def _open(self) -> dict[int, list[EntryLine]]:
        """Debts and claims that nothing settled yet, by what settles them; those of waiting payments left out."""
        rows = EntryLine.objects.filter(
            account__entity=self.account.entity_id, account__number__startswith="4", lettering=""
        ).exclude(entry__reversals__isnull=False)
        asked = set(
            PaymentOrder.objects.filter(
                entity=self.account.entity_id,
                state__in=(PaymentOrder.State.WAITING, PaymentOrder.State.BATCHED),
            ).values_list("origin_type", "origin_id")
        )
        found: dict[int, list[EntryLine]] = defaultdict(list)
        for row in rows.select_related("entry", "account").order_by("entry__date", "pk"):
            if (row.entry.origin_type, row.entry.origin_id) not in asked or not row.entry.origin_id:
                found[row.cents].append(row)
        return found

    def _debts(self, line: BankLine, words: frozenset[str]) -> Iterator[Candidate]:
        """A claim of the books is paid by money in of its amount, a debt by money out."""
        for known in self._open[line.cents]:
            named = words_of(known.auxiliary_label, known.label, known.entry.label)
            points = match_score(EXACT - 5, line.on, known.entry.date, words, named)
            what = "créance" if line.cents > 0 else "dette"
            reason = f"{what} du {self._day(known.entry.date)}, compte {known.account.number}"
            title = " – ".join(filter(None, (known.auxiliary_label, known.label)))
            yield Candidate(title, line.cents, points, reason, f"open:{known.pk}")

    @cached_property
    def _elsewhere(self) -> dict[int, list[BankLine]]:
        rows = waiting_lines().exclude(account=self.account).select_related("account__entity")
        return _by(rows, "cents")

    def _transfers(self, line: BankLine) -> Iterator[Candidate]:
        """The other side of a transfer, on another account of the MSP."""
        for other in self._elsewhere[-line.cents]:
            if abs(other.on - line.on) <= TRANSFER_DAYS:
                points = match_score(EXACT - 2, line.on, other.on, frozenset(), frozenset())
                way = "vers" if line.cents < 0 else "depuis"
                title = f"Virement {way} {other.account} ({other.account.entity})"
                reason = f"{other.label} le {self._day(other.on)}, montant opposé"
                yield Candidate(title, line.cents, points, reason, f"transfer:{other.pk}")

    def _aci(self, line: BankLine, words: frozenset[str]) -> Iterator[Candidate]:
        """Money of the CPAM: an advance or a balance of the ACI."""
        if line.cents > 0 and words & ACI_WORDS:
            settles = bool(words & BALANCE_WORDS)
            for kind, title, likely in (
                ("advance", "Avance de l’ACI", not settles),
                ("balance", "Solde de l’ACI", settles),
            ):
                points = 66 if likely else 60
                yield Candidate(title, line.cents, points, "virement de l’Assurance maladie", f"aci:{kind}")  # fmt: skip


def _by(rows: Iterable[_Row], field: str) -> dict[int, list[_Row]]:
    found: dict[int, list[_Row]] = defaultdict(list)
    for row in rows:
        found[getattr(row, field)].append(row)
    return found


def as_rule(rule: BankRule) -> Rule:
    """Return a kept rule as the pure proposals read it."""
    outcome = Outcome(rule.ledger_account_id, rule.heading_id, rule.person_id, rule.project_id)
    return Rule(
        key=rule.pk,
        words=frozenset(rule.words.split()),
        money_in=rule.direction == BankRule.Direction.IN,
        outcome=outcome,
        uses=rule.uses,
        misses=rule.misses,
        cents=rule.last_cents,
        last_on=rule.last_on,
        last_label=rule.last_label,
    )
