"""The pages of indemnities."""

import re
from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pypdf import PdfReader

from pupitre.books.models import LegalEntity
from pupitre.centres.models import Centre
from pupitre.centres.roles import Role
from pupitre.core.actor import Actor
from pupitre.core.tenancy import centre_scope
from pupitre.indemnities.models import Adjustment, IndemnityRun, Rate, Scheme, Statement
from pupitre.indemnities.rules.periods import period_of
from pupitre.indemnities.services.runs import approve_run, prepare_run
from pupitre.indemnities.services.schemes import start_scheme
from pupitre.indemnities.services.statements import send_statements
from pupitre.payments.queries import orders_about
from tests.indemnities.conftest import TODAY, Team
from tests.indemnities.test_services import SPAN, approved

BASE = "/c/msp-des-tilleuls/indemnites/"


def text(response: Any) -> str:
    return response.content.decode().replace("\u00a0", " ").replace("\u202f", " ")


def pdf_text(content: bytes) -> str:
    pages = PdfReader(BytesIO(content)).pages
    return " ".join("".join(page.extract_text() for page in pages).split())


def test_the_first_visit_offers_every_example(as_alice: Client, team: Team) -> None:
    page = text(as_alice.get(BASE))
    assert "Tarif horaire par profession" in page
    assert "?preset=fixed_meetings_projects" in page


def test_a_scheme_is_started_changed_and_voted(as_alice: Client, team: Team) -> None:
    given = {
        "preset": "hourly_by_profession",
        "name": "Présence",
        "since": "2026-01-01",
        "statuses": ["associate", "signatory"],
        "replacement": "replacement",
        "minute_step": "15",
        "minute_mode": "nearest",
        "minute_least": "0",
        "meeting_minutes": "0",
        "person_cents": "3 000,00",
    }
    made = as_alice.post(BASE + "baremes/ajouter/", given, follow=True)
    assert "Paramédicaux" in text(made)
    scheme = Scheme.objects.get()
    assert (scheme.rates.count(), scheme.person_cents, scheme.minute_step) == (4, 300_000, 15)
    price = {
        "tarif-cents": "20",
        "tarif-per": "meeting",
        "tarif-target": "",
        "tarif-role": "scribe",
    }
    added = as_alice.post(f"{BASE}baremes/{scheme.pk}/tarif/", price, follow=True)
    assert "secrétaire de séance" in text(added)
    twice = as_alice.post(f"{BASE}baremes/{scheme.pk}/tarif/", price)
    assert twice.status_code == 422
    wrong = as_alice.post(f"{BASE}baremes/{scheme.pk}/tarif/", {**price, "tarif-cents": "vingt"})
    assert wrong.status_code == 422
    assert "n’est pas un montant" in text(wrong)
    assembly = team.meeting(date(2026, 1, 15), {}, kind="assembly", title="Assemblée")
    assert as_alice.post(f"{BASE}baremes/{scheme.pk}/vote/", {}).status_code == 422
    voted = as_alice.post(f"{BASE}baremes/{scheme.pk}/vote/", {"meeting": assembly.pk}, follow=True)
    assert "voté le 15/01/2026" in text(voted).replace("</span>", "")
    late = as_alice.post(f"{BASE}baremes/{scheme.pk}/tarif/", {**price, "tarif-role": "chair"})
    assert late.status_code == 422
    assert "nouvelle version" in text(late)
    rate = Rate.objects.filter(scheme=scheme).first()
    assert rate is not None
    as_alice.post(f"{BASE}tarifs/{rate.pk}/supprimer/")
    assert Rate.objects.filter(pk=rate.pk).exists()
    followed = as_alice.post(
        f"{BASE}baremes/{scheme.pk}/version/", {"since": "2026-07-01"}, follow=True
    )
    assert "Présence, version 2" in text(followed)


