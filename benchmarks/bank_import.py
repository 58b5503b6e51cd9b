"""Imports a statement in a database of its own: `python -m benchmarks.bank_import HOME`, started by benchmarks.bank."""

import os
import sys
import time
from datetime import date
from pathlib import Path


def main() -> None:
    """Prints how long a first import and a second one of the same file take."""
    home = Path(sys.argv[1])
    os.environ |= {
        "PUPITRE_HOME": str(home), "PUPITRE_DEMO": "1", "DJANGO_SETTINGS_MODULE": "pupitre.config.settings",
    }  # fmt: skip
    os.environ.pop("DATABASE_URL", None)
    import django

    django.setup()
    from django.core.management import call_command

    call_command("migrate", verbosity=0)
    from pupitre.accounts.models import User
    from pupitre.bank.services import import_statement
    from pupitre.books.queries import account_for
    from pupitre.books.services import open_books
    from pupitre.centres.services import NewCentre, open_centre
    from pupitre.core import records
    from pupitre.core.actor import MACHINE
    from pupitre.core.tenancy import centre_scope
    from pupitre.payments.models import BankAccount

    user = User.objects.create_user("mesure@exemple.invalid", "correct horse battery")
    with centre_scope(open_centre(NewCentre("MSP", "35000", "Rennes"), coordinator=user)):
        sisa = open_books(name="SISA", kind="SISA", starts_on=date(2026, 1, 1), by=MACHINE)
        ledger = account_for(sisa, "bank", on=date(2026, 1, 1))
        iban = "FR7699999000010000000000115"
        account = BankAccount(entity=sisa, label="Compte", iban=iban, ledger_account=ledger)
        records.save(account, by=MACHINE)
        content = (home / "releve.ofx").read_bytes()
        for told in ("first", "again"):
            start = time.process_time()
            import_statement(account, content=content, name="releve.ofx", by=MACHINE)
            print(f"stored whole, {told}: {time.process_time() - start:.2f} s of processor")


if __name__ == "__main__":
    main()
