"""Tests of the writes and reads about budgets."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from pupitre.books.models import AnalyticProject, Entry, Heading, LegalEntity
from pupitre.books.services import open_books
from pupitre.budgets.deadlines import deadlines
from pupitre.budgets.errors import BudgetError
from pupitre.budgets.models import Budget, Plan, PlanLine, Remark
from pupitre.budgets.queries.facts import Proposed, proposed
from pupitre.budgets.queries.following import Asked, FollowUp
from pupitre.budgets.queries.plans import lines_of, plans_of, reference, remarks_on, standings
from pupitre.budgets.rules.following import EXPENSE, INCOME, Line
from pupitre.budgets.services.lines import decide, remove_line, save_line, say, take_facts
from pupitre.budgets.services.plans import (
    ACTUAL,
    BUDGET,
    EMPTY,
    PRESET,
    copy_plan,
    drop_scenario,
    freeze,
    prepare_budget,
    vote,
)
from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.invoices.models import Invoice, RecurringCharge
from pupitre.invoices.services import approve, receive, supplier_named
from pupitre.meetings.models import Meeting
from pupitre.tasks.models import Task
from tests.budgets.conftest import ACI, FOURN, LOCAUX, TODAY

Make = Callable[..., PlanLine]
Spend = Callable[..., Entry]
pytestmark = pytest.mark.django_db
NEXT = {"starts_on": date(2027, 1, 1), "ends_on": date(2027, 12, 31), "today": TODAY}


def line_of(plan: Plan, code: str, today: date = TODAY) -> Line:
    """Return the followed line of a heading."""
    heading = Heading.objects.get(code=code).pk
    return next(one for one in FollowUp(plan, Asked(), today).found.lines if one.key == heading)


def test_next_year_starts_from_the_books_completed_to_december(
    sisa: LegalEntity, spend: Spend, project: AnalyticProject, actor: Actor
) -> None:
    for month in range(1, 12):
        spend(LOCAUX, 10_000, date(2026, month, 5))
    spend(FOURN, 30_000, date(2026, 4, 2), project=project)
    spend(ACI, -500_000, date(2026, 4, 15))
    plan = prepare_budget(entity=sisa, start=ACTUAL, **NEXT, by=actor)
    told = {
        (line.heading.code, line.project, line.cents, tuple(line.months))
        for line in plan.lines.all()
    }
    assert told == {
        ("D-LOCAUX", None, 120_000, ()), ("D-FOURN", project, 30_000, (4,)), ("R-ACI", None, 500_000, (4,)),
    }  # fmt: skip


def test_a_budget_starts_from_the_one_before_from_a_model_or_from_nothing(
    sisa: LegalEntity, plan: Plan, line: Make, actor: Actor
) -> None:
    kept = line(plan, "D-FOURN", 5_000, "Papier")
    copy = prepare_budget(entity=sisa, start=BUDGET, **NEXT, by=actor)
    assert [(one.label, one.cents, one.key) for one in copy.lines.all()] == [
        ("Papier", 5_000, kept.key)
    ]
    for kind in LegalEntity.Kind.values:
        other = open_books(
            name=f"Structure {kind}", kind=kind, starts_on=date(2026, 1, 1), by=actor
        )
        model = prepare_budget(entity=other, start=PRESET, **NEXT, by=actor)
        directions = set(model.lines.values_list("heading__direction", flat=True))
        assert directions == {EXPENSE, INCOME}
        assert set(model.lines.values_list("cents", flat=True)) == {0}


@pytest.mark.parametrize("start", [ACTUAL, BUDGET])
def test_nothing_to_start_from_leaves_nothing(sisa: LegalEntity, start: str, actor: Actor) -> None:
    with pytest.raises(BudgetError, match="rien à reprendre"):
        prepare_budget(entity=sisa, start=start, **NEXT, by=actor)
    assert not Budget.objects.exists()


def test_two_budgets_of_an_entity_never_overlap(
    sisa: LegalEntity, plan: Plan, actor: Actor
) -> None:
    with pytest.raises(BudgetError, match="existe déjà"):
        prepare_budget(
            entity=sisa,
            starts_on=date(2026, 7, 1),
            ends_on=date(2027, 6, 30),
            start=EMPTY,
            today=TODAY,
            by=actor,
        )
    assert Budget.objects.count() == 1


def test_a_frozen_version_never_changes_and_its_scenario_does(
    plan: Plan, line: Make, actor: Actor
) -> None:
    own = line(plan, "D-FOURN", 5_000)
    version = freeze(plan, by=actor)
    frozen = version.lines.get()
    own.cents = 9_000
    save_line(own, by=actor)
    assert (version.number, version.lines.get().cents, plan.lines.get().cents) == (1, 5_000, 9_000)
    for refused in (
        lambda: save_line(frozen, by=actor), lambda: remove_line(frozen, by=actor),
        lambda: say(frozen, text="Trop", cents=None, by=actor), lambda: drop_scenario(version, by=actor),
        lambda: take_facts(version, ["x"], today=TODAY, by=actor), lambda: freeze(version, by=actor),
    ):  # fmt: skip
        with pytest.raises(BudgetError, match="figée"):
            refused()
    assert freeze(plan, by=actor).number == 2


def test_an_empty_scenario_is_not_frozen(plan: Plan, actor: Actor) -> None:
    with pytest.raises(BudgetError, match="vide"):
        freeze(plan, by=actor)


def test_a_scenario_is_a_copy_under_another_name(plan: Plan, line: Make, actor: Actor) -> None:
    own = line(plan, "D-FOURN", 5_000, months=[3])
    copy = copy_plan(plan, name="Avec un deuxième secrétaire", by=actor)
    same = copy.lines.get()
    assert (same.key, same.cents, same.months, same.pk == own.pk) == (own.key, 5_000, [3], False)
    with pytest.raises(BudgetError, match="autre nom"):
        copy_plan(plan, name="Avec un deuxième secrétaire", by=actor)


def test_the_last_scenario_goes_with_its_budget(plan: Plan, line: Make, actor: Actor) -> None:
    line(plan, "D-FOURN", 5_000)
    drop_scenario(plan, by=actor)
    assert not Budget.objects.exists()


def test_a_vote_freezes_names_and_writes_the_decision(
    plan: Plan, line: Make, assembly: Meeting, actor: Actor
) -> None:
    line(plan, "D-FOURN", 5_000)
    with pytest.raises(BudgetError, match="Choisissez la décision"):
        vote(plan, by=actor)
    version = vote(plan, meeting=assembly, by=actor)
    assert (version.number, version.rank, version.voted_on) == (1, 1, date(2026, 1, 20))
    assert version.decision.title == "Adopter le budget 2026 de SISA des Tilleuls"
    assert version.decision.state == Task.State.DONE
    assert version.title == "budget voté (version 1)"
    assert reference(plans_of(plan.budget)) == version
    with pytest.raises(BudgetError, match="déjà votée"):
        vote(version, meeting=assembly, by=actor)


def test_a_correction_after_the_vote_is_an_amendment_with_its_reason(
    plan: Plan, line: Make, assembly: Meeting, actor: Actor
) -> None:
    own = line(plan, "D-FOURN", 5_000)
    old = freeze(plan, by=actor)
    first = vote(plan, meeting=assembly, by=actor)
    own.cents = 8_000
    save_line(own, by=actor)
    with pytest.raises(BudgetError, match="pourquoi"):
        vote(plan, meeting=assembly, by=actor)
    with pytest.raises(BudgetError, match="plus récente"):
        vote(old, meeting=assembly, why="Retour", by=actor)
    second = vote(plan, decision=first.decision, why="Matériel volé", by=actor)
    assert (second.rank, second.title) == (2, "budget rectificatif n° 1 (version 3)")
    assert (second.why, second.meeting) == ("Matériel volé", assembly)
    assert (first.lines.get().cents, second.lines.get().cents) == (5_000, 8_000)
    assert reference(plans_of(plan.budget)) == second


def test_a_proposal_is_taken_or_left_once(plan: Plan, line: Make, actor: Actor) -> None:
    own = line(plan, "D-FOURN", 5_000)
    kept = say(own, text="Les prix montent", cents=6_000, by=actor)
    left = say(own, text="", cents=9_000, by=actor)
    noted = say(own, text="À voir", cents=None, by=actor)
    decide(kept, accept=True, by=actor)
    decide(left, accept=False, by=actor)
    states = list(Remark.objects.values_list("state", "answered_by"))
    assert states == [("accepted", str(actor.label)), ("declined", str(actor.label)), ("", "")]
    assert plan.lines.get().cents == 6_000
    for again in (kept, left, noted):
        with pytest.raises(BudgetError, match="déjà décidée"):
            decide(again, accept=True, by=actor)


def test_a_version_keeps_what_was_said_before_it_was_frozen(
    plan: Plan, line: Make, actor: Actor
) -> None:
    own = line(plan, "D-FOURN", 5_000)
    say(own, text="Avant", cents=None, by=actor)
    frozen = freeze(plan, by=actor).lines.get()
    say(own, text="Après", cents=None, by=actor)
    assert [one.text for one in remarks_on(frozen)] == ["Avant"]
    assert [one.text for one in remarks_on(own)] == ["Avant", "Après"]


def test_a_line_that_somebody_changed_meanwhile_is_a_conflict(
    plan: Plan, line: Make, actor: Actor
) -> None:
    own = line(plan, "D-FOURN", 5_000)
    save_line(PlanLine.objects.get(pk=own.pk), by=actor)
    with pytest.raises(records.ConflictError):
        save_line(own, by=actor, expected_version=1)


@pytest.fixture
def charge(sisa: LegalEntity, actor: Actor) -> RecurringCharge:
    """Cleaning, 400 € a month since June."""
    return records.save(
        RecurringCharge(
            label="Ménage", supplier=supplier_named("Propreté", by=actor), entity=sisa,
            heading=Heading.objects.get(code="D-LOCAUX"), cents=40_000, first_on=date(2026, 6, 1),
        ),
        by=actor,
    )  # fmt: skip


def contracts(plan: Plan) -> list[Proposed]:
    """Return what is known but the ACI."""
    return [one for one in proposed(plan, TODAY) if not one.fact.key.startswith("aci.")]


def test_the_aci_expected_is_proposed_to_the_entity_that_receives_it(
    sisa: LegalEntity, plan: Plan, actor: Actor
) -> None:
    def told(plan: Plan) -> list[tuple[str, str, tuple[int, ...], bool]]:
        return [
            (one.fact.key, str(one.heading), one.fact.months, one.fact.cents > 0)
            for one in proposed(plan, TODAY)
        ]

    assert told(plan) == [("aci.advance/2026", "ACI", (4,), True)]
    coming = prepare_budget(entity=sisa, start=PRESET, **NEXT, by=actor)
    assert told(coming)[-1] == ("aci.advance/2027", "ACI", (4,), True)
    scm = open_books(name="SCM", kind="SCM", starts_on=date(2026, 1, 1), by=actor)
    assert told(prepare_budget(entity=scm, start=PRESET, **NEXT, by=actor)) == []


def test_contracts_are_taken_as_lines_and_brought_up_to_date(
    plan: Plan, charge: RecurringCharge, actor: Actor
) -> None:
    (told,) = contracts(plan)
    assert (told.fact.cents, told.fact.months, told.taken, told.wanted) == (
        280_000,
        (6, 7, 8, 9, 10, 11, 12),
        None,
        True,
    )
    assert take_facts(plan, [told.fact.key], today=TODAY, by=actor) == 1
    assert [(one.label, one.cents, one.months) for one in plan.lines.all()] == [
        ("Ménage", 280_000, [6, 7, 8, 9, 10, 11, 12])
    ]
    charge.cents = 50_000
    records.save(charge, by=actor)
    (moved,) = contracts(plan)
    assert moved.moved
    take_facts(plan, [told.fact.key], today=TODAY, by=actor)
    assert plan.lines.get().cents == 350_000
    assert not contracts(plan)[0].wanted


def test_a_contract_is_not_proposed_beside_another_line_of_its_heading(
    plan: Plan, line: Make, charge: RecurringCharge
) -> None:
    line(plan, "D-LOCAUX", 500_000)
    (told,) = contracts(plan)
    assert (told.already, told.wanted) == (500_000, False)


def receive_one(entity: LegalEntity, cents: int, actor: Actor, number: str = "F1") -> Invoice:
    return receive(
        Invoice(
            supplier=supplier_named("Bureau", by=actor), number=number, issued_on=date(2026, 11, 3),
            received_on=date(2026, 11, 4), due_on=date(2026, 12, 3), cents=cents, entity=entity,
            heading=Heading.objects.get(code="D-FOURN"),
        ),
        by=actor,
    )  # fmt: skip


def test_an_invoice_is_committed_then_actual_never_both(
    sisa: LegalEntity, plan: Plan, line: Make, spend: Spend, actor: Actor
) -> None:
    line(plan, "D-FOURN", 120_000)
    spend(FOURN, 70_000, date(2026, 3, 5))
    invoice = receive_one(sisa, 30_000, actor)
    before = line_of(plan, "D-FOURN")
    assert (before.actual, before.committed, before.forecast) == (70_000, 30_000, 110_000)
    approve(invoice, heading=invoice.heading, account=None, on=TODAY, by=actor)
    after = line_of(plan, "D-FOURN")
    assert (after.actual, after.committed, after.forecast) == (100_000, 0, 110_000)


def test_credit_notes_incomes_and_contracts_count_on_their_side(
    sisa: LegalEntity, plan: Plan, line: Make, spend: Spend, charge: RecurringCharge, actor: Actor
) -> None:
    line(plan, "R-ACI", 500_000, months=[4])
    spend(ACI, -450_000, date(2026, 4, 15))
    receive_one(sisa, -4_000, actor)
    assert line_of(plan, "D-FOURN").committed == -4_000
    assert line_of(plan, "R-ACI").actual == 450_000
    rent = line_of(plan, "D-LOCAUX")
    assert (rent.known, rent.forecast) == (
        120_000,
        120_000,
    )  # October, November, December: older ones came otherwise


def test_only_what_is_of_the_entity_and_of_the_year_counts(
    sisa: LegalEntity, plan: Plan, spend: Spend, actor: Actor
) -> None:
    spend("512000", 10_000, date(2026, 3, 1))  # bank to bank: neither expense nor income
    spend("218300", 90_000, date(2026, 3, 1), heading=Heading.objects.get(code="D-SI"))
    spend("628100", 1_000, date(2026, 5, 1))
    scm = open_books(name="SCM", kind="SCM", starts_on=date(2026, 1, 1), by=actor)
    receive_one(scm, 7_000, actor)
    found = FollowUp(plan, Asked(), TODAY).found
    assert (
        found.expenses.actual == 91_000
    )  # a computer bought under a heading is an expense of the budget
    assert found.expenses.committed == 0


def test_projects_and_funders_are_followed_apart(
    sisa: LegalEntity, plan: Plan, line: Make, spend: Spend, project: AnalyticProject
) -> None:
    line(plan, "D-ACTION", 100_000, project=project)
    line(plan, "D-FOURN", 50_000)
    spend(FOURN, 20_000, date(2026, 3, 1), project=project)
    spend(FOURN, 5_000, date(2026, 3, 1))
    funder = project.funder_id or 0

    def told(asked: Asked) -> dict[int, tuple[int, int]]:
        return {
            one.key: (one.budget, one.actual) for one in FollowUp(plan, asked, TODAY).found.lines
        }

    assert told(Asked("projet")) == {project.pk: (100_000, 20_000), 0: (50_000, 5_000)}
    assert told(Asked("financeur")) == {funder: (100_000, 20_000), 0: (50_000, 5_000)}
    only = told(Asked("poste", project=project.pk))
    assert sorted(only.values()) == [(0, 20_000), (100_000, 0)]
    assert told(Asked("poste", funder=funder)) == only
    behind = FollowUp(plan, Asked("financeur"), TODAY).behind(EXPENSE, funder)
    assert [one.debit_cents for one in behind] == [20_000]


def test_a_line_without_heading_goes_by_its_class(
    sisa: LegalEntity, plan: Plan, spend: Spend, actor: Actor
) -> None:
    for account, cents in ((FOURN, 1_000), (ACI, -3_000)):
        (own,) = spend(account, cents, date(2026, 2, 1)).lines.filter(account__number=account)
        own.heading = None
        records.update_all([own], ["heading"], by=actor)
    up = FollowUp(plan, Asked(), TODAY)
    assert {(one.direction, one.key, one.actual) for one in up.found.lines} == {
        (EXPENSE, 0, 1_000),
        (INCOME, 0, 3_000),
    }
    assert [one.credit_cents for one in up.behind(INCOME, 0)] == [3_000]


def test_a_budget_to_vote_is_due_when_its_year_begins(
    plan: Plan, line: Make, assembly: Meeting, actor: Actor
) -> None:
    line(plan, "D-FOURN", 5_000)
    assert not list(deadlines(date(2025, 10, 1)))
    (soon,) = deadlines(date(2025, 12, 1))
    (late,) = deadlines(TODAY)
    assert (soon.late, late.late, late.due) == (False, True, date(2026, 1, 1))
    assert "sans budget voté" in late.reason
    vote(plan, meeting=assembly, by=actor)
    assert not list(deadlines(TODAY))
    assert [one.words for one in standings()] == ["voté"]


def test_lists_cost_the_same_for_one_row_and_for_thirty(
    plan: Plan, line: Make, django_assert_num_queries: Any, actor: Actor
) -> None:
    line(plan, "D-FOURN", 1)
    for _ in range(30):
        line(plan, "D-LOCAUX", 2)
        freeze(plan, by=actor)
    with django_assert_num_queries(1):
        assert sum(one.said + one.waiting for one in lines_of(plan)) == 0  # type: ignore[attr-defined]
    with django_assert_num_queries(1):
        assert len([one.title for one in plans_of(plan.budget)]) == 31
    with django_assert_num_queries(2):
        assert [one.plan.expenses for one in standings()] == [61]  # type: ignore[attr-defined]
