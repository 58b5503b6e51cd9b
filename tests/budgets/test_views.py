"""Tests of the pages of budgets, over HTTP."""

import csv
import io
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from pypdf import PdfReader

from pupitre.books.models import AnalyticProject, Entry, Heading, LegalEntity
from pupitre.budgets.models import Budget, Plan, PlanLine, Remark
from pupitre.budgets.services.lines import say
from pupitre.budgets.services.plans import copy_plan, freeze
from pupitre.centres.models import Centre
from pupitre.centres.roles import Role
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.inbox.models import ActLink
from pupitre.inbox.services import link_url
from pupitre.invoices.models import Invoice
from pupitre.meetings.models import Meeting
from pupitre.people.models import Person
from tests.budgets.conftest import ACI, FOURN, LOCAUX, NOW
from tests.budgets.test_services import receive_one

Make = Callable[..., PlanLine]
Spend = Callable[..., Entry]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _frozen() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def at(centre_a: Centre) -> Callable[[str], str]:
    """Return a function that gives an address of budgets."""
    return lambda path="": f"/c/{centre_a.slug}/budget/{path}"


@pytest.fixture
def as_accountant(centre_a: Centre, member_of: Any, logged_in: Any) -> Client:
    client: Client = logged_in(member_of(centre_a, Role.ACCOUNTANT, "helene@cabinet.example"))
    return client


@pytest.fixture
def as_manager(centre_a: Centre, member_of: Any, logged_in: Any) -> Client:
    client: Client = logged_in(member_of(centre_a, Role.MANAGER, "marc@a.example"))
    return client


def text(response: Any) -> str:
    return str(response.content.decode().replace("\u202f", " ").replace("\xa0", " "))


def pdf_text(response: Any) -> str:
    pages = PdfReader(io.BytesIO(response.content)).pages
    return " ".join(
        " ".join(page.extract_text() for page in pages)
        .replace("\u202f", " ")
        .replace("\xa0", " ")
        .split()
    )


def heading(code: str) -> int:
    return Heading.objects.get(code=code).pk


def typed(code: str, label: str, euros: str, **more: Any) -> dict[str, Any]:
    return {"heading": heading(code), "label": label, "cents": euros} | more


def prepared(
    client: Client, at: Any, entity: LegalEntity, start: str = "empty", year: int = 2026
) -> Plan:
    given = {
        "entity": entity.pk,
        "starts_on": f"{year}-01-01",
        "ends_on": f"{year}-12-31",
        "start": start,
    }
    answer = client.post(at("preparer/"), given)
    assert answer.status_code == 302, text(answer)
    return Plan.objects.latest("pk")


