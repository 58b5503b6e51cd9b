"""Forms of protocols: the protocol with its authors, the patients of a year."""

from typing import Any

from django import forms
from django.db import transaction
from django.utils import timezone

from pupitre.centres.reference import load_themes
from pupitre.core.actor import Actor
from pupitre.core.forms import CentreForm
from pupitre.people.guarded import guard_texts
from pupitre.people.models import Person
from pupitre.people.queries import profession_words
from pupitre.protocols.models import Protocol, Tally
from pupitre.protocols.reference import load_nationals
from pupitre.protocols.services import count_patients, set_authors


class AuthorsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # no generic at run time
    """Persons, each with the profession that makes a protocol pluriprofessional."""

    def label_from_instance(self, obj: Person) -> str:
        words = profession_words(obj)
        return f"{obj}, {words.lower()}" if words else str(obj)


class ProtocolForm(CentreForm[Protocol]):
    """A protocol with its authors."""

    people = AuthorsField(
        label="Auteurs",
        queryset=None,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="De deux professions au moins : c'est ce qui le rend pluriprofessionnel.",
    )

    class Meta:
        model = Protocol
        fields = (
            "title", "kind", "theme", "medical_opinion_on", "national", "declared_on", "summary",
            "edition", "approved_on", "revised_on", "review_on", "archived_on",
        )  # fmt: skip
        help_texts = {
            "medical_opinion_on": "Seulement hors des thèmes de l'annexe 3.",
            "national": "Seulement pour un protocole national de coopération.",
            "declared_on": "Protocole national : date de la déclaration sur Démarches simplifiées.",
            "summary": "Deux ou trois phrases ; le texte complet se joint à la fiche. Jamais un patient.",
            "review_on": "Pupitre le rappelle deux mois avant.",
        }

    field_order = (
        "title", "kind", "theme", "medical_opinion_on", "national", "declared_on", "people",
        "summary", "edition", "approved_on", "revised_on", "review_on", "archived_on",
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        guard_texts(self)
        self.fields["theme"] = choice(self.fields["theme"], load_themes().labels, "Hors liste")
        self.fields["national"] = choice(self.fields["national"], load_nationals().labels, "Aucun")
        known = (
            []
            if self.instance.pk is None
            else list(self.instance.authors.values_list("person_id", flat=True))
        )
        self.initial.setdefault("people", known)
        here = Person.objects.filter(left_on=None) | Person.objects.filter(pk__in=known)
        self.fields["people"].queryset = here  # type: ignore[attr-defined]

    @transaction.atomic
    def store(self, *, by: Actor, action: str = "") -> Protocol:
        protocol = super().store(by=by, action=action)
        set_authors(protocol, self.cleaned_data["people"], by=by)
        return protocol


def choice(field: forms.Field, labels: dict[str, str], none: str) -> forms.ChoiceField:
    """Return the field of a key as a choice among the official list."""
    return forms.ChoiceField(
        label=field.label,
        help_text=field.help_text,
        required=False,
        choices=[("", none), *labels.items()],
    )


class TallyForm(CentreForm[Tally]):
    """The patients of one protocol in one year."""

    class Meta:
        model = Tally
        fields = ("year", "patients", "new_cases", "diagnosed")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        this_year = timezone.localdate().year
        self.fields["year"] = forms.IntegerField(
            label="Année", min_value=2017, max_value=this_year, initial=this_year
        )

    def validate_unique(self) -> None:
        """A year counted again replaces its numbers."""

    def store(self, *, by: Actor, action: str = "") -> Tally:
        return count_patients(self.instance.protocol, **self.cleaned_data, by=by)
