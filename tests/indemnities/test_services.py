"""Schemes, runs, corrections and their money, on the database."""

from datetime import date

import pytest

from pupitre.books.models import EntryLine, LegalEntity
from pupitre.books.queries import entries_from
from pupitre.core.actor import Actor
from pupitre.indemnities.models import (
    IndemnityRun,
    IndemnitySettings,
    Pot,
    Rate,
    RunLine,
    Scheme,
    Statement,
    Weight,
)
from pupitre.indemnities.presets import presets
from pupitre.indemnities.queries.overview import deadlines, next_step, year_totals
from pupitre.indemnities.queries.settlement import settlement
from pupitre.indemnities.queries.simulation import simulate
from pupitre.indemnities.rules.scheme import IndemnityError, Span
from pupitre.indemnities.services.runs import (
    RunError,
    adjust,
    approve_run,
    cancel_run,
    change_sum,
    drop_adjustment,
    drop_run,
    prepare_run,
)
from pupitre.indemnities.services.schemes import (
    SchemeError,
    new_version,
    remove_part,
    save_part,
    start_scheme,
    vote_scheme,
)
from pupitre.indemnities.services.statements import send_statements
from pupitre.meetings.models import Meeting, Participant, Stay
from pupitre.payments.events import PaymentExecuted, PaymentRejected
from pupitre.payments.models import Payee, PaymentOrder
from pupitre.payments.queries import orders_about
from pupitre.payments.services import pay_through
from pupitre.people.models import Status
from pupitre.tasks.services import add_task
from tests.indemnities.conftest import Q1, TODAY, Team

SPAN = Span(*Q1)
Q2 = Span(date(2026, 4, 1), date(2026, 6, 30))


def approved(scheme: Scheme, by: Actor, span: Span = SPAN, **more: object) -> IndemnityRun:
    run = prepare_run(scheme, span, by=by, **more)  # type: ignore[arg-type]
    return approve_run(run, on=TODAY, by=by)


def pays(run: IndemnityRun) -> dict[str, int]:
    return {one.person.first_name: one.pay_cents for one in run.statements.select_related("person")}


def test_a_run_pays_the_attended_time_and_writes_books_and_payments(
    team: Team, scheme: Scheme, books: LegalEntity
) -> None:
    team.meeting(date(2026, 2, 3), {team.anne: 90, team.luc: 60, team.nina: 90})
    team.meeting(date(2026, 5, 5), {team.anne: 60})
    run = approved(scheme, team.by)
    assert pays(run) == {"Anne": 12000, "Luc": 5000}
    line = RunLine.objects.get(statement__person=team.luc)
    assert (line.minutes, line.because) == (60, "1\u00a0h à 50,00\u00a0€/h")
    entry = entries_from(run).get()
    sides = EntryLine.objects.filter(entry=entry).order_by("position")
    assert [(one.debit_cents, one.credit_cents) for one in sides] == [
        (12000, 0),
        (5000, 0),
        (0, 12000),
        (0, 5000),
    ]
    assert sides[2].auxiliary_label == "Anne Petit"
    orders = orders_about(run)
    assert {(order.person_id, order.cents, order.associate) for order in orders} == {
        (team.anne.pk, 12000, True),
        (team.luc.pk, 5000, True),
    }
    with pytest.raises(RunError, match="approuvé"):
        approve_run(run, on=TODAY, by=team.by)
    assert orders_about(run).count() == 2


def test_a_meeting_is_never_paid_twice_and_a_late_one_comes_next(
    team: Team, scheme: Scheme, books: LegalEntity
) -> None:
    team.meeting(date(2026, 2, 3), {team.anne: 60})
    approved(scheme, team.by)
    team.meeting(date(2026, 3, 3), {team.luc: 60})
    with pytest.raises(RunError, match="couvre déjà"):
        prepare_run(scheme, SPAN, by=team.by)
    second = approved(scheme, team.by, Q2)
    assert pays(second) == {"Luc": 5000}
    with pytest.raises(RunError, match="rien à régler"):
        approved(scheme, team.by, Span(date(2026, 7, 1), date(2026, 9, 30)))