@pytest.mark.activity("E054")
def test_a_budget_is_built_by_several_people_compared_voted_and_amended(
    as_alice: Client, as_manager: Client, as_accountant: Client, at: Any, sisa: LegalEntity, spend: Spend,
    assembly: Meeting,
) -> None:  # fmt: skip
    for month in range(1, 12):
        spend(LOCAUX, 100_000, date(2026, month, 5))
    spend(ACI, -5_000_000, date(2026, 4, 15))
    # the books of the year give the first scenario of the next one
    assert "Aucun budget pour l'instant" in text(as_alice.get(at()))
    plan = prepared(as_alice, at, sisa, "actual", 2027)
    page = text(as_alice.get(at(f"scenarios/{plan.pk}/")))
    assert "12 000,00 €" in page
    assert "réalisé de 10 mois, complété à 12" in page
    # the coordinator adds a line, the accountant proposes an amount, the manager takes it
    added = as_alice.post(
        at(f"scenarios/{plan.pk}/ajouter/"),
        typed("D-HONO", "Expert-comptable", "2 000,00", months=["4"]),
    )
    assert added.url == at(f"scenarios/{plan.pk}/")
    line = PlanLine.objects.get(label="Expert-comptable")
    assert (line.cents, line.months) == (200_000, [4])
    as_accountant.post(
        at(f"lignes/{line.pk}/dire/"), {"text": "Le social est compris.", "cents": "2 400,00"}
    )
    seen = text(as_manager.get(at(f"lignes/{line.pk}/")))
    assert "Le social est compris." in seen
    assert "2 400,00 €</b> proposés" in seen
    assert "à décider" in text(as_manager.get(at(f"scenarios/{plan.pk}/")))
    as_manager.post(at(f"propositions/{Remark.objects.get().pk}/decider/"), {"answer": "yes"})
    assert PlanLine.objects.get(pk=line.pk).cents == 240_000
    assert "proposition reprise par Manager" in text(as_alice.get(at(f"lignes/{line.pk}/")))
    # a numbered version, then a scenario beside it
    as_alice.post(at(f"scenarios/{plan.pk}/figer/"))
    as_alice.post(at(f"scenarios/{plan.pk}/copier/"), {"name": "Avec un deuxième secrétaire"})
    other = Plan.objects.get(name="Avec un deuxième secrétaire")
    as_alice.post(
        at(f"scenarios/{other.pk}/ajouter/"), typed("D-PERS", "Deuxième secrétaire", "18 000")
    )
    compared = text(as_alice.get(at(f"{plan.budget_id}/comparer/?plan={plan.pk}&plan={other.pk}")))
    assert "Deuxième secrétaire" in compared
    assert "ajoutée" in compared
    assert "-18 000,00 €" in compared
    assert "Locaux et charges" not in compared  # equal in both
    assert "Locaux et charges" in text(
        as_alice.get(at(f"{plan.budget_id}/comparer/?plan={plan.pk}&plan={other.pk}&tout=1"))
    )
    # the assembly votes: frozen and named
    voted = as_alice.post(at(f"scenarios/{plan.pk}/voter/"), {"meeting": assembly.pk}, follow=True)
    assert "Budget voté (version 2)" in text(voted)
    assert "Adopter le budget 2027" in text(voted)
    version = Plan.objects.get(rank=1)
    assert as_alice.get(at(f"lignes/{version.lines.first().pk}/modifier/")).status_code == 404  # type: ignore[union-attr]
    # a correction is an amendment, with its reason; the vote itself stays
    line.refresh_from_db()
    as_alice.post(
        at(f"lignes/{line.pk}/modifier/"),
        typed("D-HONO", "Expert-comptable", "3 000", version=line.version),
    )
    refused = as_alice.post(at(f"scenarios/{plan.pk}/voter/"), {"meeting": assembly.pk, "why": ""})
    assert refused.status_code == 422
    as_alice.post(
        at(f"scenarios/{plan.pk}/voter/"), {"meeting": assembly.pk, "why": "Mission étendue"}
    )
    told = text(as_alice.get(at(f"{plan.budget_id}/")))
    assert "Budget rectificatif n° 1 (version 3)" in told
    assert "Mission étendue" in told
    assert "Budget voté (version 2)" in told
    difference = text(
        as_alice.get(
            at(f"{plan.budget_id}/comparer/?plan={version.pk}&plan={Plan.objects.get(rank=2).pk}")
        )
    )
    assert "600,00 €" in difference


@pytest.mark.activity("E054")
def test_a_professional_proposes_an_amount_by_a_personal_link(
    as_alice: Client, client: Client, at: Any, plan: Plan, line: Make, actor: Actor
) -> None:
    own = line(plan, "D-FOURN", 50_000, "Petit matériel")
    person = records.save(
        Person(last_name="Petit", first_name="Anne", email="anne@a.example"), by=actor
    )
    gone = records.save(
        Person(last_name="Parti", email="parti@a.example", left_on=date(2026, 1, 1)), by=actor
    )
    assert "Parti" not in text(as_alice.get(at(f"scenarios/{plan.pk}/inviter/")))
    for wrong in ([], [gone.pk]):
        assert (
            as_alice.post(at(f"scenarios/{plan.pk}/inviter/"), {"people": wrong}).status_code == 422
        )
    sent = as_alice.post(at(f"scenarios/{plan.pk}/inviter/"), {"people": [person.pk]})
    assert "/messages/" in sent.url
    path = link_url(ActLink.objects.get()).split("/", 3)[3]
    page = text(client.get(f"/{path}"))
    assert "Petit matériel" in page
    assert "500,00 €" in page
    assert client.post(f"/{path}?ligne={own.pk}", {"text": "", "cents": ""}).status_code == 422
    assert (
        client.post(
            f"/{path}?ligne={own.pk}", {"text": "Deux tensiomètres", "cents": "650"}
        ).status_code
        == 302
    )
    remark = Remark.objects.get()
    assert (remark.person, remark.made_by, remark.cents, remark.state) == (
        person,
        str(person),
        65_000,
        "open",
    )
    assert "Deux tensiomètres" in text(client.get(f"/{path}?ligne={own.pk}"))
    as_alice.post(at(f"propositions/{remark.pk}/decider/"), {"answer": "yes"})
    assert PlanLine.objects.get(pk=own.pk).cents == 65_000
    other = copy_plan(plan, name="Autre", by=actor).lines.get()
    assert "Petit matériel, " not in text(
        client.get(f"/{path}?ligne={other.pk}")
    )  # another scenario stays closed