@pytest.mark.activity("E059")
def test_indemnities_from_attended_time_to_statement_payment_and_year(
    as_alice: Client, team: Team, scheme: Scheme, books: LegalEntity
) -> None:
    """Simulation, run, reasons, approval, entry, SEPA order, statement by link, yearly total."""
    team.meeting(date(2026, 2, 3), {team.anne: 90, team.luc: 60, team.nina: 60})
    home = text(as_alice.get(BASE))
    assert "Préparer le règlement" in home
    rate = scheme.rates.get(target="@paramedicaux")
    tried = as_alice.get(
        f"{BASE}simulation/?first=2026-01-01&last=2026-03-31&schemes={scheme.pk}&taux-{rate.pk}=60"
    )
    assert "+10,00 €" in text(tried)
    prepared = as_alice.post(
        f"{BASE}reglements/preparer/",
        {"scheme": scheme.pk, "first": "2026-01-01", "last": "2026-03-31"},
        follow=True,
    )
    assert "Réunion du 03/02, 3 févr. : 1 h 30 à 80,00 €/h = <b>120,00 €</b>" in text(prepared)
    assert "salarié·e à cette date" in text(prepared).lower()
    run = IndemnityRun.objects.get()
    done = as_alice.post(f"{BASE}reglements/{run.pk}/approuver/", follow=True)
    assert "170,00 €" in text(done)
    assert {order.cents for order in orders_about(run)} == {12000, 5000}
    assert f"INDEM-{run.pk}" in text(done)
    sent = as_alice.post(f"{BASE}reglements/{run.pk}/envoyer/", follow=True)
    assert "Relevés envoyés" in text(sent)
    statement = Statement.objects.get(person=team.anne)
    link = send_statements(run, by=team.by).deliveries.get(person=team.anne).fields["lien"]
    path = "/" + link.split("/", 3)[3]
    seen = Client().get(path)
    assert "120,00 €" in text(seen)
    assert "Luc" not in text(seen)
    pdf = Client().get(f"{path}?pdf")
    assert pdf["Content-Type"] == "application/pdf"
    assert "1 h 30 à 80,00 €/h" in pdf_text(pdf.content).replace("\u202f", " ")
    page = text(as_alice.get(f"{BASE}releves/{statement.pk}/"))
    assert "Anne Petit" in page
    run.refresh_from_db()
    assert run.approved_on is not None
    year = run.approved_on.year
    totals = as_alice.get(f"{BASE}annee/{year}/?format=xlsx")
    sheet = load_workbook(BytesIO(totals.content)).active
    rows = {row[0].value: [cell.value for cell in row] for row in sheet.iter_rows(min_row=2)}
    assert rows["Anne Petit"][3:] == [120, 0, 0]
    lines = as_alice.get(f"{BASE}reglements/{run.pk}/?format=csv").content.decode()
    assert "1\u00a0h à 50,00\u00a0€/h" in lines


def test_a_draft_is_recomputed_dropped_or_refused(
    as_alice: Client, team: Team, scheme: Scheme
) -> None:
    team.meeting(date(2026, 2, 3), {team.anne: 60})
    run = prepare_run(scheme, SPAN, by=team.by)
    refused = as_alice.post(f"{BASE}reglements/{run.pk}/approuver/")
    assert refused.status_code == 422
    assert "Ouvrez d’abord la comptabilité" in text(refused)
    wrong = as_alice.post(f"{BASE}reglements/{run.pk}/somme/", {"to_share": "-3"})
    assert wrong.status_code == 422
    as_alice.post(f"{BASE}reglements/{run.pk}/somme/", {"to_share": "1 000"})
    run.refresh_from_db()
    assert run.to_share == 100_000
    as_alice.post(f"{BASE}reglements/{run.pk}/abandonner/", follow=True)
    assert not IndemnityRun.objects.exists()


def test_a_wrong_period_is_said_beside_the_field(as_alice: Client, scheme: Scheme) -> None:
    given = {"scheme": scheme.pk, "first": "2026-03-31", "last": "2026-01-01"}
    answer = as_alice.post(f"{BASE}reglements/preparer/", given)
    assert answer.status_code == 422
    assert "La fin de la période doit venir après son début." in text(answer)
    before = as_alice.post(
        f"{BASE}reglements/preparer/", {**given, "first": "2025-01-01", "last": "2025-03-31"}
    )
    assert before.status_code == 422
    assert "s’applique du 01/01/2026" in text(before)


def test_a_run_is_cancelled_with_a_reason(
    as_alice: Client, team: Team, scheme: Scheme, books: LegalEntity
) -> None:
    team.meeting(date(2026, 2, 3), {team.anne: 60})
    run = approved(scheme, team.by)
    assert as_alice.post(f"{BASE}reglements/{run.pk}/annuler/", {"why": ""}).status_code == 422
    page = as_alice.post(f"{BASE}reglements/{run.pk}/annuler/", {"why": "faux"}, follow=True)
    assert "annulé" in text(page)
    assert {order.state for order in orders_about(run)} == {"cancelled"}


def test_a_correction_is_dated_shown_and_taken_back(
    as_alice: Client, team: Team, scheme: Scheme
) -> None:
    given = {"person": team.luc.pk, "on": "2026-03-01", "cents": "-12,50", "why": "trop-perçu"}
    page = as_alice.post(f"{BASE}corrections/ajouter/", given, follow=True)
    assert "-12,50 €" in text(page)
    assert "trop-perçu" in text(as_alice.get(BASE))
    wrong = as_alice.post(f"{BASE}corrections/ajouter/", {**given, "cents": "0"})
    assert wrong.status_code == 422
    one = Adjustment.objects.get()
    as_alice.post(f"{BASE}corrections/{one.pk}/retirer/")
    assert not Adjustment.objects.exists()