def test_a_corrected_meeting_is_a_dated_line_of_the_next_run(
    team: Team, scheme: Scheme, books: LegalEntity
) -> None:
    meeting = team.meeting(date(2026, 2, 3), {team.anne: 60, team.luc: 60})
    first = approved(scheme, team.by)
    before = list(RunLine.objects.values_list("pk", "cents", "because"))
    seat = Participant.objects.get(meeting=meeting, person=team.luc)
    seat.day_minutes = 90
    seat.save()
    team.seat(meeting, team.zoe, 30, replaces=team.anne)
    second = approved(scheme, team.by, Q2)
    assert pays(second) == {"Luc": 2500, "Zoé": 4000}
    assert list(first.statements.order_by("pk").values_list("due_cents", flat=True)) == [8000, 5000]
    kept = RunLine.objects.filter(statement__run=first)
    assert list(kept.values_list("pk", "cents", "because")) == before
    line = RunLine.objects.get(statement__run=second, statement__person=team.luc)
    assert line.kind == "adjustment"
    assert "1\u00a0h\u00a030 au lieu de 1\u00a0h" in line.because
    with pytest.raises(RunError, match="rien à régler"):
        approved(scheme, team.by, Span(date(2026, 7, 1), date(2026, 9, 30)))


def test_a_cancelled_meeting_is_taken_back_then_carried_until_it_is_covered(
    team: Team, scheme: Scheme, books: LegalEntity
) -> None:
    meeting = team.meeting(date(2026, 2, 3), {team.luc: 60})
    approved(scheme, team.by)
    meeting.state = Meeting.State.CANCELLED
    meeting.save()
    second = approved(scheme, team.by, Q2)
    statement = second.statements.get()
    assert (statement.due_cents, statement.pay_cents) == (-5000, 0)
    assert not orders_about(second).exists()
    team.meeting(date(2026, 8, 4), {team.luc: 90})
    third = approved(scheme, team.by, Span(date(2026, 7, 1), date(2026, 9, 30)))
    statement = third.statements.get()
    assert (statement.due_cents, statement.carried_cents, statement.pay_cents) == (
        7500,
        -5000,
        2500,
    )


def test_a_status_written_late_is_paid_by_the_next_run(
    team: Team, scheme: Scheme, books: LegalEntity
) -> None:
    Status.objects.filter(person=team.luc).delete()
    team.meeting(date(2026, 2, 3), {team.luc: 60, team.anne: 60})
    assert pays(approved(scheme, team.by)) == {"Anne": 8000}
    Status.objects.create(person=team.luc, kind="associate", since=date(2026, 1, 1))
    assert pays(approved(scheme, team.by, Q2)) == {"Luc": 5000}


def test_a_company_is_paid_for_a_person(team: Team, scheme: Scheme, books: LegalEntity) -> None:
    company = Payee.objects.create(kind=Payee.Kind.COMPANY, company_name="SELARL Petit")
    pay_through(team.anne, company, since=date(2026, 1, 1), by=team.by)
    team.meeting(date(2026, 2, 3), {team.anne: 60})
    run = approved(scheme, team.by)
    order = orders_about(run).get()
    assert (order.payee, order.person) == (company, team.anne)
    lines = entries_from(run).get().lines.order_by("position")
    assert lines[1].auxiliary_label == "SELARL Petit"
    assert lines[1].person == team.anne


def test_third_parties_and_associates_have_their_own_accounts(
    team: Team, scheme: Scheme, books: LegalEntity
) -> None:
    team.meeting(date(2026, 2, 3), {team.anne: 60, team.zoe: 60})
    run = approved(scheme, team.by)
    accounts = {
        (line.person.first_name, line.account.number)
        for line in entries_from(run).get().lines.select_related("account", "person")
    }
    assert len({number for _, number in accounts}) == 4
    assert {o.person.first_name: o.associate for o in orders_about(run)} == {
        "Anne": True,
        "Zoé": False,
    }
    totals = {one.person.first_name: one for one in year_totals(TODAY.year)}
    assert (totals["Anne"].associate_cents, totals["Anne"].other_cents) == (8000, 0)
    assert (totals["Zoé"].associate_cents, totals["Zoé"].other_cents) == (0, 8000)


