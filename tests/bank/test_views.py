"""Pages of the bank: import, columns, reconciliation, rules, paper; who may see them."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from pupitre.bank.models import BankLine, BankRule, CsvFormat
from pupitre.bank.queries import waiting_lines
from pupitre.books.models import Entry
from pupitre.books.queries import account_numbered, balance_of
from pupitre.centres.roles import Role
from pupitre.core.tenancy import centre_scope
from tests.bank.conftest import TODAY, account_of
from tests.bank.statements import IBAN, NAMES, ofx, sample

DAY = date(2026, 3, 3)


@pytest.fixture
def page(centre_a):
    return lambda rest="": f"/c/{centre_a.slug}/banque/{rest}"


def upload(client, address, content, name="releve.ofx"):
    return client.post(address, {"file": SimpleUploadedFile(name, content)}, follow=True)


def text_of(answer):
    return answer.content.decode().replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.activity("E056")
@pytest.mark.parametrize("name", [one for one in NAMES if not one.endswith(".csv")])
def test_a_statement_is_imported_then_reconciled_into_the_books(
    as_alice, account, page, sisa, name
):
    answer = upload(as_alice, page(f"{account.pk}/importer/"), sample(name), name)
    assert "3 lignes nouvelles" in text_of(answer)
    lines = list(waiting_lines())
    assert "Avance de l’ACI" in text_of(as_alice.get(page(f"{account.pk}/rapprocher/")))
    as_alice.post(page(f"lignes/{lines[0].pk}/accepter/"), {"token": "aci:advance"})
    told = {"parts-TOTAL_FORMS": "1", "parts-INITIAL_FORMS": "0"}
    as_alice.post(page(f"lignes/{lines[1].pk}/ecrire/"), told | {"parts-0-account": "6132"})
    as_alice.post(page(f"lignes/{lines[2].pk}/ecrire/"), told | {"parts-0-account": "frais banc"})
    assert not waiting_lines().exists()
    assert Entry.objects.count() == 3
    assert balance_of(account.ledger_account, on=TODAY) == 4_130_000 - 245_000 - 1_290
    assert BankRule.objects.count() == 2
    state = text_of(as_alice.get(page(f"{account.pk}/etat/?au=2025-05-31")))
    assert "57 087,50 €" in state
    assert "38 837,10 €" in state
    again = upload(as_alice, page(f"{account.pk}/importer/"), sample(name), name)
    assert "déjà importé" in text_of(again)
    assert BankLine.objects.count() == 3


@pytest.mark.activity("E056")
def test_a_csv_asks_for_its_columns_once(as_alice, account, page):
    content = sample("releve.csv")
    asked = upload(as_alice, page(f"{account.pk}/importer/"), content, "releve.csv")
    assert "Que contient ce CSV" in text_of(asked)
    form = asked.context["form"]
    values = {name: form[name].value() for name in form.fields}
    kept = {"kept": asked.context["kept"], "name": "releve.csv"}
    done = as_alice.post(page(f"{account.pk}/colonnes/"), values | kept, follow=True)
    assert "3 lignes nouvelles" in text_of(done)
    assert CsvFormat.objects.get().mapping["titles"][2] == "Libellé"
    later = content.replace(b"/2025", b"/2026")
    assert "3 lignes nouvelles" in text_of(
        upload(as_alice, page(f"{account.pk}/importer/"), later, "r.csv")
    )
    as_alice.post(page(f"{account.pk}/colonnes/oublier/"))
    assert not CsvFormat.objects.exists()


def test_a_wrong_description_of_columns_is_refused(as_alice, account, page):
    asked = upload(as_alice, page(f"{account.pk}/importer/"), sample("releve.csv"), "releve.csv")
    form = asked.context["form"]
    values = {name: form[name].value() for name in form.fields} | {"kept": asked.context["kept"]}
    refused = as_alice.post(page(f"{account.pk}/colonnes/"), values | {"on": "2"})
    assert refused.status_code == 422
    assert "Ligne 2 : « VIR CPAM ACI AVANCE 2025 » n’est pas une date" in text_of(refused)
    assert not CsvFormat.objects.exists()
    both = as_alice.post(page(f"{account.pk}/colonnes/"), values | {"amount": "3"})
    assert "soit la colonne du montant" in text_of(both)


def test_bad_files_are_refused_with_one_sentence(as_alice, account, page):
    cases = {
        b"PK\x03\x04": "archive",
        sample("releve.ofx").replace(b"-2450.00", b"-24x0.00"): "Ligne 50",
        sample("releve.ofx").replace(b"<BANKID>99999", b"<BANKID>88888"): "pas du compte choisi",
        b"bonjour": "Que contient ce CSV",
    }
    for content, sentence in cases.items():
        answer = upload(as_alice, page(f"{account.pk}/importer/"), content)
        assert sentence in text_of(answer)
    empty = as_alice.post(page(f"{account.pk}/importer/"), {})
    assert empty.status_code == 422
    assert "Choisissez le relevé" in text_of(empty)
    assert not BankLine.objects.exists()


def test_a_gap_is_told_then_taken_knowingly(as_alice, account, page):
    address = page(f"{account.pk}/importer/")
    upload(as_alice, address, ofx([(DAY, -50_00, "EDF")], opening=1_000_00))
    later = ofx([(date(2026, 5, 5), 10_00, "CPAM")], opening=900_00)
    answer = as_alice.post(address, {"file": SimpleUploadedFile("mai.ofx", later)})
    assert answer.status_code == 422
    assert "il manque -50,00 €" in text_of(answer)
    again = answer.context["again"]
    kept = {name: again.initial[name] for name in ("kept", "name", "despite")}
    assert "1 ligne nouvelle" in text_of(as_alice.post(address, kept, follow=True))
    assert "Importé malgré un doute" in text_of(as_alice.get(page(f"{account.pk}/")))


def test_a_line_is_split_and_its_errors_are_told(as_alice, account, page, lines_of, sisa):
    (line,) = lines_of(account, [(DAY, -120_00, "COMMUNE")])
    address = page(f"lignes/{line.pk}/ecrire/")
    told = {"parts-TOTAL_FORMS": "2", "parts-INITIAL_FORMS": "0"}
    parts = {"parts-0-account": "6132", "parts-0-amount": "100,00", "parts-1-account": "614"}
    for wrong, sentence in (
        ({"parts-1-amount": "15,00"}, "il reste -5,00 €"),
        ({"parts-1-amount": "x"}, "n’est pas un montant"),
        ({}, "Indiquez le montant de chaque part."),
        ({"parts-1-account": "zzz"}, "Aucun compte ne correspond"),
        ({"parts-1-account": "6"}, "comptes correspondent"),
        ({"parts-0-account": "", "parts-0-amount": "", "parts-1-account": ""}, "Choisissez un compte."),
    ):  # fmt: skip
        answer = as_alice.post(address, told | parts | wrong)
        assert answer.status_code == 422
        assert sentence in text_of(answer)
    as_alice.post(address, told | parts | {"parts-1-amount": "20"})
    assert balance_of(account_numbered(sisa, "614"), on=TODAY) == 20_00
    as_alice.post(page(f"lignes/{line.pk}/defaire/"))
    assert not Entry.objects.exists()


def test_pressing_twice_goes_on_without_a_second_entry(as_alice, account, page, lines_of):
    first, second = lines_of(account, [(DAY, 50_00, "CPAM ACI"), (DAY, 60_00, "CPAM ACI")])
    for _ in range(2):
        answer = as_alice.post(page(f"lignes/{first.pk}/accepter/"), {"token": "aci:advance"})
        assert answer.headers["Location"].endswith(f"?ligne={second.pk}")
    assert Entry.objects.count() == 1
    gone = as_alice.post(page(f"lignes/{second.pk}/accepter/"), {"token": "rule:99"})
    assert gone.status_code == 422
    assert "plus possible" in text_of(gone)


def test_rules_are_seen_corrected_and_removed(as_alice, account, page, lines_of, sisa):
    (line,) = lines_of(account, [(DAY, -80_00, "PRLV SEPA EDF PRO")])
    told = {"parts-TOTAL_FORMS": "1", "parts-INITIAL_FORMS": "0", "parts-0-account": "6061"}
    as_alice.post(page(f"lignes/{line.pk}/ecrire/"), told)
    rule = BankRule.objects.get()
    assert "edf pro" in text_of(as_alice.get(page("regles/")))
    account_key = account_numbered(sisa, "6064").pk
    as_alice.post(
        page(f"regles/{rule.pk}/modifier/"),
        {"words": "É.D.F", "direction": "out", "ledger_account": account_key, "version": rule.version},
    )  # fmt: skip
    rule.refresh_from_db()
    assert (rule.words, rule.ledger_account_id) == ("e d f", account_key)
    as_alice.post(page(f"regles/{rule.pk}/supprimer/"))
    assert not BankRule.objects.exists()


def test_the_state_is_printed(as_alice, account, page, lines_of):
    from pypdf import PdfReader

    lines_of(account, [(DAY, -80_00, "EDF")], 1_000_00)
    answer = as_alice.get(page(f"{account.pk}/etat/?au=2026-11-22&format=pdf"))
    text = PdfReader(io.BytesIO(answer.content)).pages[0].extract_text()
    assert "EDF" in text
    assert "920,00" in text.replace("\u202f", " ")


def test_the_home_page_says_what_is_old_and_what_waits(as_alice, account, page, lines_of, centre_a):
    lines_of(account, [(DAY, -80_00, "EDF")])
    home = text_of(as_alice.get(f"/c/{centre_a.slug}/echeancier/"))
    assert "Importer le relevé de « Compte courant »" in home
    assert "Rapprocher 1 ligne de « Compte courant »" in home
    assert "1 ligne" in text_of(as_alice.get(page()))


def test_the_list_of_lines_asks_the_same_for_one_and_thirty(
    as_alice, account, page, lines_of, django_assert_max_num_queries
):
    lines_of(account, [(DAY, -number, f"L{number}") for number in range(1, 31)])
    for address in (page("lignes/"), page(f"{account.pk}/rapprocher/"), page(f"{account.pk}/")):
        with django_assert_max_num_queries(40):
            assert as_alice.get(address).status_code == 200


def test_only_who_holds_money_sees_the_bank(
    as_bob, as_charlie, logged_in, member_of, account, page, lines_of, centre_a
):
    (line,) = lines_of(account, [(DAY, -80_00, "EDF")])
    assert as_bob.get(page()).status_code == 403
    assert as_charlie.get(page(f"{account.pk}/")).status_code == 404
    secretary = logged_in(member_of(centre_a, Role.SECRETARY))
    assert secretary.get(page(f"{account.pk}/rapprocher/")).status_code == 403
    accountant = logged_in(member_of(centre_a, Role.ACCOUNTANT))
    assert accountant.get(page(f"{account.pk}/rapprocher/")).status_code == 200
    refused = accountant.post(page(f"lignes/{line.pk}/accepter/"), {"token": "aci:advance"})
    assert refused.status_code == 403


def test_another_centre_never_answers(as_charlie, centre_b, account, lines_of):
    (line,) = lines_of(account, [(DAY, -80_00, "EDF")])
    own = f"/c/{centre_b.slug}/banque/"
    for rest in (
        f"{account.pk}/",
        f"{account.pk}/rapprocher/",
        f"{account.pk}/importer/",
        f"{account.pk}/etat/",
    ):
        assert as_charlie.get(own + rest).status_code == 404
    assert as_charlie.post(own + f"lignes/{line.pk}/accepter/").status_code == 404


def test_the_same_iban_in_two_centres_keeps_its_lines_apart(
    account, lines_of, centre_b, actor, alice
):
    from pupitre.books.services import open_books

    lines_of(account, [(DAY, -80_00, "EDF")])
    with centre_scope(centre_b):
        entity = open_books(name="SISA du Port", kind="SISA", starts_on=date(2026, 1, 1), by=actor)
        other = account_of(entity, "Compte", IBAN, actor)
        assert not waiting_lines().exists()
        assert len(lines_of(other, [(DAY, -80_00, "EDF")])) == 1


def test_whoever_is_signed_in_is_named_above_every_page_of_an_account(
    as_alice, alice, account, page
):
    upload(as_alice, page(f"{account.pk}/importer/"), sample("releve.ofx"))
    for rest in ("", "importer/", "rapprocher/", "etat/"):
        assert f'<span class="name">{alice},' in text_of(as_alice.get(page(f"{account.pk}/{rest}")))
