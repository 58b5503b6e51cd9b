"""What leaves comes back the same: every field of every model, every file, the journal."""

import csv
import io
import zipfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage

from pupitre.accounts.models import User
from pupitre.books.models import LegalEntity
from pupitre.centres.models import Centre, Membership
from pupitre.core import audit
from pupitre.core.actor import MACHINE
from pupitre.core.backup.archive import ArchiveError
from pupitre.core.models import SearchEntry
from pupitre.core.tenancy import centre_scope
from pupitre.payments.models import Payee
from pupitre.people.models import Person
from pupitre.portability.importing import import_centre
from pupitre.portability.naming import blobs
from pupitre.portability.origins import verify_archive
from pupitre.portability.references import columns, travelling
from pupitre.portability.services import export_noted
from pupitre.rents.models import Lease
from tests.portability.archives import ACTS, assert_same, members_of, sealed
from tests.portability.filling import rows_of


@pytest.mark.django_db
def test_every_field_of_every_model_is_filled_and_comes_back(
    filled: Centre, exported: Path, tmp_path: Path
) -> None:
    with centre_scope(filled):
        for model in travelling():
            rows = rows_of(model)
            assert rows, model
            for field in columns(model):
                told = [row[field.attname] for row in rows]
                assert any(value is not None for value in told), (model, field)
    made = import_centre(exported, by=MACHINE)
    assert made.centre.slug != filled.slug
    assert not made.kept  # this base gave these numbers to the first one already
    again = export_noted(made.centre, tmp_path / "again.zip", by=MACHINE).file
    assert_same(exported, again, more_acts=1)
    with centre_scope(made.centre):
        assert list(audit.verify()) == []
        assert SearchEntry.objects.count()


@pytest.mark.django_db
def test_an_import_leaves_the_other_centre_as_it_was(filled: Centre, exported: Path) -> None:
    with centre_scope(filled):
        before = {model: rows_of(model) for model in travelling()}
    made = import_centre(exported, by=MACHINE)
    with centre_scope(filled):
        assert {model: rows_of(model) for model in travelling()} == before
        mine = {model: {row["id"] for row in rows} for model, rows in before.items()}
    with centre_scope(made.centre):
        for model in travelling():
            keys = {row["id"] for row in rows_of(model)}
            assert not keys & mine[model], model
            assert min(keys) > max(mine[model]), model


@pytest.mark.django_db
def test_files_come_back_under_new_names(filled: Centre, exported: Path) -> None:
    made = import_centre(exported, by=MACHINE)
    for model in travelling():
        for field in blobs(model):
            if field.get_internal_type() != "FileField":
                continue
            held = []
            for centre in (filled, made.centre):
                with centre_scope(centre):
                    names = model.objects.order_by("pk").values_list(field.name, flat=True)
                    held.append([(name, default_storage.open(name).read()) for name in names])
            assert [octets for _, octets in held[0]] == [octets for _, octets in held[1]]
            assert not {name for name, _ in held[0]} & {name for name, _ in held[1]}


@pytest.mark.django_db
def test_a_file_lost_from_the_disk_is_told_and_stays_lost(filled: Centre, tmp_path: Path) -> None:
    from pupitre.documents.models import Document

    with centre_scope(filled):
        lost = Document.objects.order_by("pk").first()
        assert lost is not None
        default_storage.delete(lost.file.name)
    first = export_noted(filled, tmp_path / "first.zip", by=MACHINE)
    assert len(first.missing) == 1
    made = import_centre(first.file, by=MACHINE)
    again = export_noted(made.centre, tmp_path / "again.zip", by=MACHINE)
    assert again.missing == first.missing
    assert_same(first.file, again.file, more_acts=1)


@pytest.mark.django_db
def test_accounts_are_found_by_address_or_made_without_a_password(
    filled: Centre, exported: Path, alice: User, bob: User
) -> None:
    secret = alice.password
    bob.email = "parti@ailleurs.example"
    bob.save()
    made = import_centre(exported, by=MACHINE)
    assert made.new_accounts == 1
    alice.refresh_from_db()
    assert alice.password == secret
    new = User.objects.get(email="bob@a.example")
    assert not new.has_usable_password()
    with centre_scope(made.centre):
        holders = set(Membership.objects.values_list("user_id", flat=True))
    assert holders == {alice.pk, new.pk}


