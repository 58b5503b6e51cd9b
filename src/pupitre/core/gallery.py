"""The gallery of the UI kit at `/ui/`: every component once; accessibility tests read it."""

from datetime import date
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from pupitre.core.access import requires

TODAY = date(2026, 11, 24)


class SampleForm(forms.Form):
    """One field of each kind that a page of Pupitre uses."""

    title = forms.CharField(
        label="Titre", help_text="Ce que les invités liront dans la convocation."
    )
    email = forms.EmailField(label="Adresse électronique")
    day = forms.DateField(label="Jour", initial=TODAY)
    start = forms.TimeField(label="Heure de début", required=False)
    minutes = forms.IntegerField(label="Durée en minutes", initial=90, min_value=5)
    room = forms.ChoiceField(label="Salle", choices=[("c", "Cèdre"), ("t", "Tilleul")])
    kind = forms.ChoiceField(
        label="Sorte de réunion",
        choices=[("e", "Réunion d’équipe"), ("r", "RCP"), ("g", "Groupe de travail")],
        widget=forms.RadioSelect,
        initial="e",
    )
    guests = forms.MultipleChoiceField(
        label="Invités",
        choices=[("m", "Médecins"), ("i", "Infirmières"), ("k", "Kinésithérapeutes")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    notes = forms.CharField(label="Notes", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    agenda = forms.FileField(label="Ordre du jour", required=False)
    notify = forms.BooleanField(label="Prévenir les invités par mail", required=False)


class SampleFilter(forms.Form):
    """The filter bar of a list."""

    q = forms.CharField(
        label="Chercher", required=False, widget=forms.TextInput({"type": "search"})
    )
    state = forms.ChoiceField(
        label="État", required=False, choices=[("", "Tous"), ("late", "En retard")]
    )


def sample_lists() -> dict[str, Any]:
    """Return the made-up lists that the components draw."""
    return {
        "steps": [
            {"label": "Préparer", "url": "#etapes", "done": True},
            {"label": "Animer", "url": "#etapes", "current": True},
            {"label": "Clore", "url": "#etapes"},
            {"label": "Suivi"},
        ],
        "tabs": [
            {"label": "À venir", "url": "#etapes", "current": True, "count": 3},
            {"label": "Tenues", "url": "#etapes", "count": 41},
        ],
        "facts": [
            {"label": "Justifié à ce jour", "value": "78 855 €"},
            {"label": "Avance reçue", "value": "42 315 €", "note": "le 28 avril"},
            {"label": "Justificatifs prêts", "value": "17 sur 21", "url": "#chiffres"},
            {"label": "Possible cette année", "value": "84 788 €"},
        ],
        "crumbs": [{"label": "Réunions", "url": "#travail"}],
        "history": [
            {"when": "24 nov., 14 h 02", "who": "Nadia Ferrand", "text": "a clos la réunion"},
            {"when": "24 nov., 12 h 31", "who": "Paul Nguyen", "text": "a noté une décision",
             "detail": "La photo de plaie est prise par l’infirmière."},
        ],
        "files": [
            {"name": "Compte rendu du 24 novembre.pdf", "url": "#fichiers", "octets": 48_213},
            {"name": "Attestation de stage.pdf", "url": "#fichiers", "octets": 1_240_000,
             "status": "À relire", "colour": "warning"},
        ],
        "found": [
            {"title": "Réunions", "more": 12, "items": [
                {"label": "Réunion d’équipe du 24 novembre", "url": "#recherche", "detail": "18 présents"},
            ]},
        ],
        "job": {"label": "Préparation du dossier de preuves", "done": 17, "total": 21, "running": False,
                "text": "17 pièces sur 21", "result_url": "#travail"},
    }  # fmt: skip


def sample_rows() -> list[tuple[str, str, str, str, int, int]]:
    """Return rows of a table: indicator, done, state, colour, points, cents."""
    return [
        ("Fonction de coordination", "Contrat de N. Ferrand", "Prérequis atteint", "success", 3125, 21_875_00),
        ("Concertation", "9 RCP, 43 dossiers", "92 %", "warning", 1152, 8_067_50),
        ("Formation", "2 stagiaires, 1 attestation", "À justifier", "danger", 450, 3_150_00),
        ("Implication des usagers", "Enquête d’octobre", "Niveau 1", "info", 200, 1_400_00),
        ("Démarche qualité", "Aucun référent désigné", "Non engagé", "neutral", 0, 0),
    ]  # fmt: skip


@requires("public:gallery")
def gallery(request: HttpRequest) -> HttpResponse:
    """Show each component, with a form as it comes and a form sent back with errors."""
    context = {
        "today": TODAY,
        "late": date(2026, 11, 21),
        "rows": sample_rows(),
        "page": Paginator(range(134), 20).page(3),
        "form": SampleForm(auto_id="essai_%s"),
        "wrong": SampleForm({"email": "nadia", "day": "hier"}, auto_id="erreur_%s"),
        "filter": SampleFilter(request.GET),
    }
    return render(request, "core/gallery.html", context | sample_lists())
