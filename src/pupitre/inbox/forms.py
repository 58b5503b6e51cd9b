"""Forms of the inbox: dropping an idea, sorting it."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone

from pupitre.core.forms import DateInput
from pupitre.inbox.models import Idea
from pupitre.people.guarded import PatientIdentityError, no_patient, refuse_identity
from pupitre.people.models import Group, Person
from pupitre.people.queries import team

# Choices are filled inside the scope.
NOBODY: QuerySet[Person] = QuerySet(Person).none()
NO_GROUP: QuerySet[Group] = QuerySet(Group).none()
TEXT = forms.Textarea(attrs={"rows": 5})


class DropForm(forms.Form):
    """What somebody drops: a problem, an idea, a topic, a request."""

    kind = forms.ChoiceField(
        label="C’est", choices=Idea.Kind.choices, widget=forms.RadioSelect, initial=Idea.Kind.IDEA
    )
    text = forms.CharField(
        label="Votre message",
        max_length=4000,
        widget=TEXT,
        help_text="Quelques phrases suffisent. Ne nommez aucun patient.",
        error_messages={"required": "Écrivez quelques mots."},
    )

    def clean_text(self) -> str:
        """Refuse what names a patient, with the reason, before anything is kept."""
        text: str = self.cleaned_data["text"]
        try:
            refuse_identity(text)
        except PatientIdentityError as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return text


class PublicDropForm(DropForm):
    """The same from the public link, where the person says who they are."""

    author_name = forms.CharField(
        label="Votre nom", max_length=120, error_messages={"required": "Indiquez votre nom."}
    )
    author_email = forms.EmailField(
        label="Votre adresse e-mail", required=False, help_text="Pour recevoir la réponse."
    )


class PasteForm(DropForm):
    """The same written by the coordinator for somebody: a mail received, a word in the corridor."""

    author = forms.ModelChoiceField(
        label="De la part de", queryset=NOBODY, required=False, empty_label="Quelqu’un d’autre"
    )
    author_name = forms.CharField(label="ou son nom", max_length=120, required=False)
    author_email = forms.EmailField(label="et son adresse e-mail", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["author"].queryset = team(timezone.localdate())  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    """An answer to the author."""

    answer = forms.CharField(
        label="Réponse",
        validators=[no_patient],
        widget=TEXT,
        help_text="Elle part par mail si l’adresse est connue, et se lit sur le lien de la personne.",
        error_messages={"required": "Écrivez la réponse : c’est ce que la personne recevra."},
    )


class TaskFromIdeaForm(forms.Form):
    """What has to be done, by whom, for when."""

    title = forms.CharField(label="Quoi", max_length=300, validators=[no_patient])
    owner = forms.ModelChoiceField(
        label="Qui", queryset=NOBODY, required=False, empty_label="Toute l’équipe"
    )
    due = forms.DateField(label="Pour le", required=False, widget=DateInput())
    group = forms.ModelChoiceField(
        label="Groupe", queryset=NO_GROUP, required=False, empty_label="Aucun"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["owner"].queryset = team(timezone.localdate())  # type: ignore[attr-defined]
        self.fields["group"].queryset = Group.objects.all()  # type: ignore[attr-defined]