@pytest.mark.activity("E058")
def test_an_invoice_beyond_the_voted_budget_of_its_heading_says_so(
    as_alice: Client,
    at: Any,
    sisa: LegalEntity,
    plan: Plan,
    line: Make,
    assembly: Meeting,
    actor: Actor,
) -> None:
    line(plan, "D-FOURN", 20_000)
    invoice = receive_one(sisa, 25_000, actor)
    assert "dépasse le" not in text(as_alice.get(invoice.get_absolute_url()))
    as_alice.post(at(f"scenarios/{plan.pk}/voter/"), {"meeting": assembly.pk})
    told = text(as_alice.get(invoice.get_absolute_url()))
    assert (
        "le poste « Fournitures et petit matériel » dépasse le budget voté (version 1) de 50,00 €."
        in told
    )
    small = receive_one(sisa, -10_000, actor, "AV1")
    assert "dépasse le" not in text(as_alice.get(small.get_absolute_url()))


@pytest.mark.activity("E055")
def test_a_voted_budget_is_followed_by_heading_project_and_funder_month_by_month(
    as_alice: Client, at: Any, sisa: LegalEntity, spend: Spend, plan: Plan, line: Make,
    project: AnalyticProject, assembly: Meeting, actor: Actor,
) -> None:  # fmt: skip
    line(plan, "D-FOURN", 120_000, "Papier")
    line(plan, "D-ACTION", 80_000, "Ateliers", project=project, months=[10])
    line(plan, "R-ACI", 500_000, "Avance", months=[4])
    spend(FOURN, 90_000, date(2026, 3, 5), label="Achat de papier")
    spend("623600", 85_000, date(2026, 10, 5), project=project)
    spend(ACI, -500_000, date(2026, 4, 15))
    invoice = receive_one(sisa, 25_000, actor)
    as_alice.post(at(f"scenarios/{plan.pk}/voter/"), {"meeting": assembly.pk})
    page = text(as_alice.get(at(f"{plan.budget_id}/suivi/")))
    assert "suivi sur budget voté (version 1), au 22/11/2026" in page
    assert "dépassement prévu" in page  # 900 + 250 + 100 of December against 1 200
    assert ">dépassé<" in page  # 850 against 800
    row = next(one for one in page.split("<tr>") if "Fournitures et petit matériel</a></td>" in one)
    assert [part.split("</td>")[0] for part in row.split('<td class="num">')[1:]] == [
        "1 200,00 €", "1 100,00 €", "900,00 €", "250,00 €", "1 250,00 €", "-50,00 €",
    ]  # fmt: skip
    # why: entries and invoices behind the figure
    why = text(as_alice.get(at(f"{plan.budget_id}/detail/?sens=expense&cle={heading('D-FOURN')}")))
    assert "900,00 € réalisés en comptabilité, brouillons compris." in why
    assert "Achat de papier" in why
    assert f"/factures/{invoice.pk}/" in why
    # by project, by funder, and one project only
    by_project = text(as_alice.get(at(f"{plan.budget_id}/suivi/?par=projet")))
    assert "Sans projet" in by_project
    assert "Chutes" in by_project
    assert "ARS" in text(as_alice.get(at(f"{plan.budget_id}/suivi/?par=financeur")))
    only = text(as_alice.get(at(f"{plan.budget_id}/suivi/?projet={project.pk}")))
    assert "Fournitures et petit matériel" not in only
    # month by month
    months = text(as_alice.get(at(f"{plan.budget_id}/mois/")))
    assert "<i>100</i>" in months  # December, still to come
    table = list(
        csv.reader(
            io.StringIO(
                as_alice.get(at(f"{plan.budget_id}/mois/?quoi=realise&format=csv")).content.decode(
                    "utf-8-sig"
                )
            ),
            delimiter=";",
        )
    )
    assert table[0] == [
        "Poste",
        "janv.",
        "févr.",
        "mars",
        "avr.",
        "mai",
        "juin",
        "juil.",
        "août",
        "sept.",
        "oct.",
        "nov.",
        "déc.",
        "Année",
    ]
    assert [
        "Fournitures et petit matériel",
        "0,00",
        "0,00",
        "900,00",
        *["0,00"] * 9,
        "900,00",
    ] in table


