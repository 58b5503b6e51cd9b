"""What explains an archive to whoever opens it without Pupitre: a page to read first, and the dictionary of the data."""

import csv
import io
from typing import Any

from django.db import models

from pupitre.centres.models import Centre
from pupitre.core import french
from pupitre.portability.naming import table_file
from pupitre.portability.references import columns, references, travelling
from pupitre.portability.words import column_name, table_name

README = """{name}
{line}

Ce dossier contient tout ce que Pupitre garde de la structure, au {day}.
Il se lit sans Pupitre, avec un tableur et un éditeur de texte.

tableaux/           Un tableau par sorte de donnée, pour un tableur (CSV, point-virgule, UTF-8).
                    La première colonne, « n° », numérote les lignes : « Anne Garnier (n° 12) » renvoie à la ligne
                    12 du tableau des personnes. Les montants sont en euros, les heures sont celles de Paris.
fichiers/           Les documents, sous leur nom, précédé du numéro de leur ligne.
dictionnaire.csv    Ce que veut dire chaque colonne : type, valeurs possibles, tableau auquel elle renvoie.
structure.json      L'identité de la structure.
comptes.json        Les personnes qui ont un compte : nom, adresse e-mail. Ni mot de passe, ni second facteur.
donnees/            Les mêmes données que les tableaux, exactes, pour un programme : une ligne = un objet JSON.
                    Les montants y sont en centimes, les moments en temps universel.
installation/       Les numéros et les sceaux du journal dans l'installation d'origine.
manifest.json       La liste des fichiers, leur taille et leur empreinte SHA-256.

Ce que l'archive ne contient pas : les mots de passe, les seconds facteurs, les sessions, les travaux de fond et
l'index de recherche, que Pupitre refait.

Elle contient des données personnelles : gardez-la en lieu sûr, et détruisez-la quand elle ne sert plus.

Pour la remettre dans Pupitre, de la même version : « pupitre import-centre FICHIER ».

Contenu
{counts}
"""


def readme(centre: Centre, counts: dict[str, int]) -> str:
    """Return the page to read first."""
    from django.utils import timezone

    told = [
        f"{counts[model._meta.label]:>8}  {table_name(model)} : tableaux/{table_file(model)}"
        for model in travelling()
        if counts[model._meta.label]
    ]
    day, line = french.long_day(timezone.localdate()), "=" * len(centre.name)
    return README.format(name=centre.name, line=line, day=day, counts="\n".join(told))


HEADINGS = (
    "tableau", "fichier", "colonne", "nom dans les données", "type", "peut être vide", "valeurs possibles", "renvoie à",
    "explication",
)  # fmt: skip
TYPES: tuple[tuple[Any, str], ...] = (
    (models.BooleanField, "oui ou non"),
    (models.ForeignKey, "numéro d'une autre ligne"),
    (models.IntegerField, "nombre entier"),
    (models.DecimalField, "nombre décimal"),
    (models.DateTimeField, "date et heure"),
    (models.DateField, "date"),
    (models.TimeField, "heure"),
    (models.JSONField, "liste ou fiche (JSON)"),
    (models.FileField, "fichier"),
    (models.BinaryField, "fichier"),
    (models.Field, "texte"),
)


def dictionary() -> str:
    """Return the dictionary of the data, made from the models themselves, as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";")
    writer.writerow(HEADINGS)
    for model in travelling():
        for field in columns(model):
            writer.writerow([table_name(model), table_file(model), *_described(model, field)])
    return out.getvalue()


def _described(model: Any, field: Any) -> list[str]:
    kind = next(word for one, word in TYPES if isinstance(field, one))
    if field.name.endswith("cents"):
        kind = "montant (centimes dans les données, euros dans le tableau)"
    choices = ", ".join(f"{key} = {word}" for key, word in field.flatchoices or ())
    empty = "oui" if field.null or field.blank else "non"
    return [column_name(field), field.name, kind, empty, choices, _target(model, field), str(field.help_text)]  # fmt: skip


def _target(model: Any, field: Any) -> str:
    label = getattr(references(model).get(field.attname), "label", "")
    names = {one._meta.label: table_name(one) for one in travelling()}
    return names.get(label, "compte (comptes.json)" if label else "")
