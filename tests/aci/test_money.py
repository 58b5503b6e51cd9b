"""The contract and the money of the ACI, over HTTP: expected, received, retained, used."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from pupitre.aci.models import Contract, Exercise, NotifiedLine, Receipt
from pupitre.aci.queries import cockpit
from pupitre.aci.queries.money import money_of
from pupitre.aci.queries.receipts import receipts_of
from pupitre.books.queries import account_numbered, main_entity
from pupitre.books.services import LineDraft, open_books, post
from pupitre.centres.models import Centre
from pupitre.centres.roles import Role
from pupitre.core import records
from pupitre.core.actor import MACHINE, Actor
from pupitre.core.money import format_amount
from pupitre.people.models import Person
from tests.aci.conftest import TODAY, rcp
from tests.aci.work import prerequisites, protocol

ACI = "/c/msp-des-tilleuls/aci/"
HARD, NARROW = "\u00a0", "\u202f"


def euros(text: str) -> str:
    """« 1 234,50 » as a page writes it."""
    return text.replace(" ", NARROW) + f"{HARD}€"


@pytest.fixture
def last_year(year_of_work: list[Person], as_alice: Client) -> None:
    """Exercise 2025: its prerequisites proved, nine protocols, eight RCPs of five files."""
    prerequisites(year=2025)
    for rank in range(8):
        protocol(f"Protocole {rank}", year_of_work[:6], approved_on=date(2025, 1, 5))
    for month in range(1, 9):
        rcp(date(2025, month, 10), 5, *year_of_work[:4])


def contract(client: Client, **changes: Any) -> Any:
    data = {"effect_on": "2024-07-01", "signed_on": "2024-06-20", "cpam": "CPAM 35", "ars": "ARS Bretagne",
            "structure": "SISA des Tilleuls", "options": ["A1-07"]} | changes  # fmt: skip
    return client.post(f"{ACI}contrats/ajouter/", data)


def test_contract_rules_months_derogation_and_the_guarantee_of_a_new_structure(
    as_alice: Client, in_a: object, november: None
) -> None:
    answer = contract(as_alice, project_filed_on="2024-01-15", pdsa_derogation="on")
    assert answer.status_code == 302
    page = as_alice.get(answer["Location"]).content.decode()
    for words in (
        "SISA des Tilleuls",
        "CPAM 35",
        "ARS Bretagne",
        "A1-07",
        "Contrat et avenants signés",
    ):
        assert words in page
    first, second, third = (cockpit(year, TODAY) for year in (2024, 2025, 2026))
    assert first.sourced.facts.months == 6
    assert first.sourced.facts.pdsa_derogation
    assert (first.realised.guarantee_cents, second.realised.guarantee_cents) == (
        10_000_00,
        20_000_00,
    )
    assert third.realised.guarantee_cents == 0


def test_a_renewal_keeps_the_whole_year_and_an_ended_contract_cuts_it(
    in_a: object, november: None
) -> None:
    records.save(Contract(effect_on=date(2021, 7, 1), ends_on=date(2026, 6, 30)), by=MACHINE)
    assert cockpit(2026, TODAY).sourced.facts.months == 6
    renewal = records.save(Contract(effect_on=date(2026, 7, 1)), by=MACHINE)
    assert cockpit(2026, TODAY).sourced.facts.months == 12
    renewal.effect_on = date(2026, 9, 1)
    records.save(renewal, by=MACHINE)
    assert cockpit(2026, TODAY).sourced.facts.months == 4


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"ends_on": "2020-01-01"}, "avant la date d&#x27;effet"),
        ({"project_filed_on": "2025-01-01"}, "avant la signature"),
        ({"options": ["Z9-99"]}, "Z9-99"),
        ({"note": "Mme X, 06 12 34 56 78"}, "téléphone"),
    ],
)
def test_wrong_contract_is_refused(
    as_alice: Client, november: None, changes: dict[str, Any], sentence: str
) -> None:
    answer = contract(as_alice, **changes)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


@pytest.mark.activity("D047")
def test_advance_balance_gap_and_use_are_followed_from_one_page(
    as_alice: Client, last_year: None, actor: Actor
) -> None:
    ours = cockpit(2025, TODAY).realised.euros_cents
    assert ours > 0
    advance = {"year": 2025, "kind": "advance", "received_on": "2025-04-28", "amount": "30 000,00"}
    assert as_alice.post(f"{ACI}versements/ajouter/", advance).status_code == 302
    notify(as_alice, total=ours - 140_000, **{"cents-A2-02": "4 200", "reason-A2-02": ""})
    page = as_alice.get(f"{ACI}argent/").content.decode()
    assert euros("30 000,00") in page
    assert f"Reste dû : {euros(french(ours - 140_000 - 3_000_000))}" in page
    assert euros("-1 400,00") in page
    assert "à expliquer" in page
    receipt = Receipt.objects.get()
    proof = as_alice.get(receipt.get_absolute_url()).content.decode()
    assert "Notification ou avis de virement" in proof
    notify(
        as_alice,
        total=ours - 140_000,
        **{"cents-A2-02": "4 200", "reason-A2-02": "Deux protocoles refusés"},
    )
    lines = as_alice.get(f"{ACI}2025/notification/").content.decode()
    assert "Deux protocoles refusés" in lines
    assert "expliqué ligne à ligne" in as_alice.get(f"{ACI}argent/").content.decode()
    spend(actor)
    page = as_alice.get(f"{ACI}argent/?annee=2026").content.decode()
    assert "Total des dépenses de SISA des Tilleuls en 2026" in page
    assert euros("1 250,00") in page


def french(cents: int) -> str:
    return format_amount(cents).replace(NARROW, " ")


def notify(client: Client, *, total: int, **lines: str) -> None:
    """Type the whole notification: our own figures but for the given lines."""
    seen = money_of(2025, TODAY)
    data = {f"cents-{gap.key}": french(gap.ours or 0) for gap in seen.lines if gap.key != "reste"}
    data |= {"received_on": "2026-04-20", "total": french(total)} | lines
    assert client.post(f"{ACI}2025/notification/", data).status_code == 302


def spend(actor: Actor) -> None:
    """Open the books, receive the balance of 2025 and the advance of 2026 in the bank, pay an expense."""
    sisa = open_books(
        name="SISA des Tilleuls",
        kind="SISA",
        siren="732829320",
        starts_on=date(2026, 1, 1),
        by=actor,
    )

    def bank(key: str, account: str, cents: int, day: date) -> None:
        drafts = [LineDraft("512000", debit=cents), LineDraft(account, credit=cents)]
        if cents < 0:
            drafts = [LineDraft(account, debit=-cents), LineDraft("512000", credit=-cents)]
        post(
            entity=sisa, journal="BQ", on=day, label=key, lines=drafts, piece=key, key=key, by=actor
        )

    bank("solde", "418100", 4_000_000, date(2026, 4, 28))
    bank("avance", "487000", 3_100_000, date(2026, 4, 29))
    bank("loyer", "613200", -125_000, date(2026, 5, 4))


def test_the_books_replace_what_was_typed_and_give_each_payment_its_exercise(
    in_a: object, november: None, actor: Actor
) -> None:
    for year, kind in ((2025, "balance"), (2024, "balance")):
        exercise = records.save(Exercise(year=year), by=MACHINE)
        typed = Receipt(exercise=exercise, kind=kind, received_on=date(year + 1, 4, 20), cents=100)
        records.save(typed, by=MACHINE)
    spend(actor)
    assert [(one.cents, one.kind, one.booked) for one in receipts_of(2026)] == [
        (3_100_000, "advance", True)
    ]
    assert [(one.cents, one.kind, one.booked) for one in receipts_of(2025)] == [
        (4_000_000, "balance", True)
    ]
    assert [(one.cents, one.booked) for one in receipts_of(2024)] == [(100, False)]
    entity = main_entity()
    assert entity is not None
    accrual = [
        LineDraft(account_numbered(entity, "418100"), debit=500),
        LineDraft(account_numbered(entity, "741100"), credit=500),
    ]
    post(
        entity=entity,
        journal="OD",
        on=date(2026, 12, 31),
        label="à recevoir",
        lines=accrual,
        piece="OD1",
        key="od1",
        by=actor,
    )
    assert len(receipts_of(2025)) == 1


def test_an_advance_booked_as_income_is_told_by_its_label_and_typed_ones_of_other_kinds_stay(
    in_a: object, november: None, actor: Actor
) -> None:
    exercise = records.save(Exercise(year=2026), by=MACHINE)
    typed = Receipt(exercise=exercise, kind="other", received_on=date(2026, 9, 1), cents=700)
    records.save(typed, by=MACHINE)
    sisa = open_books(
        name="SISA", kind="SISA", siren="732829320", starts_on=date(2026, 1, 1), by=actor
    )
    lines = [LineDraft("512000", debit=900), LineDraft("741100", credit=900)]
    post(
        entity=sisa,
        journal="BQ",
        on=date(2026, 4, 15),
        label="Avance ACI de la CPAM",
        lines=lines,
        piece="R4",
        key="r4",
        by=actor,
    )
    assert [(one.kind, one.cents) for one in receipts_of(2026)] == [
        ("advance", 900),
        ("other", 700),
    ]


def test_a_rest_without_detail_is_a_line_of_its_own_explained_by_the_note(
    as_alice: Client, last_year: None
) -> None:
    ours = cockpit(2025, TODAY).realised.euros_cents
    notify(as_alice, total=ours - 5_000, note="Arrondi de la CPAM")
    seen = money_of(2025, TODAY)
    assert (seen.gap, seen.to_explain) == (-5_000, 0)
    rest = next(line for line in seen.lines if line.key == "reste")
    assert (rest.difference, rest.reason) == (-5_000, "Arrondi de la CPAM")
    assert sum(line.difference or 0 for line in seen.lines) == seen.gap


def test_a_line_emptied_is_forgotten_and_a_wrong_amount_keeps_nothing(
    as_alice: Client, last_year: None
) -> None:
    ours = cockpit(2025, TODAY).realised.euros_cents
    notify(as_alice, total=ours)
    assert NotifiedLine.objects.filter(indicator="A2-02").exists()
    notify(as_alice, total=ours, **{"cents-A2-02": ""})
    assert not NotifiedLine.objects.filter(indicator="A2-02").exists()
    for data, sentence in (
        ({"total": "beaucoup", "received_on": "2026-04-20"}, "pas un montant"),
        ({"total": "-3", "received_on": "2026-04-20"}, "négatif"),
        ({"total": "3"}, "obligatoire"),
        ({"total": "9" * 15, "received_on": "2026-04-20"}, "trop grand"),
    ):
        answer = as_alice.post(f"{ACI}2025/notification/", data)
        assert answer.status_code == 422
        assert sentence in answer.content.decode()


def test_a_year_without_work_in_pupitre_shows_no_invented_gap(
    as_alice: Client, in_a: object, november: None
) -> None:
    data = {"received_on": "2025-04-20", "total": "52 000"}
    assert as_alice.post(f"{ACI}2024/notification/", data).status_code == 302
    page = as_alice.get(f"{ACI}argent/").content.decode()
    assert "pas de faits dans Pupitre" in page
    assert (
        "La comptabilité n&#x27;est pas ouverte" in page
        or "La comptabilité n'est pas ouverte" in page
    )
    assert money_of(2024, TODAY).gap is None


def test_wrong_payment_is_refused(as_alice: Client, in_a: object, november: None) -> None:
    good = {"year": 2025, "kind": "balance", "received_on": "2026-04-28", "amount": "-300,00"}
    assert as_alice.post(f"{ACI}versements/ajouter/", good).status_code == 302
    for wrong, sentence in (({"amount": "0"}, "montant reçu"), ({"year": "1998"}, "2022")):
        answer = as_alice.post(f"{ACI}versements/ajouter/", good | wrong)
        assert answer.status_code == 422
        assert sentence in answer.content.decode()
    receipt = Receipt.objects.get()
    change = good | {"amount": "-250", "version": receipt.version}
    assert as_alice.post(f"{receipt.get_absolute_url()}modifier/", change).status_code == 302
    assert Receipt.objects.get().cents == -25_000


def test_money_is_seen_by_the_accountant_changed_by_leaders_and_closed_to_others(
    logged_in: Any,
    member_of: Any,
    centre_a: Centre,
    as_bob: Client,
    as_charlie: Client,
    november: None,
) -> None:
    accountant = logged_in(member_of(centre_a, Role.ACCOUNTANT, "compta@a.example"))
    for path in ("argent/", "contrats/", "versements/", "2025/notification/"):
        assert accountant.get(f"{ACI}{path}").status_code == 200, path
        assert as_bob.get(f"{ACI}{path}").status_code == 403, path
        assert as_charlie.get(f"{ACI}{path}").status_code == 404, path
    assert accountant.post(f"{ACI}2025/notification/", {}).status_code == 403
    assert accountant.get(f"{ACI}contrats/ajouter/").status_code == 403