def test_the_follow_up_leaves_as_csv_xlsx_pdf_and_paper(
    as_alice: Client, at: Any, plan: Plan, line: Make, spend: Spend
) -> None:
    line(plan, "D-FOURN", 120_000, "Papier")
    spend(FOURN, 90_000, date(2026, 3, 5))
    path = at(f"{plan.budget_id}/suivi/")
    rows = list(
        csv.reader(
            io.StringIO(as_alice.get(f"{path}?format=csv").content.decode("utf-8-sig")),
            delimiter=";",
        )
    )
    assert rows[1][:5] == [
        "dépense",
        "Fournitures et petit matériel",
        "1200,00",
        "1100,00",
        "900,00",
    ]
    book = load_workbook(io.BytesIO(as_alice.get(f"{path}?format=xlsx").content))
    assert book.sheetnames == ["Suivi", "Réalisé, puis prévision", "Budget", "Réalisé", "Écart"]
    assert book["Réalisé"]["D2"].value == 900
    paper = pdf_text(as_alice.get(f"{path}?format=pdf"))
    assert "Suivi du budget 2026" in paper
    assert "Fournitures et petit matériel" in paper
    assert "1 200,00" in paper
    assert "Total" in text(as_alice.get(f"{path}?format=print"))
    assert "Imprimé le" in text(as_alice.get(at(f"{plan.budget_id}/mois/?format=print")))


def test_a_plan_and_a_comparison_leave_as_files(
    as_alice: Client, at: Any, plan: Plan, line: Make, project: AnalyticProject, actor: Actor
) -> None:
    line(plan, "D-FOURN", 120_000, "=Papier", note="Deux fournisseurs", project=project)
    line(plan, "R-ACI", 500_000, "Avance")
    other = copy_plan(plan, name="Sobre", by=actor)
    line(other, "D-FOURN", 1_000, "Encre")
    path = at(f"scenarios/{plan.pk}/")
    rows = list(
        csv.reader(
            io.StringIO(as_alice.get(f"{path}?format=csv").content.decode("utf-8-sig")),
            delimiter=";",
        )
    )
    assert rows[1] == [
        "dépense",
        "Fournitures et petit matériel",
        "'=Papier",
        "Chutes",
        "ARS",
        "chaque mois",
        "1200,00",
        "Deux fournisseurs",
    ]
    assert (
        load_workbook(io.BytesIO(as_alice.get(f"{path}?format=xlsx").content)).active.max_row == 3
    )
    paper = pdf_text(as_alice.get(f"{path}?format=pdf"))
    assert "Deux fournisseurs" in paper
    assert "3 800,00" in paper
    assert "Imprimé le" in text(as_alice.get(f"{path}?format=print"))
    path = at(f"{plan.budget_id}/comparer/?plan={plan.pk}&plan={other.pk}")
    assert "Encre" in pdf_text(as_alice.get(f"{path}&format=pdf"))
    rows = list(
        csv.reader(
            io.StringIO(as_alice.get(f"{path}&format=csv").content.decode("utf-8-sig")),
            delimiter=";",
        )
    )
    assert rows[0] == ["Poste ou ligne", "Budget de base", "Sobre", "Écart"]
    assert rows[-1] == ["Résultat", "3800,00", "3790,00", "-10,00"]
    assert "Encre" in text(as_alice.get(f"{path}&format=print"))


def test_two_people_who_change_a_line_meet_on_the_conflict_page(
    as_alice: Client, as_manager: Client, at: Any, plan: Plan, line: Make
) -> None:
    own = line(plan, "D-FOURN", 120_000, "Papier")
    form = typed("D-FOURN", "Papier", "1 300", version=own.version)
    assert as_manager.post(at(f"lignes/{own.pk}/modifier/"), form).status_code == 302
    late = as_alice.post(at(f"lignes/{own.pk}/modifier/"), form | {"cents": "1 400"})
    assert late.status_code == 409
    assert "Quelqu" in text(late)
    assert "1 300,00" in text(late)
    assert PlanLine.objects.get(pk=own.pk).cents == 130_000


