"""The indemnities of a fictitious centre: a scheme voted, a quarter paid, the next approved, one to prepare."""

from datetime import UTC, date, datetime, time, timedelta

from schwifty import IBAN

from pupitre.books.models import LegalEntity
from pupitre.books.queries import account_for, entries_from, main_entity
from pupitre.books.services import open_books, validate_entries
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.dates import add_months
from pupitre.demo.people import Team
from pupitre.indemnities.models import IndemnityRun, IndemnitySettings, Scheme
from pupitre.indemnities.rules.periods import period_of
from pupitre.indemnities.rules.scheme import Span
from pupitre.indemnities.services.runs import adjust, approve_run, prepare_run
from pupitre.indemnities.services.schemes import start_scheme, vote_scheme
from pupitre.indemnities.services.statements import send_statements
from pupitre.meetings.models import Meeting
from pupitre.payments import services as payments
from pupitre.payments.models import BankAccount, PayeeIban
from pupitre.payments.queries import orders_about


def indemnify(team: Team, *, name: str, today: date, by: Actor) -> None:
    """Settle the two quarters before the last one, as far as the year's books go; the first is paid."""
    last = period_of(add_months(period_of(today, "quarter").first, -3), "quarter")
    quarters = [period_of(add_months(last.first, -months), "quarter") for months in (6, 3)]
    spans = [span for span in quarters if _approval(span).year == today.year]
    start = (spans or [last])[0].first
    records.save(IndemnitySettings(starts_on=start), by=by)
    scheme = _scheme(start, by)
    entity = main_entity() or open_books(
        name=f"SISA {name}", kind="SISA", starts_on=date(today.year, 1, 1), by=by
    )
    runs = [_run(scheme, span, by) for span in spans]
    for run in runs[:1]:
        _pay(run, entity, _manager(team), by)
    for run in runs[1:]:
        send_statements(run, by=by)
    adjust(
        team.people[2],
        on=last.last,
        cents=2500,
        why="Réunion avec la CPTS oubliée au trimestre dernier",
        by=by,
    )
    start_scheme(
        Scheme(name="Même tarif pour tous", since=last.last + timedelta(days=1)),
        preset_key="hourly_flat",
        by=by,
    )


def _scheme(since: date, by: Actor) -> Scheme:
    """Prices by profession, voted by the first assembly or management meeting of the year."""
    scheme = start_scheme(
        Scheme(name="Présence par profession", since=since, minute_step=15),
        preset_key="hourly_by_profession",
        by=by,
    )
    voting = [Meeting.Kind.ASSEMBLY, Meeting.Kind.MANAGEMENT]
    closed = Meeting.objects.filter(state=Meeting.State.CLOSED, kind__in=voting)
    meeting = closed.filter(starts_at__date__lt=since).order_by("kind", "-starts_at").first()
    return vote_scheme(scheme, meeting=meeting or closed.earliest("starts_at"), by=by)


def _approval(span: Span) -> date:
    return span.last + timedelta(days=8)


def _run(scheme: Scheme, span: Span, by: Actor) -> IndemnityRun:
    return approve_run(prepare_run(scheme, span, by=by), on=_approval(span), by=by)


def _manager(team: Team) -> Actor:
    """The second person, who confirms accounts and approves what leaves."""
    manager = team.people[0]
    return Actor(str(manager), "cli", user_id=manager.user_id, role="manager")


def _pay(run: IndemnityRun, entity: LegalEntity, second: Actor, by: Actor) -> None:
    """Give each payee an account of a bank that does not exist, send the file, execute it."""
    day = (run.approved_on or run.last) + timedelta(days=3)
    orders = list(orders_about(run))
    for order in orders:
        if not PayeeIban.objects.filter(payee=order.payee).exists():
            proposal = payments.propose_iban(
                order.payee, iban=_iban(order.payee.pk), holder=str(order.payee), by=by
            )
            payments.confirm_iban(proposal, on=day, by=second)
    batch = payments.make_batch(
        account=_account(entity, day, by), orders=orders, execution_on=day, on=day, by=by
    )
    moment = datetime.combine(day, time(9), tzinfo=UTC)
    payments.approve_batch(batch, at=moment, by=second)
    payments.write_batch_file(batch, at=moment, by=by)
    done = payments.batch_executed(batch, on=day, by=by)
    validate_entries([*entries_from(run), *([done.entry] if done.entry else [])], by=by)


def _iban(number: int) -> str:
    return str(IBAN.generate("FR", "99999", f"{number:011}", "00001"))


def _account(entity: LegalEntity, day: date, by: Actor) -> BankAccount:
    known: BankAccount | None = BankAccount.objects.filter(entity=entity).first()
    return known or records.save(
        BankAccount(
            entity=entity,
            label="Compte courant",
            iban=_iban(1),
            ledger_account=account_for(entity, "bank", on=day),
        ),
        by=by,
    )
