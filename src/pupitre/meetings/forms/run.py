"""Forms of Animer, Clore and Suivi."""

from datetime import date, datetime, timedelta
from typing import Any

from django import forms

from pupitre.centres.reference import load_themes
from pupitre.core.dates import local, utc_moment
from pupitre.core.forms import DateInput, TimeInput
from pupitre.core.french import local_day
from pupitre.meetings.forms.attendance import that_day
from pupitre.meetings.models import Meeting, Outcome
from pupitre.meetings.queries.close import following
from pupitre.meetings.rules.outcome_line import Candidate, LineError, read_line
from pupitre.people.models import Person
from pupitre.people.queries import team


class OutcomeForm(forms.Form):
    """A decision or a task in one line, or in its fields: what is chosen wins over what is typed."""

    text = forms.CharField(label="Décision ou tâche", max_length=300)
    kind = forms.ChoiceField(
        label="C'est",
        choices=[("", "selon la ligne"), *Outcome.Kind.choices],
        required=False,
    )
    owner: Any = forms.ModelChoiceField(
        label="Qui", queryset=None, required=False, empty_label="personne"
    )
    due = forms.DateField(label="Pour le", widget=DateInput(), required=False)

    def __init__(self, *args: Any, people: list[Person], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people, self.today = people, today
        self.fields["owner"].queryset = Person.objects.filter(  # type: ignore[attr-defined]
            pk__in=[person.pk for person in people]
        )

    def clean(self) -> dict[str, Any]:
        """Read the line; the fields chosen complete or replace what it says."""
        data = super().clean() or {}
        if "text" not in data:
            return data
        candidates = [Candidate(person.pk, str(person)) for person in self.people]
        try:
            line = read_line(data["text"], candidates, self.today)
        except LineError as error:
            self.add_error("text", str(error))
            return data
        named = next((person for person in self.people if person.pk == line.owner), None)
        owner, due = data.get("owner") or named, data.get("due") or line.due
        implied = Outcome.Kind.TASK if owner or due else Outcome.Kind.DECISION
        return {"text": line.text, "kind": data.get("kind") or implied, "owner": owner, "due": due}


class FilesForm(forms.Form):
    """What an RCP keeps: how many files, on which themes."""

    number = forms.IntegerField(label="Dossiers étudiés", min_value=0, max_value=500)
    themes = forms.MultipleChoiceField(
        label="Thèmes de l'annexe 3", widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["themes"].choices = [  # type: ignore[attr-defined]
            (theme.key, theme.label) for theme in load_themes().themes
        ]


class CloseForm(forms.Form):
    """The real hours, and where to what is put off."""

    opened = forms.TimeField(label="A commencé à", widget=TimeInput())
    finished = forms.TimeField(label="S'est terminée à", widget=TimeInput())
    next_meeting: Any = forms.ModelChoiceField(
        label="Prochaine réunion",
        queryset=None,
        required=False,
        empty_label="pas encore fixée : ce qui reste attend dans la liste des points",
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        choice: Any = self.fields["next_meeting"]
        choice.queryset = following(meeting)
        choice.label_from_instance = _dated

    def hours(self) -> tuple[datetime, datetime]:
        """The moments typed; an end that is earlier on the clock is past midnight."""
        data = self.cleaned_data
        opened = that_day(self.meeting, data["opened"])
        past = data["finished"] < data["opened"]
        day = local(opened).date() + timedelta(days=past)
        return opened, utc_moment(day, data["finished"])


def _dated(meeting: Meeting) -> str:
    start = local(meeting.starts_at)
    return f"{start:%d/%m/%Y à %H:%M}, {meeting}"


class ReopenForm(forms.Form):
    """Why closed minutes are opened again."""

    why = forms.CharField(label="Pourquoi rouvrir ?", max_length=200)


class JoinForm(forms.Form):
    """Somebody of the directory who joins the meeting, or sits in for another."""

    person: Any = forms.ModelChoiceField(label="Qui", queryset=None)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["person"]
        present = meeting.participants.exclude(status="invited").values("person")
        chosen.queryset = team(local_day(meeting.starts_at)).exclude(pk__in=present)


class RatingForm(forms.Form):
    """A mark from 1 to 5 and a word, without a name."""

    mark = forms.TypedChoiceField(
        label="Cette réunion a-t-elle été utile ?",
        coerce=int,
        choices=[(5, "5, très utile"), (4, "4"), (3, "3"), (2, "2"), (1, "1, pas utile")],
        widget=forms.RadioSelect,
    )
    comment = forms.CharField(label="Un mot", max_length=300, required=False)
