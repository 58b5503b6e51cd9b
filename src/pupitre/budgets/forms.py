"""Forms about budgets, lines, remarks, the vote and what is compared."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from pupitre.books.models import AnalyticProject, Funder, Heading, LegalEntity
from pupitre.budgets.models import Budget, Plan, PlanLine, Remark
from pupitre.budgets.queries.following import BY, Asked
from pupitre.budgets.services.lines import save_line
from pupitre.budgets.services.plans import ACTUAL, PRESET, STARTS
from pupitre.core.actor import Actor
from pupitre.core.dates import MONTHS, add_months
from pupitre.core.forms import CentreForm, DateInput, EurosField
from pupitre.indemnities.forms.fields import ListField
from pupitre.indemnities.forms.schemes import DatedChoiceField, voting_meetings
from pupitre.people.queries import team
from pupitre.tasks.models import Task


class BudgetForm(CentreForm[Budget]):
    """Whose budget, of which year, and what it starts from."""

    start = forms.ChoiceField(
        label="Partir de", choices=list(STARTS.items()), widget=forms.RadioSelect, initial=ACTUAL
    )

    class Meta:
        model = Budget
        fields = ("entity", "starts_on", "ends_on")
        widgets = {"starts_on": DateInput(), "ends_on": DateInput()}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        entity = self.choices_for(LegalEntity).first()
        latest = Budget.objects.filter(entity=entity).first()
        years = entity.years.all() if entity else ()
        running = next((one for one in years if one.starts_on <= today <= one.ends_on), None)
        start = date(today.year + (today.month > 8), 1, 1)
        if latest and latest.ends_on >= today:
            start = date.fromordinal(latest.ends_on.toordinal() + 1)
        elif running:
            start = running.starts_on if today.month < 9 else date.fromordinal(running.ends_on.toordinal() + 1)  # fmt: skip
        self.initial.update(
            entity=entity,
            starts_on=start,
            ends_on=date.fromordinal(add_months(start, 12).toordinal() - 1),
            start=ACTUAL if running else PRESET,
        )

    def choices_for(self, model: Any) -> Any:
        rows = super().choices_for(model)
        return rows.filter(ended_on=None) if model is LegalEntity else rows


class LineForm(CentreForm[PlanLine]):
    """One line of a scenario."""

    cents = EurosField(label="Montant de l’année (€)")
    months = ListField(
        label="Mois où elle tombe",
        choices=[(rank, name) for rank, name in enumerate(MONTHS, start=1)],
        required=False,
        help_text="Aucun coché : répartie sur tous les mois.",
    )

    class Meta:
        model = PlanLine
        fields = ("heading", "label", "cents", "project", "note", "months")

    def choices_for(self, model: Any) -> Any:
        """Headings and projects still proposed, and the one that the line has."""
        rows = super().choices_for(model)
        if model in {Heading, AnalyticProject}:
            kept = self.instance.heading_id if model is Heading else self.instance.project_id
            return rows.filter(Q(active=True) | Q(pk=kept))
        return rows

    def clean_months(self) -> list[int]:
        chosen = sorted({int(month) for month in self.cleaned_data["months"]})
        return [] if len(chosen) == 12 else chosen

    def store(self, *, by: Actor, action: str = "") -> PlanLine:
        return save_line(self.instance, by=by, expected_version=self.cleaned_data.get("version"))


class RemarkForm(CentreForm[Remark]):
    """What somebody says of a line."""

    cents = EurosField(label="Montant proposé (€)", required=False)

    class Meta:
        model = Remark
        fields = ("text", "cents")
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}


class InviteForm(forms.Form):
    """Whom to ask what they think: those of the team who can be written to."""

    people: Any = forms.ModelMultipleChoiceField(
        None,
        label="À qui",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Cochez au moins une personne."},
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].queryset = team(today).exclude(email="")  # type: ignore[attr-defined]


class NameForm(forms.Form):
    """What a new scenario is called."""

    name = forms.CharField(label="Nom du scénario", max_length=80)


class VoteForm(forms.Form):
    """What voted a budget: a decision of the register, or the meeting that took it."""

    decision: Any = DatedChoiceField(
        None, label="Décision du registre", required=False, empty_label="À écrire dans le registre"
    )
    meeting: Any = DatedChoiceField(
        None, label="Sinon, réunion qui l’a voté", required=False, empty_label="Choisir"
    )
    why = forms.CharField(label="Pourquoi le budget est rectifié", max_length=300)

    def __init__(self, *args: Any, amends: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["decision"].queryset = voting_decisions()  # type: ignore[attr-defined]
        self.fields["meeting"].queryset = voting_meetings()  # type: ignore[attr-defined]
        if not amends:
            del self.fields["why"]


def voting_decisions() -> QuerySet[Task]:
    """The decisions that may have voted a budget, latest first."""
    decisions = Task.objects.filter(kind=Task.Kind.DECISION, title__icontains="budget")
    return decisions.order_by("-decided_on")


class FollowForm(forms.Form):
    """What is followed: by which plan, grouped by what, for which project or funder."""

    version: Any = forms.ModelChoiceField(None, label="Budget suivi", empty_label=None, required=False)  # fmt: skip
    par = forms.ChoiceField(
        label="Par", choices=[(key, name.lower()) for key, name in BY.items()], required=False
    )
    projet: Any = forms.ModelChoiceField(None, label="Projet", empty_label="Tout", required=False)
    financeur: Any = forms.ModelChoiceField(
        None, label="Financeur", empty_label="Tout", required=False
    )

    def __init__(self, data: Any, *, plans: list[Plan], standing: Plan) -> None:
        """Choose between the plans of a budget, the one that stands by default."""
        super().__init__({"version": standing.pk} | data.dict())
        choices = Plan.objects.filter(pk__in=[plan.pk for plan in plans])
        self.fields["version"].queryset = choices.select_related("budget")  # type: ignore[attr-defined]
        self.fields["version"].label_from_instance = lambda plan: plan.title  # type: ignore[attr-defined]
        self.fields["projet"].queryset = AnalyticProject.objects.all()  # type: ignore[attr-defined]
        self.fields["financeur"].queryset = Funder.objects.all()  # type: ignore[attr-defined]

    def asked(self) -> tuple[int, Asked]:
        """Return the key of the plan and the view that are asked; what cannot be read is left out."""
        self.is_valid()
        found = getattr(self, "cleaned_data", {})
        project, funder = found.get("projet"), found.get("financeur")
        by = found.get("par") or "poste"
        return getattr(found.get("version"), "pk", 0), Asked(by, project.pk if project else 0, funder.pk if funder else 0)  # fmt: skip