@pytest.mark.parametrize(
    ("given", "told"),
    [({"cents": "-5"}, "ne peut pas être négatif"), ({"cents": "beaucoup"}, "pas un montant"),
     ({"label": ""}, "obligatoire"), ({"heading": "999999"}, "choix"), ({"months": ["13"]}, "13")],
)  # fmt: skip
def test_a_line_that_cannot_be_read_is_told_beside_its_field(
    as_alice: Client, at: Any, plan: Plan, given: dict[str, Any], told: str
) -> None:
    answer = as_alice.post(
        at(f"scenarios/{plan.pk}/ajouter/"), typed("D-FOURN", "Papier", "12") | given
    )
    assert answer.status_code == 422
    assert told in text(answer)
    assert not PlanLine.objects.exists()


@pytest.mark.parametrize(
    ("given", "told"),
    [({"ends_on": "2025-12-31"}, "La fin doit venir après le début."), ({"ends_on": "2030-12-31"}, "24 mois"),
     ({"start": "x"}, "choix"), ({"starts_on": "hier"}, "date"), ({"start": "budget"}, "rien à reprendre")],
)  # fmt: skip
def test_a_budget_that_cannot_be_prepared_leaves_nothing(
    as_alice: Client, at: Any, sisa: LegalEntity, given: dict[str, str], told: str
) -> None:
    form = {"entity": sisa.pk, "starts_on": "2026-01-01", "ends_on": "2026-12-31", "start": "empty"}
    answer = as_alice.post(at("preparer/"), form | given)
    assert answer.status_code == 422
    assert told in text(answer)
    assert not Budget.objects.exists()


def test_the_first_visit_says_what_comes_first(as_alice: Client, at: Any) -> None:
    assert "Ouvrez d'abord la comptabilité" in text(as_alice.get(at()))
    assert as_alice.get(at("preparer/")).url.endswith("/comptabilite/ouvrir/")


def test_the_form_proposes_the_year_that_comes(
    as_alice: Client, at: Any, sisa: LegalEntity
) -> None:
    page = text(as_alice.get(at("preparer/")))
    assert 'value="2027-01-01"' in page
    assert 'value="2027-12-31"' in page


def test_refusals_are_sentences(
    as_alice: Client, at: Any, plan: Plan, line: Make, actor: Actor
) -> None:
    empty = as_alice.post(at(f"scenarios/{plan.pk}/figer/"), follow=True)
    assert "Ce scénario est vide" in text(empty)
    own = line(plan, "D-FOURN", 5_000)
    version = freeze(plan, by=actor)
    assert "figée" in text(as_alice.post(at(f"scenarios/{version.pk}/supprimer/"), follow=True))
    taken = as_alice.post(at(f"scenarios/{plan.pk}/copier/"), {"name": plan.name})
    assert (taken.status_code, "autre nom" in text(taken)) == (422, True)
    unsaid = as_alice.post(at(f"lignes/{own.pk}/dire/"), {"text": "", "cents": ""})
    assert (unsaid.status_code, "Écrivez une remarque" in text(unsaid)) == (422, True)
    nothing = as_alice.post(at(f"scenarios/{plan.pk}/voter/"), {})
    assert (nothing.status_code, "Choisissez la décision" in text(nothing)) == (422, True)
    remark = say(own, text="", cents=7_000, by=actor)
    for expected in (7_000, 7_000):
        as_alice.post(at(f"propositions/{remark.pk}/decider/"), {"answer": "yes"})
        assert PlanLine.objects.get(pk=own.pk).cents == expected
    unchosen = as_alice.post(at(f"scenarios/{plan.pk}/reprendre/"), {}, follow=True)
    assert "Cochez ce que vous voulez reprendre." in text(unchosen)


def test_a_line_and_a_scenario_are_deleted(
    as_alice: Client, at: Any, plan: Plan, line: Make
) -> None:
    own = line(plan, "D-FOURN", 5_000)
    assert as_alice.post(at(f"lignes/{own.pk}/supprimer/")).url == at(f"scenarios/{plan.pk}/")
    assert not PlanLine.objects.exists()
    assert as_alice.post(at(f"scenarios/{plan.pk}/supprimer/")).url == at()
    assert not Budget.objects.exists()