def test_without_books_nothing_is_approved(team: Team, scheme: Scheme) -> None:
    team.meeting(date(2026, 2, 3), {team.anne: 60})
    run = prepare_run(scheme, SPAN, by=team.by)
    with pytest.raises(IndemnityError, match="comptabilité"):
        approve_run(run, on=TODAY, by=team.by)
    run.refresh_from_db()
    assert run.state == "draft"
    assert not Statement.objects.exists()


def test_a_run_is_cancelled_before_the_bank_only(
    team: Team, scheme: Scheme, books: LegalEntity
) -> None:
    team.meeting(date(2026, 2, 3), {team.anne: 60})
    adjust(team.luc, on=date(2026, 3, 1), cents=1000, why="oubli de décembre", by=team.by)
    run = approved(scheme, team.by)
    assert pays(run) == {"Anne": 8000, "Luc": 1000}
    with pytest.raises(RunError, match="pourquoi"):
        cancel_run(run, why=" ", on=TODAY, by=team.by)
    cancel_run(run, why="barème faux", on=TODAY, by=team.by)
    assert {order.state for order in orders_about(run)} == {"cancelled"}
    assert not entries_from(run).exists()
    again = approved(scheme, team.by)
    assert pays(again) == {"Anne": 8000, "Luc": 1000}
    PaymentOrder.objects.filter(origin_id=again.pk).update(state="batched")
    with pytest.raises(IndemnityError, match="ne s’annule plus"):
        cancel_run(again, why="trop tard", on=TODAY, by=team.by)
    with pytest.raises(RunError, match="annulé"):
        cancel_run(run, why="encore", on=TODAY, by=team.by)


def test_a_run_corrected_by_a_later_one_is_not_cancelled_first(
    team: Team, scheme: Scheme, books: LegalEntity
) -> None:
    meeting = team.meeting(date(2026, 2, 3), {team.anne: 60})
    first = approved(scheme, team.by)
    Participant.objects.filter(meeting=meeting).update(day_minutes=90)
    approved(scheme, team.by, Q2)
    with pytest.raises(RunError, match="d’abord le suivant"):
        cancel_run(first, why="faux", on=TODAY, by=team.by)


def test_a_scheme_serves_once_voted_or_with_a_reason(team: Team, books: LegalEntity) -> None:
    made = start_scheme(
        Scheme(name="Simple", since=date(2026, 1, 1)), preset_key="hourly_flat", by=team.by
    )
    team.meeting(date(2026, 2, 3), {team.anne: 60})
    with pytest.raises(RunError, match="aucun vote"):
        prepare_run(made, SPAN, by=team.by)
    run = prepare_run(made, SPAN, forced_why="l’assemblée vote en mai", by=team.by)
    drop_run(run, by=team.by)
    IndemnitySettings.objects.create(vote_required=False)
    assert pays(approved(made, team.by)) == {"Anne": 5400}
    with pytest.raises(RunError, match="s’applique du"):
        prepare_run(made, Span(date(2025, 12, 1), date(2026, 1, 31)), by=team.by)


def test_a_run_waits_for_the_end_of_its_period_and_a_second_person(
    team: Team, scheme: Scheme, books: LegalEntity
) -> None:
    team.meeting(date(2026, 2, 3), {team.anne: 60})
    IndemnitySettings.objects.create(second_person=True)
    run = prepare_run(scheme, SPAN, by=team.by)
    with pytest.raises(RunError, match="deuxième personne"):
        approve_run(run, on=TODAY, by=team.by)
    other = Actor("Gérant", "web", user_id=999_999)
    with pytest.raises(RunError, match="une fois finie"):
        approve_run(run, on=date(2026, 3, 30), by=other)
    assert approve_run(run, on=TODAY, by=other).approved_by == "Gérant"


