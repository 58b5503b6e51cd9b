"""The bank of a fictitious SISA: the statements that its books suppose, with what the books did not know yet."""

from datetime import date, timedelta

from pupitre.bank.models import BankLine
from pupitre.bank.queries import Desk, waiting_lines
from pupitre.bank.services import Part, accept, import_statement
from pupitre.bank.services.accepting import choose
from pupitre.books.models import EntryLine, LegalEntity
from pupitre.books.queries import account_for, account_numbered, balance_of, main_entity
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.dates import add_months, month_end, month_start
from pupitre.payments.models import BankAccount

IBAN = "FR7699999000010000000000115"
LEFT = 7
"""Lines that wait in the demonstration."""
HABITS = (
    (17, -6_375, "CB PAPETERIE DU CENTRE", "606400"),
    (21, 18_000, "VIR RECU ORTHOPHONISTE PARTICIPATION", "708800"),
    (28, -1_290, "COTISATION PRO", "627800"),
)
"""What only the bank tells, each month: day, cents, label, and the account it goes to."""
Movement = tuple[date, int, str]


def live_bank(*, today: date, by: Actor) -> None:
    """Import a statement a month since January, tell all their lines but the last ones."""
    entity = main_entity()
    if entity is None:
        return
    account = BankAccount.objects.filter(entity=entity).first() or _account(entity, today, by)
    start = date(today.year, 1, 1)
    balance = balance_of(account.ledger_account, on=start)
    while start < month_start(today):
        movements = _month(account, start)
        content = _ofx(account, movements, balance, start)
        import_statement(account, content=content, name=f"releve-{start:%Y-%m}.ofx", by=by)
        balance += sum(cents for _, cents, _ in movements)
        start = add_months(start, 1)
    _reconcile(account, today, by)


def _account(entity: LegalEntity, today: date, by: Actor) -> BankAccount:
    ledger = account_for(entity, "bank", on=today)
    account = BankAccount(entity=entity, label="Compte courant", iban=IBAN, ledger_account=ledger)
    return records.save(account, by=by)


def _month(account: BankAccount, start: date) -> list[Movement]:
    """Return what the books wrote on the account in a month, as the bank words it, and the habits."""
    written = EntryLine.objects.filter(
        account=account.ledger_account, entry__date__range=(start, month_end(start))
    ).exclude(entry__journal__kind="opening")
    found = [
        (line.entry.date, line.cents, f"{'VIR RECU' if line.cents > 0 else 'PRLV SEPA'} {line.label}"[:60])
        for line in written.select_related("entry")
    ]  # fmt: skip
    found += [
        (start + timedelta(days=day - 1), cents, f"{label} {start:%m/%y}")
        for day, cents, label, _ in HABITS
    ]
    return sorted(found)


def _ofx(account: BankAccount, movements: list[Movement], opening: int, start: date) -> bytes:
    """Return a month as the bank would give it."""
    iban, end = account.iban, month_end(start)
    rows = "".join(
        f"<STMTTRN><TRNTYPE>OTHER<DTPOSTED>{on:%Y%m%d}<TRNAMT>{cents / 100:.2f}<FITID>{on:%Y%m%d}{place:05}<NAME>{label}</STMTTRN>\n"
        for place, (on, cents, label) in enumerate(movements)
    )
    closing = opening + sum(cents for _, cents, _ in movements)
    return (
        "OFXHEADER:100\nDATA:OFXSGML\nVERSION:102\nENCODING:USASCII\nCHARSET:1252\n\n<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS>\n"
        f"<CURDEF>EUR<BANKACCTFROM><BANKID>{iban[4:9]}<BRANCHID>{iban[9:14]}<ACCTID>{iban[14:25]}</BANKACCTFROM>\n"
        f"<BANKTRANLIST><DTSTART>{start:%Y%m%d}<DTEND>{end:%Y%m%d}\n{rows}</BANKTRANLIST>\n"
        f"<LEDGERBAL><BALAMT>{closing / 100:.2f}<DTASOF>{end:%Y%m%d}</LEDGERBAL>\n</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>\n"
    ).encode("cp1252")


def _reconcile(account: BankAccount, today: date, by: Actor) -> None:
    """Tell every line but the last ones: the first of each habit by hand, the others as proposed."""
    accounts = {label: number for _, _, label, number in HABITS}
    lines = list(waiting_lines(account).select_related("account__entity"))
    for line in lines[:-LEFT]:
        number = next((one for label, one in accounts.items() if line.label.startswith(label)), "")
        if not _as_proposed(line, today, by) and number:
            choose(line, Part(account_numbered(account.entity, number), line.cents), by=by)


def _as_proposed(line: BankLine, today: date, by: Actor) -> bool:
    best = Desk(line.account, today).best(line)
    if best is None or not best.token.startswith(("rule:", "entry:")):
        return False
    accept(line, best.token, by=by)
    return True
