"""The entry form: a head, and lines whose account is found by number or by words."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from pupitre.books.errors import BooksError
from pupitre.books.models import AnalyticProject, Entry, EntryLine, Heading, Journal, LegalEntity
from pupitre.books.queries.accounts import account_numbered
from pupitre.books.services import LineDraft
from pupitre.core.forms import DateInput, EurosField
from pupitre.people.guarded import no_patient

LINES, MORE, MOST = 4, 4, 200


class HeadForm(forms.Form):
    """Journal, date, label and voucher of an entry."""

    journal = forms.ChoiceField(label="Journal")
    on = forms.DateField(label="Date", widget=DateInput())
    label = forms.CharField(label="Libellé", max_length=200, validators=[no_patient])
    piece = forms.CharField(label="Pièce (facture, relevé…)", max_length=60)
    piece_date = forms.DateField(label="Datée du", widget=DateInput(), required=False)
    settled_by = forms.CharField(label="Mode de règlement", max_length=30, required=False)

    def __init__(self, *args: Any, entity: LegalEntity, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        journals = Journal.objects.filter(entity=entity)
        self.fields["journal"].choices = [(one.code, str(one)) for one in journals]  # type: ignore[attr-defined]
        if entity.basis != LegalEntity.Basis.CASH:
            del self.fields["settled_by"]


class LineForm(forms.Form):
    """One line: what is left empty is not a line."""

    account = forms.CharField(label="Compte", max_length=150, required=False)
    third = forms.CharField(label="Tiers", max_length=120, required=False, validators=[no_patient])
    text = forms.CharField(label="Libellé", max_length=200, required=False, validators=[no_patient])
    debit = EurosField(label="Débit", required=False)
    credit = EurosField(label="Crédit", required=False)
    heading = forms.ChoiceField(label="Poste", required=False)
    project = forms.ChoiceField(label="Projet", required=False)

    entity: LegalEntity

    def __init__(self, *args: Any, choices: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.entity = choices["entity"]
        for name in ("heading", "project"):
            self.fields[name].choices = choices[name]  # type: ignore[attr-defined]
        self.fields["account"].widget.attrs |= {"list": "comptes", "autocomplete": "off"}
        self.fields["third"].widget.attrs["list"] = "tiers"

    @property
    def empty(self) -> bool:
        given = self.cleaned_data
        return not (given.get("account") or given.get("debit") or given.get("credit"))

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if (given.get("debit") or given.get("credit")) and not given.get("account"):
            self.add_error("account", "Choisissez le compte de cette ligne.")
        elif given.get("account"):
            try:
                given["found"] = account_numbered(self.entity, given["account"].split(" ")[0])
            except BooksError as refusal:
                self.add_error("account", str(refusal))
        return given

    def draft(self) -> LineDraft:
        """Return the line to write; a third party's code is the one it already has."""
        given = self.cleaned_data
        return LineDraft(
            given["found"],
            debit=given.get("debit") or 0,
            credit=given.get("credit") or 0,
            label=given["text"],
            auxiliary=auxiliary_of(self.entity, given["third"]) if given["third"] else None,
            heading=Heading.objects.filter(pk=given["heading"] or 0).first(),
            project=AnalyticProject.objects.filter(pk=given["project"] or 0).first(),
        )


def auxiliary_of(entity: LegalEntity, name: str) -> tuple[str, str]:
    """Return (code, name) of a third party: the code it has in these books, else a free one made of its name."""
    lines = EntryLine.objects.filter(entry__entity=entity).exclude(auxiliary_code="")
    known = lines.filter(auxiliary_label__iexact=name.strip())
    code = known.values_list("auxiliary_code", flat=True).first()
    if code:
        return code, name.strip()
    letters = "".join(letter for letter in name.upper() if letter.isascii() and letter.isalnum())
    base = letters[:12] or "TIERS"
    taken = set(
        lines.filter(auxiliary_code__startswith=base).values_list("auxiliary_code", flat=True)
    )
    free = (base, *(f"{base}{place}" for place in range(2, len(taken) + 2)))
    return next(one for one in free if one not in taken), name.strip()


class EntryForm:
    """Head and lines together, from what was sent or from an entry."""

    def __init__(
        self, entity: LegalEntity, *, data: Any = None, entry: Entry | None = None, today: date
    ) -> None:
        self.entity = entity
        self.head = HeadForm(data, entity=entity, initial=head_of(entry, today))
        choices = {
            "entity": entity,
            "heading": [("", "Celui du compte"), *_pairs(Heading.objects.filter(active=True))],
            "project": [("", "Aucun"), *_pairs(AnalyticProject.objects.filter(active=True))],
        }
        held = lines_of(entry)
        count = _asked_count(data) if data is not None else max(LINES, len(held) + 1)
        self.lines = [
            LineForm(
                data,
                prefix=f"l{place}",
                initial=held[place] if place < len(held) else {},
                choices=choices,
                empty_permitted=True,
                use_required_attribute=False,
            )
            for place in range(count)
        ]

    def is_valid(self) -> bool:
        results = [form.is_valid() for form in (self.head, *self.lines)]
        return all(results)

    def drafts(self) -> list[LineDraft]:
        return [line.draft() for line in self.lines if not line.empty]

    @property
    def sums(self) -> tuple[int, int]:
        """Debit and credit of what was typed so far, lines that cannot be read left out."""
        typed = [
            line.cleaned_data if line.is_bound and line.errors is not None else line.initial
            for line in self.lines
        ]
        return (
            sum(one.get("debit") or 0 for one in typed),
            sum(one.get("credit") or 0 for one in typed),
        )


def _asked_count(data: Any) -> int:
    """Return how many lines were sent, and the ones asked for."""
    sent = sum(1 for name in data if name.startswith("l") and name.endswith("-account"))
    more = MORE if data.get("do") == "more" else 0
    return min(max(sent, LINES) + more, MOST)


def _pairs(rows: Iterable[Any]) -> list[tuple[str, str]]:
    return [(str(row.pk), str(row)) for row in rows]


def head_of(entry: Entry | None, today: date) -> dict[str, Any]:
    """Return the head to start from: the entry's, else today in miscellaneous operations."""
    if entry is None:
        return {"on": today, "journal": "OD"}
    return {
        "journal": entry.journal.code,
        "on": entry.date,
        "label": entry.label,
        "piece": entry.piece,
        "piece_date": entry.piece_date,
        "settled_by": entry.settled_by,
    }


def lines_of(entry: Entry | None) -> Sequence[dict[str, Any]]:
    """Return the lines to start from."""
    if entry is None:
        return []
    return [
        {
            "account": str(line.account),
            "third": line.auxiliary_label,
            "text": line.label if line.label != entry.label else "",
            "debit": line.debit_cents or None,
            "credit": line.credit_cents or None,
            "heading": str(line.heading_id or ""),
            "project": str(line.project_id or ""),
        }
        for line in entry.lines.select_related("account")
    ]


class ReverseForm(forms.Form):
    """When and why an entry is reversed."""

    on = forms.DateField(label="Date de la contre-passation", widget=DateInput())
    why = forms.CharField(label="Pourquoi", max_length=120, validators=[no_patient])


class QuestionForm(forms.Form):
    """A question about an entry, or its answer."""

    text = forms.CharField(
        label="Question",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        validators=[no_patient],
    )