def test_the_simulation_goes_to_pdf_xlsx_and_paper(
    as_alice: Client, team: Team, scheme: Scheme
) -> None:
    team.meeting(date(2026, 2, 3), {team.anne: 60})
    url = f"{BASE}simulation/?first=2026-01-01&last=2026-03-31&schemes={scheme.pk}"
    assert "Anne Petit" in pdf_text(as_alice.get(f"{url}&format=pdf").content)
    assert "80,00" in as_alice.get(f"{url}&format=csv").content.decode()
    assert "Imprimé le" in text(as_alice.get(f"{url}&format=print"))
    assert "Simuler avant le vote" in text(as_alice.get(f"{BASE}simulation/"))
    assert as_alice.get(f"{url}&taux-{scheme.rates.first().pk}=abc").status_code == 422
    assert as_alice.get(f"{BASE}simulation/?first=x&last=y").status_code == 422


def test_the_person_page_shows_indemnities_to_who_sees_money(
    as_alice: Client, as_bob: Client, team: Team, scheme: Scheme, books: LegalEntity
) -> None:
    team.meeting(date(2026, 2, 3), {team.anne: 60})
    approved(scheme, team.by)
    path = f"/c/msp-des-tilleuls/annuaire/{team.anne.pk}/"
    assert "80,00 €" in text(as_alice.get(team.anne.get_absolute_url()))
    assert "80,00 €" not in text(as_bob.get(team.anne.get_absolute_url())), path
    assert "Présence" in text(as_alice.get(f"{BASE}personnes/{team.anne.pk}/"))


@pytest.mark.parametrize("role", [Role.PROFESSIONAL, Role.SECRETARY])
def test_professionals_and_secretaries_see_nothing_of_it(
    role: str, centre_a: Centre, member_of: Any, logged_in: Any, team: Team, scheme: Scheme
) -> None:
    client = logged_in(member_of(centre_a, role))
    for path in ("", "simulation/", f"baremes/{scheme.pk}/", f"personnes/{team.anne.pk}/"):
        assert client.get(BASE + path).status_code == 403


def test_the_accountant_sees_and_changes_nothing(
    centre_a: Centre, member_of: Any, logged_in: Any, team: Team, scheme: Scheme
) -> None:
    client = logged_in(member_of(centre_a, Role.ACCOUNTANT))
    assert client.get(BASE).status_code == 200
    assert client.get(f"{BASE}baremes/{scheme.pk}/").status_code == 200
    assert client.get(f"{BASE}reglements/preparer/").status_code == 403
    assert client.post(f"{BASE}baremes/{scheme.pk}/vote/").status_code == 403


def test_another_centres_scheme_and_run_do_not_exist(
    as_charlie: Client, centre_b: Centre, team: Team, scheme: Scheme
) -> None:
    run = prepare_run(scheme, SPAN, by=team.by)
    other = f"/c/{centre_b.slug}/indemnites/"
    with centre_scope(centre_b):
        for path in (f"baremes/{scheme.pk}/", f"reglements/{run.pk}/"):
            assert as_charlie.get(other + path).status_code == 404


def test_the_home_asks_as_many_queries_for_one_run_as_for_twelve(
    as_alice: Client,
    team: Team,
    scheme: Scheme,
    books: LegalEntity,
) -> None:
    for month in range(1, 11):
        team.meeting(date(2026, month, 3), {team.anne: 60, team.luc: 60})
    counts = []

    def count(path: str) -> int:
        as_alice.get(BASE + path)
        with CaptureQueriesContext(connection) as found:
            assert as_alice.get(BASE + path).status_code == 200
        return len(found)

    for month in range(1, 11):
        run = prepare_run(scheme, period_of(date(2026, month, 3), "month"), by=team.by)
        approve_run(run, on=TODAY, by=team.by)
        if month in {1, 10}:
            counts.append((count(""), count(f"personnes/{team.anne.pk}/"), count("annee/2026/")))
    (home, *others), (home_of_ten, *others_of_ten) = counts
    assert others_of_ten == others
    assert home_of_ten <= home


@pytest.mark.filterwarnings("error::django.core.paginator.UnorderedObjectListWarning")
def test_schemes_are_listed_the_latest_first(as_alice: Client, team: Team, actor: Actor) -> None:
    for name, year in (("Brume", 2025), ("Onde", 2026), ("Crue", 2025)):
        start_scheme(Scheme(name=name, since=date(year, 1, 1)), preset_key="hourly_flat", by=actor)
    page = text(as_alice.get(BASE + "baremes/"))
    assert list(dict.fromkeys(re.findall("Onde|Brume|Crue", page))) == ["Onde", "Brume", "Crue"]