def test_the_accountant_reads_and_says_the_professional_sees_nothing(
    as_accountant: Client, as_bob: Client, at: Any, plan: Plan, line: Make
) -> None:
    own = line(plan, "D-FOURN", 5_000)
    page = text(as_accountant.get(at(f"scenarios/{plan.pk}/")))
    assert "Ajouter une ligne" not in page
    assert "Lier à son vote" not in page
    assert as_accountant.post(at(f"scenarios/{plan.pk}/ajouter/"), {}).status_code == 403
    assert as_accountant.post(at(f"lignes/{own.pk}/dire/"), {"text": "Bien"}).status_code == 302
    for path in (
        "",
        f"{plan.budget_id}/",
        f"{plan.budget_id}/suivi/",
        f"scenarios/{plan.pk}/",
        f"lignes/{own.pk}/",
    ):
        assert as_bob.get(at(path)).status_code == 403


def test_another_centre_finds_nothing(
    as_charlie: Client, centre_b: Centre, plan: Plan, line: Make, actor: Actor
) -> None:
    own = line(plan, "D-FOURN", 5_000)
    remark = say(own, text="", cents=7_000, by=actor)
    one, many = plan.budget_id, f"scenarios/{plan.pk}/"
    for path in (f"{one}/", f"{one}/comparer/", f"{one}/suivi/", f"{one}/mois/", f"{one}/detail/", many, f"{many}ajouter/",
                 f"{many}reprendre/", f"{many}inviter/", f"lignes/{own.pk}/", f"lignes/{own.pk}/modifier/"):  # fmt: skip
        assert as_charlie.get(f"/c/{centre_b.slug}/budget/{path}").status_code == 404, path
    for path in (f"{many}copier/", f"{many}figer/", f"{many}voter/", f"{many}supprimer/", f"lignes/{own.pk}/dire/",
                 f"propositions/{remark.pk}/decider/"):  # fmt: skip
        assert as_charlie.post(f"/c/{centre_b.slug}/budget/{path}").status_code == 404, path


def test_what_an_address_asks_wrongly_is_left_out(
    as_alice: Client, at: Any, plan: Plan, line: Make
) -> None:
    line(plan, "D-FOURN", 5_000)
    for asked in (
        "version=x",
        "version=999999",
        "par=couleur",
        "projet=abc",
        "financeur=0",
        "quoi=x",
    ):
        for page in ("suivi/", "mois/"):
            assert "Fournitures" in text(as_alice.get(at(f"{plan.budget_id}/{page}?{asked}"))), (
                asked
            )
    assert as_alice.get(at(f"{plan.budget_id}/detail/?sens=expense&cle=999999")).status_code == 404
    assert as_alice.get(at(f"{plan.budget_id}/detail/?sens=x&cle=-1")).status_code == 404
    assert as_alice.get(at(f"{plan.budget_id}/comparer/?plan=x&plan=999")).status_code == 200


def test_pages_cost_the_same_for_one_row_and_for_thirty(
    as_alice: Client, at: Any, sisa: LegalEntity, plan: Plan, line: Make, spend: Spend, actor: Actor
) -> None:
    line(plan, "D-FOURN", 5_000)
    spend(FOURN, 100, date(2026, 3, 1))
    receive_one(sisa, 1_000, actor)
    paths = [
        at(f"scenarios/{plan.pk}/"),
        *(at(f"{plan.budget_id}/{name}/") for name in ("suivi", "mois", "comparer")),
        at(f"{plan.budget_id}/"),
        at(f"{plan.budget_id}/detail/?sens=expense&cle={heading('D-FOURN')}"),
    ]

    def asked(path: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            as_alice.get(path)
        return len(queries)

    def cost() -> list[int]:
        """The least of three readings: the count of what an account reads is written now and then."""
        return [min(asked(path) for _ in range(3)) for path in paths]

    few = cost()
    for rank in range(30):
        own = line(plan, ("D-LOCAUX", "D-PERS", "R-AUTRE")[rank % 3], 100)
        say(own, text="Vu", cents=None, by=actor)
        spend(FOURN, 100, date(2026, 1 + rank % 10, 1))
        receive_one(sisa, 1_000, actor, f"N{rank}")
    assert Invoice.objects.count() == 31
    assert cost() == few