def test_a_voted_scheme_is_locked_and_followed_by_a_version(team: Team, scheme: Scheme) -> None:
    rate = scheme.rates.first()
    assert rate is not None
    rate.cents = 1
    with pytest.raises(SchemeError, match="nouvelle version"):
        save_part(rate, by=team.by)
    with pytest.raises(SchemeError, match="nouvelle version"):
        remove_part(rate, by=team.by)
    project = Weight(scheme=scheme, person=team.luc, purpose="project", value=2, label="Diabète")
    save_part(project, by=team.by)
    with pytest.raises(SchemeError, match="s’appliquer après"):
        new_version(scheme, since=scheme.since, by=team.by)
    copy = new_version(scheme, since=date(2026, 7, 1), by=team.by)
    assert str(copy) == "Présence, version 2"
    assert (copy.rates.count(), copy.weights.count(), copy.voted) == (4, 1, False)
    decision = add_task(
        title="Nouveau barème", kind="decision", decided_on=date(2026, 6, 4), by=team.by
    )
    vote_scheme(copy, decision=decision, by=team.by)
    scheme.refresh_from_db()
    assert scheme.until == date(2026, 6, 30)
    with pytest.raises(SchemeError, match="Choisissez"):
        vote_scheme(new_version(copy, since=date(2027, 1, 1), by=team.by), by=team.by)


def test_the_vote_writes_the_decision_in_the_register_of_the_meeting(
    team: Team, scheme: Scheme
) -> None:
    assert scheme.decision is not None
    assert scheme.decision.title == "Adopter le barème d’indemnités « Présence »"
    assert (scheme.decision.state, scheme.voted_on) == ("done", date(2025, 12, 18))
    assert scheme.meeting is not None
    assert scheme.decision.origin_id == scheme.meeting.pk


@pytest.mark.parametrize("key", [one.key for one in presets()])
def test_every_preset_settles_a_period(team: Team, books: LegalEntity, key: str) -> None:
    made = start_scheme(Scheme(name=key, since=date(2026, 1, 1)), preset_key=key, by=team.by)
    team.meeting(date(2026, 2, 3), {team.anne: 90, team.luc: 60}, kind="rcp")
    run = approved(made, team.by, to_share=100_000, forced_why="essai")
    expected = {
        "hourly_by_profession": {"Anne": 12000, "Luc": 5000},
        "hourly_flat": {"Anne": 8100, "Luc": 5400},
        "hourly_flat_residual": {"Anne": 60000, "Luc": 40000},
        "day_evening_rates": {"Anne": 7500, "Luc": 5000},
        "fixed_meetings_projects": {"Anne": 52500, "Luc": 47500},
        "none": {"Anne": 0, "Luc": 0},
    }
    paid = pays(run) if key != "none" else {"Anne": 0, "Luc": 0}
    assert paid == expected[key]
    assert run.unshared == 0


def test_the_sum_to_share_changes_until_the_approval(team: Team, books: LegalEntity) -> None:
    made = start_scheme(
        Scheme(name="Reste", since=date(2026, 1, 1)), preset_key="hourly_flat_residual", by=team.by
    )
    team.meeting(date(2026, 2, 3), {team.anne: 60})
    run = prepare_run(made, SPAN, to_share=1, forced_why="essai", by=team.by)
    change_sum(run, to_share=5001, by=team.by)
    run = approve_run(run, on=TODAY, by=team.by)
    assert pays(run) == {"Anne": 5001}
    assert list(run.prices.values()) == ["1667/20"]
    with pytest.raises(RunError, match="ne change plus"):
        change_sum(run, to_share=2, by=team.by)


def test_the_schemes_own_evening_splits_the_recorded_time(team: Team) -> None:
    made = start_scheme(
        Scheme(name="Soir", since=date(2026, 1, 1)), preset_key="day_evening_rates", by=team.by
    )
    made.evening_from = "12:30"
    made.save()
    made.refresh_from_db()
    meeting = team.meeting(date(2026, 2, 3), {team.anne: 60})  # 12 h to 13 h in Paris
    found = settlement(made, SPAN)
    line = found.rows[0].lines[0]
    assert (line.day_minutes, line.evening_minutes, line.cents) == (30, 30, 4000)
    seat = meeting.participants.get()
    Stay.objects.create(participant=seat, arrived=meeting.starts_at)
    assert settlement(made, SPAN).rows[0].lines[0].cents == 4000