@pytest.mark.django_db
def test_no_secret_leaves(exported: Path, alice: User, settings: Any) -> None:
    with zipfile.ZipFile(exported) as source:
        held = b"\n".join(source.read(name) for name in source.namelist() if "fichiers/" not in name)  # fmt: skip
    assert alice.password.encode() not in held
    assert settings.SECRET_KEY.encode() not in held
    assert settings.AUDIT_KEY not in held


@pytest.mark.django_db
def test_tables_open_in_a_french_spreadsheet(exported: Path) -> None:
    with zipfile.ZipFile(exported) as source:
        dictionary = source.read("dictionnaire.csv").decode("utf-8-sig")
        described = list(csv.DictReader(io.StringIO(dictionary), delimiter=";"))
        assert len(described) == sum(len(columns(model)) for model in travelling())
        for name in source.namelist():
            if not name.startswith("tableaux/"):
                continue
            text = source.read(name)
            assert text.startswith(b"\xef\xbb\xbf")
            rows = list(csv.reader(io.StringIO(text.decode("utf-8-sig")), delimiter=";"))
            assert rows[0][0] == "n°"
            assert {len(row) for row in rows} == {len(rows[0])}
            cells = [cell for row in rows[1:] for cell in row]
            assert not [cell for cell in cells if cell.startswith(("=", "+", "@", "\t"))]


def test_every_column_has_a_french_name() -> None:
    from pupitre.portability.words import COLUMNS

    for model in travelling():
        for field in columns(model):
            plain = field.verbose_name == field.name.replace("_", " ")
            assert not plain or field.name in COLUMNS, (model, field)


@pytest.mark.django_db
def test_an_address_already_taken_is_refused_when_asked_for(exported: Path, filled: Centre) -> None:
    with pytest.raises(ArchiveError, match="a déjà l'adresse"):
        import_centre(exported, by=MACHINE, slug=filled.slug)
    made = import_centre(exported, by=MACHINE, slug="autre-adresse")
    assert made.centre.slug == "autre-adresse"


@pytest.mark.django_db
def test_the_chain_of_an_archive_is_verified_where_it_was_sealed(
    exported: Path, tmp_path: Path, settings: Any
) -> None:
    assert list(verify_archive(exported)) == []
    members = members_of(exported)
    lines = members[ACTS].replace(b'"who": "', b'"who": "x', 1)
    forged = tmp_path / "forged.zip"
    forged.write_bytes(sealed(members | {ACTS: lines}))
    assert [one.number for one in verify_archive(forged)] == [1]
    settings.AUDIT_KEY = b"another installation's key"
    assert len(list(verify_archive(exported))) == len(lines.splitlines())


def codes() -> list[tuple[str, str]]:
    """Return the codes by which the books name payees, entities and tenants."""
    holders = [*Payee.objects.order_by("pk"), *LegalEntity.objects.order_by("pk"), *Lease.objects.order_by("pk")]  # fmt: skip
    return [one.auxiliary for one in holders]


@pytest.mark.django_db
def test_the_books_name_the_same_people_beside_another_centre(
    filled: Centre, exported: Path
) -> None:
    with centre_scope(filled):
        Payee.objects.update(former_key=None)  # as where no import ever was
        LegalEntity.objects.update(former_key=None)
        Person.objects.update(former_key=None)
        before = codes()
    made = import_centre(export_noted(filled, exported.parent / "b.zip", by=MACHINE).file, by=MACHINE)  # fmt: skip
    assert not made.kept
    with centre_scope(made.centre):
        assert codes() == before
        new = Payee(kind=Payee.Kind.COMPANY, company_name="Nouvelle")
        new.save()
        assert new.auxiliary[0] not in {code for code, _ in before}
