"""Copying template centres: every row anew, with its own numbers, people, audit chain and files."""

import json
import os
import shutil
from collections.abc import Callable, Sequence
from pathlib import Path

from django.conf import settings

from pupitre.aci.rules.dossier import digest_of
from pupitre.core import audit
from pupitre.demo.bulk.names import Identity, mail_number, number_name, texts_of
from pupitre.demo.bulk.template import Template
from pupitre.demo.bulk.writers import Writer, writing
from pupitre.inbox.models import ActLink
from pupitre.inbox.tokens import token_of

BATCH = 20
Values = dict[str, str]


def copy_centres(
    templates: Sequence[Template], ranks: Sequence[int], *, say: Callable[[str], None]
) -> None:
    """Copy for each rank the template whose turn it is; one transaction for each batch."""
    used = list(dict.fromkeys(table.model for one in templates for table in one.tables))
    first = templates[0].identity.rank
    for start in range(0, len(ranks), BATCH):
        batch = [
            (templates[(rank - first) % len(templates)], rank)
            for rank in ranks[start : start + BATCH]
        ]
        with writing(used) as writer:
            heads = [_copy(template, rank, writer) for template, rank in batch]
        for centre_id, last, digest in heads:
            audit.anchor(centre_id, last, digest)
        say(f"{start + len(batch)} MSP copiées sur {len(ranks)}")


def _copy(template: Template, rank: int, writer: Writer) -> tuple[int, int, str]:
    """Write one centre; return its number, and the last of its audit to anchor."""
    values = _numbers(template, writer) | texts_of(Identity.of(rank), template.people)
    values |= {f"mail:{held}": mail_number(rank, held) for held in template.mails}
    centre_id = int(values[number_name("centres.centre", template.centre_id)])
    values |= {f"link:{link.pk}": _token(link, values, centre_id) for link in template.links}
    for key, snapshot in template.dossiers.items():
        values[f"dossier:{key}"] = digest_of(json.loads(snapshot.fill(values)))
    digest = audit.START
    for place, content in enumerate(template.events, start=1):
        digest = audit.digest_of(content.fill(values), digest)
        values[f"digest:{place}"] = digest
    _copy_files(template.centre_id, centre_id)
    for table in template.tables:
        writer.write(table.model, table.columns, table.lines.fill(values))
    return centre_id, len(template.events), digest


def _numbers(template: Template, writer: Writer) -> Values:
    """Return the number of each row of the copy, under the name of the template's."""
    values: Values = {}
    for model, names in template.numbers.items():
        start = writer.reserve(model, len(names)) + 1
        values |= zip(names, map(str, range(start, start + len(names))), strict=True)
    return values


def _token(link: ActLink, values: Values, centre_id: int) -> str:
    """Return the signed token of a copied link."""
    pk = values[number_name("inbox.actlink", link.pk)]
    about = values[number_name(link.object_type, link.object_id)]
    person = values[number_name("people.person", link.person_id)] if link.person_id else None
    copied = ActLink(
        pk=int(pk), centre_id=centre_id, kind=link.kind, object_type=link.object_type, salt=link.salt,
        object_id=int(about), person_id=person and int(person),
    )  # fmt: skip
    return token_of(copied)


def _copy_files(template_id: int, centre_id: int) -> None:
    """Give a centre the files of its template; the disk holds them once."""
    root = Path(settings.MEDIA_ROOT) / "centres"
    if (root / str(template_id)).exists():
        shutil.copytree(
            root / str(template_id),
            root / str(centre_id),
            copy_function=os.link,
            dirs_exist_ok=True,
        )