def test_roles_of_the_meeting_are_paid_on_top(team: Team, scheme: Scheme) -> None:
    Rate.objects.create(scheme=scheme, cents=2000, per="meeting", role="scribe")
    team.scribe(team.meeting(date(2026, 2, 3), {team.luc: 60}), team.luc)
    assert settlement(scheme, SPAN).rows[0].cents == 7000


def test_paying_dates_the_statement_and_a_rejection_undates_it(
    team: Team, scheme: Scheme, books: LegalEntity
) -> None:
    from pupitre.core.registry import registry

    team.meeting(date(2026, 2, 3), {team.anne: 60})
    run = approved(scheme, team.by)
    order = orders_about(run).get()
    registry.publish(PaymentExecuted(order, date(2026, 11, 25), team.by))
    assert run.statements.get().paid_on == date(2026, 11, 25)
    registry.publish(PaymentRejected(order, order, date(2026, 11, 26), team.by))
    assert run.statements.get().paid_on is None


def test_statements_go_by_personal_link_once(
    team: Team, scheme: Scheme, books: LegalEntity
) -> None:
    team.meeting(date(2026, 2, 3), {team.anne: 60, team.luc: 60})
    with pytest.raises(RunError, match="Approuvez"):
        send_statements(prepare_run(scheme, SPAN, by=team.by), by=team.by)
    IndemnityRun.objects.all().delete()
    run = approved(scheme, team.by)
    message = send_statements(run, by=team.by)
    assert send_statements(run, by=team.by) == message
    first = message.deliveries.get(person=team.anne)
    assert first.fields["montant"] == "80,00\u00a0€"
    assert "/l/" in first.fields["lien"]


def test_simulation_compares_schemes_and_tried_prices(team: Team, scheme: Scheme) -> None:
    team.meeting(date(2026, 2, 3), {team.anne: 60, team.luc: 60})
    flat = start_scheme(
        Scheme(name="Plat", since=date(2026, 1, 1)), preset_key="hourly_flat", by=team.by
    )
    rate = scheme.rates.get(target="@medecins")
    found = simulate([scheme, flat], SPAN, prices={rate.pk: 9000})
    assert [trial.total for trial in found.trials] == [13000, 10800, 14000]
    assert {row.person.first_name: row.cents for row in found.rows} == {
        "Anne": (8000, 5400, 9000),
        "Luc": (5000, 5400, 5000),
    }
    assert found.gap == 1000
    assert not IndemnityRun.objects.exists()
    Pot.objects.create(scheme=flat, label="Reste", percent=100)
    refused = simulate([flat], SPAN, to_share=1)
    assert "plus que la somme" in refused.trials[0].refusal


def test_a_correction_by_hand_waits_or_is_taken_back(team: Team, scheme: Scheme) -> None:
    one = adjust(team.luc, on=date(2026, 3, 1), cents=-500, why="trop-perçu", by=team.by)
    drop_adjustment(one, by=team.by)
    with pytest.raises(RunError, match="montant"):
        adjust(team.luc, on=date(2026, 3, 1), cents=0, why="rien", by=team.by)
    with pytest.raises(RunError, match="pourquoi"):
        adjust(team.luc, on=date(2026, 3, 1), cents=5, why=" ", by=team.by)


def test_the_next_step_is_the_oldest_period_not_settled(
    team: Team, scheme: Scheme, books: LegalEntity
) -> None:
    IndemnitySettings.objects.create(starts_on=date(2026, 1, 1))
    team.meeting(date(2026, 2, 3), {team.anne: 60})
    step = next_step(TODAY)
    assert (step.words, step.meetings, step.minutes) == ("1er trimestre 2026", 1, 60)
    assert step.found is not None
    assert step.found.pay == 8000
    [due] = deadlines(TODAY)
    assert due.title == "Régler les indemnités, 1er trimestre 2026"
    approved(scheme, team.by)
    assert next_step(TODAY).words == "2e trimestre 2026"
    assert list(deadlines(TODAY)) == []
