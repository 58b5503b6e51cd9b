"""The screens of the books: first start, typing, correcting, reports, FEC, the accountant."""

import hashlib
import io
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from pupitre.books.models import (
    Account,
    Entry,
    EntryLine,
    ExportPack,
    Heading,
    LegalEntity,
)
from pupitre.books.queries import account_for
from pupitre.books.rules.fec_control import control
from pupitre.books.services import LineDraft, ask, open_books, post
from pupitre.centres.models import Centre
from pupitre.centres.roles import Role
from pupitre.core.actor import Actor
from pupitre.core.jobs.worker import run_due
from pupitre.core.tenancy import centre_scope
from pupitre.documents.services import store_document

pytestmark = pytest.mark.django_db
BASE = "/c/msp-des-tilleuls/comptabilite/"
SAMPLE = Path(__file__).parent / "data" / "999000011FEC20251231.txt"
OPENING = {
    "kind": "SISA", "name": "SISA des Tilleuls", "siren": "732 829 320", "starts_on": "2026-01-01", "ends_on": "",
    "basis": "accrual",
}  # fmt: skip


def typed(**changes: Any) -> dict[str, Any]:
    """Return the entry form of a rent of 2,450 €, as a person fills it."""
    return {
        "journal": "AC", "on": "2026-03-02", "label": "Loyer de mars", "piece": "FA-118", "piece_date": "",
        "l0-account": "613200 Loyers des locaux", "l0-debit": "2 100,00",
        "l1-account": "614", "l1-debit": "350",
        "l2-account": "401000", "l2-third": "Commune", "l2-credit": "2450,00",
        "l3-account": "", "do": "draft", **changes,
    }  # fmt: skip


@pytest.fixture
def entry(sisa: LegalEntity, actor: Actor) -> Entry:
    """A validated rent."""
    lines = [LineDraft("613200", 245000), LineDraft("401", 0, 245000, "", ("F1", "Commune"))]
    return post(
        entity=sisa, journal="AC", on=date(2026, 3, 2), label="Loyer de mars", lines=lines, piece="FA-118",
        key=None, by=actor, validate=True,
    )  # fmt: skip


@pytest.fixture
def as_accountant(logged_in: Any, member_of: Any, centre_a: Centre) -> Client:
    client: Client = logged_in(member_of(centre_a, Role.ACCOUNTANT))
    return client


def page(client: Client, path: str, **given: Any) -> str:
    response = client.get(BASE + path, given)
    assert response.status_code == 200, response
    return response.content.decode()


def test_an_empty_centre_opens_its_books_in_one_act(as_alice: Client, centre_a: Centre) -> None:
    assert "Ouvrir la comptabilité" in page(as_alice, "")
    assert "SISA MSP des Tilleuls" in page(as_alice, "ouvrir/")
    response = as_alice.post(BASE + "ouvrir/", OPENING)
    assert response.status_code == 302
    text = as_alice.get(response["Location"]).content.decode()
    assert "Aucune écriture dans cet exercice" in text
    assert "Aucun texte ne dit si l&#x27;ACI" in text
    with centre_scope(centre_a):
        entity = LegalEntity.objects.get()
        assert (entity.siren, entity.main, entity.accounts.count() > 80) == (
            "732829320",
            True,
            True,
        )


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"siren": "123456789"}, "SIREN"),
        ({"ends_on": "2025-12-31"}, "vient après son début"),
        ({"ends_on": "2028-12-31"}, "24 mois"),
        ({"kind": "GIE"}, "GIE"),
        ({"name": ""}, "obligatoire"),
    ],
)
def test_a_faulty_opening_is_refused_beside_its_field(
    as_alice: Client, centre_a: Centre, changes: dict[str, str], words: str
) -> None:
    response = as_alice.post(BASE + "ouvrir/", {**OPENING, **changes})
    assert response.status_code == 422
    assert words in response.content.decode()
    with centre_scope(centre_a):
        assert not LegalEntity.objects.exists()


def test_an_entry_is_typed_by_number_or_by_words(as_alice: Client, sisa: LegalEntity) -> None:
    text = page(as_alice, f"structures/{sisa.pk}/saisir/")
    assert '<option value="613200 Loyers des locaux">' in text
    response = as_alice.post(f"{BASE}structures/{sisa.pk}/saisir/", typed())
    assert response.status_code == 302
    written = Entry.objects.get()
    assert [
        (line.account.number, line.cents, line.auxiliary_label) for line in written.lines.all()
    ] == [
        ("613200", 210000, ""),
        ("614000", 35000, ""),
        ("401000", -245000, "Commune"),
    ]
    assert "brouillon" in as_alice.get(response["Location"]).content.decode()


def test_an_entry_is_typed_and_validated_in_one_act_and_the_next_one_follows(
    as_alice: Client, sisa: LegalEntity
) -> None:
    response = as_alice.post(
        f"{BASE}structures/{sisa.pk}/saisir/", typed(do="validate", then="next")
    )
    assert response["Location"].endswith("/saisir/")
    assert Entry.objects.get().numbered == "AC0001"
    text = as_alice.get(response["Location"]).content.decode()
    assert "AC0001 est validée" in text
    assert '<option value="Commune">' in text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"l2-credit": "2449,99"}, "écart de 0,01"),
        ({"l1-account": "999"}, "n’existe pas"),
        ({"l1-account": ""}, "Choisissez le compte"),
        ({"l1-debit": "abc"}, "n’est pas un montant"),
        ({"on": "2031-01-01"}, "Aucun exercice"),
        ({"piece": ""}, "obligatoire"),
        ({"l1-credit": "350"}, "pas les deux"),
    ],
)
def test_a_faulty_entry_is_refused_with_what_was_typed(
    as_alice: Client, sisa: LegalEntity, changes: dict[str, str], words: str
) -> None:
    response = as_alice.post(f"{BASE}structures/{sisa.pk}/saisir/", typed(**changes))
    text = response.content.decode()
    assert response.status_code == 422
    assert words in text.replace("\xa0", " ")
    assert 'value="Loyer de mars"' in text
    assert not Entry.objects.exists()


def test_more_lines_are_asked_for_without_losing_what_was_typed(
    as_alice: Client, sisa: LegalEntity
) -> None:
    text = as_alice.post(f"{BASE}structures/{sisa.pk}/saisir/", typed(do="more")).content.decode()
    assert 'name="l7-account"' in text
    assert 'value="613200 Loyers des locaux"' in text


def test_the_balance_is_told_while_typing(as_alice: Client, sisa: LegalEntity) -> None:
    url = f"{BASE}structures/{sisa.pk}/equilibre/"
    assert "équilibrée" in as_alice.post(url, typed()).content.decode()
    open_gap = as_alice.post(url, typed(**{"l2-credit": "12"})).content.decode()
    assert "écart" in open_gap
    assert "2\u202f438,00" in open_gap


def test_a_draft_is_changed_validated_or_removed(as_alice: Client, sisa: LegalEntity) -> None:
    as_alice.post(f"{BASE}structures/{sisa.pk}/saisir/", typed())
    draft = Entry.objects.get()
    assert "2\u202f100,00" in page(as_alice, f"ecritures/{draft.pk}/modifier/")
    changed = typed(label="Loyer d’avril", **{"l0-debit": "2200", "l2-credit": "2550"})
    as_alice.post(f"{BASE}ecritures/{draft.pk}/modifier/", changed)
    assert EntryLine.objects.get(entry=draft, position=1).debit_cents == 220000
    assert "Loyer d’avril" in page(as_alice, f"ecritures/{draft.pk}/")
    as_alice.post(f"{BASE}structures/{sisa.pk}/saisir/", typed())
    other = Entry.objects.exclude(pk=draft.pk).get()
    as_alice.post(f"{BASE}ecritures/{other.pk}/supprimer/")
    as_alice.post(f"{BASE}ecritures/{draft.pk}/valider/")
    assert Entry.objects.get().numbered == "AC0001"


def test_a_validated_entry_is_neither_changed_nor_removed_but_reversed(
    as_alice: Client, entry: Entry
) -> None:
    changed = as_alice.post(f"{BASE}ecritures/{entry.pk}/modifier/", typed())
    assert changed.status_code == 422
    assert "contre-passez-la" in changed.content.decode()
    as_alice.post(f"{BASE}ecritures/{entry.pk}/supprimer/")
    assert Entry.objects.filter(pk=entry.pk).exists()
    bad = as_alice.post(
        f"{BASE}ecritures/{entry.pk}/contrepasser/", {"on": "2026-04-01", "why": ""}
    )
    assert bad.status_code == 422
    good = as_alice.post(
        f"{BASE}ecritures/{entry.pk}/contrepasser/", {"on": "2026-04-01", "why": "double"}
    )
    assert "Contre-passation de AC0001 : double" in as_alice.get(good["Location"]).content.decode()
    assert "Contre-passée par" in page(as_alice, f"ecritures/{entry.pk}/")


def test_an_entry_is_copied_from_another(as_alice: Client, entry: Entry) -> None:
    text = page(as_alice, f"structures/{entry.entity_id}/saisir/", modele=entry.pk)
    assert 'value="Loyer de mars"' in text
    assert "2\u202f450,00" in text


def test_the_heading_of_a_validated_line_may_change(as_alice: Client, entry: Entry) -> None:
    line, heading = entry.lines.get(position=1), Heading.objects.get(code="D-SI")
    as_alice.post(f"{BASE}lignes/{line.pk}/poste/", {"heading": heading.pk, "project": ""})
    assert EntryLine.objects.get(pk=line.pk).heading == heading


def test_entries_are_listed_searched_exported_and_validated_together(
    as_alice: Client, entry: Entry
) -> None:
    one = f"structures/{entry.entity_id}/ecritures/"
    as_alice.post(f"{BASE}structures/{entry.entity_id}/saisir/", typed(label="Ménage", piece="M1"))
    assert "AC0001" in page(as_alice, one, q="commune loyer", etat="validee", journal="AC")
    assert "Rien ne correspond" in page(as_alice, one, q="introuvable")
    exported = as_alice.get(BASE + one, {"format": "csv"}).content.decode()
    assert "02/03/2026;AC0001;AC;Loyer de mars;FA-118;2450,00;validée" in exported
    as_alice.post(f"{BASE}structures/{entry.entity_id}/valider/")
    assert not Entry.objects.filter(number=None).exists()


def test_the_list_of_entries_asks_as_many_questions_for_one_and_for_thirty(
    as_alice: Client, entry: Entry, actor: Actor, django_assert_num_queries: Any
) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    url = f"{BASE}structures/{entry.entity_id}/ecritures/"
    as_alice.get(url)
    with CaptureQueriesContext(
        connection,
    ) as few:
        as_alice.get(url)
    for place in range(29):
        lines = [LineDraft("613200", place + 1), LineDraft("401", 0, place + 1)]
        post(entity=entry.entity, journal="AC", on=date(2026, 3, 2), label="x", lines=lines, piece="x", key=None, by=actor, validate=True)  # fmt: skip
    with django_assert_num_queries(len(few)):
        as_alice.get(url)


def test_lines_are_lettered_and_unlettered_in_the_ledger(
    as_alice: Client, entry: Entry, actor: Actor
) -> None:
    lines = [LineDraft("401", 245000, 0, "", ("F1", "Commune")), LineDraft("512", 0, 245000)]
    post(entity=entry.entity, journal="BQ", on=date(2026, 3, 9), label="Virement", lines=lines, piece="R3", key=None, by=actor)  # fmt: skip
    url = f"{BASE}structures/{entry.entity_id}/"
    text = page(as_alice, f"structures/{entry.entity_id}/grand-livre/", compte="401000")
    assert "Lettrer les lignes cochées" in text
    keys = list(EntryLine.objects.filter(account__number="401000").values_list("pk", flat=True))
    alone = as_alice.post(f"{url}lettrer/", {"ligne": keys[:1], "compte": "401000"}, follow=True)
    assert "au moins deux lignes" in alone.content.decode()
    as_alice.post(f"{url}lettrer/", {"ligne": keys, "compte": "401000"})
    assert set(EntryLine.objects.filter(pk__in=keys).values_list("lettering", flat=True)) == {"A"}
    as_alice.post(f"{BASE}lignes/{keys[0]}/delettrer/")
    assert not EntryLine.objects.exclude(lettering="").exists()
    assert "2\u202f450,00" in page(
        as_alice, f"structures/{entry.entity_id}/grand-livre/", imprimer="1"
    )


def test_balance_and_statements_are_shown_printed_and_exported(
    as_alice: Client, entry: Entry
) -> None:
    one = f"structures/{entry.entity_id}/"
    assert "Fournisseurs – Commune" in page(as_alice, one + "balance/", tiers="1")
    assert "Imprimé le" in page(as_alice, one + "balance/", imprimer="1")
    assert as_alice.get(f"{BASE}{one}balance/", {"format": "xlsx"}).content.startswith(b"PK")
    assert "-2\u202f450,00" in page(as_alice, one + "bilan/")
    pdf = as_alice.get(f"{BASE}{one}bilan/", {"format": "pdf"})
    assert pdf.content.startswith(b"%PDF")
    assert (
        "Passif;Fournisseurs;2450,00"
        in as_alice.get(f"{BASE}{one}bilan/", {"format": "csv"}).content.decode()
    )


def test_settings_choose_the_account_of_a_purpose_from_a_day(
    as_alice: Client, sisa: LegalEntity
) -> None:
    sales = Account.objects.get(entity=sisa, number="706000")
    url = f"{BASE}structures/{sisa.pk}/usages/aci_income/"
    assert "Aucun texte ne dit" in as_alice.get(url).content.decode()
    assert as_alice.post(url, {"account": "", "since": "2026-07-01"}).status_code == 422
    as_alice.post(url, {"account": sales.pk, "since": "2026-07-01", "confirmed_on": "2026-06-15"})
    assert account_for(sisa, "aci_income", on=date(2026, 6, 30)).number == "741100"
    assert account_for(sisa, "aci_income", on=date(2026, 7, 1)).number == "706000"
    assert "15/06/2026" in page(as_alice, f"structures/{sisa.pk}/reglages/")
    assert as_alice.get(f"{BASE}structures/{sisa.pk}/usages/inconnu/").status_code == 404


def test_a_year_is_opened_and_closed_on_screen(as_alice: Client, entry: Entry) -> None:
    year, one = entry.year, f"{BASE}structures/{entry.entity_id}/"
    bad = as_alice.post(f"{one}exercices/ouvrir/", {"starts_on": "2026-06-01"})
    assert (bad.status_code, "recouvrent" in bad.content.decode()) == (422, True)
    as_alice.post(f"{one}exercices/ouvrir/", {"starts_on": "2027-01-01"})
    as_alice.post(f"{one}saisir/", typed())
    url = f"{BASE}exercices/{year.pk}/cloturer/"
    assert "la clôture les attend" in as_alice.get(url).content.decode()
    assert as_alice.post(url).status_code == 422
    as_alice.post(f"{one}valider/?exercice={year.pk}")
    assert as_alice.post(url, follow=True).status_code == 200
    assert "clôturé" in page(as_alice, f"structures/{entry.entity_id}/reglages/")
    assert Entry.objects.get(journal__code="AN").year.ends_on == date(2027, 12, 31)


def test_a_transfer_between_two_entities_is_one_act(
    as_alice: Client, sisa: LegalEntity, actor: Actor
) -> None:
    scm = open_books(name="SCM du Pont", kind="SCM", starts_on=date(2026, 1, 1), by=actor)
    given: dict[str, Any] = {"sender": sisa.pk, "receiver": sisa.pk, "amount": "1 200,00", "on": "2026-03-01", "label": "Avance", "piece": "V1"}  # fmt: skip
    same = as_alice.post(f"{BASE}virement/", given)
    assert (same.status_code, "deux structures différentes" in same.content.decode()) == (422, True)
    done = as_alice.post(f"{BASE}virement/", {**given, "receiver": scm.pk}, follow=True)
    assert "Dans l’autre structure" in done.content.decode()
    assert Entry.objects.filter(number__isnull=False).count() == 2


def test_a_received_fec_is_controlled_and_nothing_is_written(
    as_alice: Client, centre_a: Centre
) -> None:
    good = SimpleUploadedFile(SAMPLE.name, SAMPLE.read_bytes())
    passed = as_alice.post(f"{BASE}controler-un-fec/", {"file": good})
    assert (passed.status_code, "passe les contrôles" in passed.content.decode()) == (200, True)
    bad = SimpleUploadedFile(SAMPLE.name, SAMPLE.read_bytes().replace(b"41300,00", b"41300.00", 1))
    refused = as_alice.post(f"{BASE}controler-un-fec/", {"file": bad})
    assert refused.status_code == 422
    assert '<td class="num">5</td>' in refused.content.decode()
    assert as_alice.post(f"{BASE}controler-un-fec/").status_code == 422
    with centre_scope(centre_a):
        assert not Entry.objects.exists()


def test_without_a_siren_the_fec_waits(as_alice: Client, sisa: LegalEntity) -> None:
    as_alice.post(f"{BASE}structures/{sisa.pk}/identite/", {"name": "SISA", "siren": "", "basis": "accrual", "version": sisa.version})  # fmt: skip
    assert "commence par le SIREN" in page(as_alice, f"structures/{sisa.pk}/fec/")
    sent = as_alice.post(f"{BASE}structures/{sisa.pk}/dossier/", follow=True)
    assert "commence par le SIREN" in sent.content.decode()


@pytest.mark.parametrize(
    "path", ["", "saisir/", "ecritures/", "grand-livre/", "balance/", "bilan/", "fec/", "reglages/"]
)
def test_professionals_and_secretaries_see_nothing_of_money(
    as_bob: Client, logged_in: Any, member_of: Any, centre_a: Centre, sisa: LegalEntity, path: str
) -> None:
    url = f"{BASE}structures/{sisa.pk}/{path}"
    assert as_bob.get(url).status_code == 403
    assert logged_in(member_of(centre_a, Role.SECRETARY)).get(url).status_code == 403


def test_another_centres_books_do_not_exist(as_charlie: Client, entry: Entry) -> None:
    own = "/c/msp-du-port/comptabilite/"
    for path in (
        f"structures/{entry.entity_id}/",
        f"ecritures/{entry.pk}/",
        f"structures/{entry.entity_id}/fec/",
    ):
        assert as_charlie.get(own + path).status_code == 404
        assert as_charlie.get(BASE + path).status_code == 404


def test_the_accountant_reads_and_asks_but_writes_nothing(
    as_accountant: Client, entry: Entry
) -> None:
    one = f"structures/{entry.entity_id}/"
    for path in ("", "ecritures/", "grand-livre/", "balance/", "bilan/", "fec/", "reglages/"):
        page(as_accountant, one + path)
    page(as_accountant, f"ecritures/{entry.pk}/")
    for path in ("saisir/", "valider/", "identite/"):
        assert as_accountant.post(f"{BASE}{one}{path}", typed()).status_code == 403
    for path in ("contrepasser/", "supprimer/", "modifier/", "valider/"):
        assert as_accountant.post(f"{BASE}ecritures/{entry.pk}/{path}").status_code == 403
    assert as_accountant.get("/c/msp-des-tilleuls/annuaire/").status_code == 403


def test_a_question_waits_on_the_coordinators_home_page(
    as_alice: Client, entry: Entry, actor: Actor
) -> None:
    ask(entry, text="Où est la facture ?", by=actor)
    assert (
        "Répondre à 1\xa0question sur les comptes"
        in as_alice.get("/c/msp-des-tilleuls/").content.decode()
    )


@pytest.mark.django_db
@pytest.mark.activity("E057")
def test_the_accountant_gets_a_pack_asks_and_is_answered(
    as_alice: Client, as_accountant: Client, entry: Entry, actor: Actor
) -> None:
    store_document(
        content=b"%PDF-1.4 facture", name="facture 118.pdf", title="Facture", by=actor, about=entry,
        permission="money.view",
    )  # fmt: skip
    asked = as_accountant.post(f"{BASE}ecritures/{entry.pk}/question/", {"text": "Quel local ?"})
    assert "Quel local ?" in as_alice.get(asked["Location"]).content.decode()
    question = entry.questions.get()
    assert (
        as_alice.post(f"{BASE}questions/{question.pk}/repondre/", {"text": " "}).status_code == 422
    )
    as_alice.post(f"{BASE}questions/{question.pk}/repondre/", {"text": "Le rez-de-chaussée."})
    assert "Le rez-de-chaussée." in page(as_accountant, f"ecritures/{entry.pk}/")
    job = as_accountant.post(f"{BASE}structures/{entry.entity_id}/dossier/")
    assert run_due() == 1
    assert as_accountant.get(job["Location"]).status_code in {200, 302}
    pack = ExportPack.objects.get()
    response = as_accountant.get(f"{BASE}dossiers/{pack.pk}/")
    content = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert hashlib.sha256(content).hexdigest() == pack.sha256
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = set(archive.namelist())
        sums = archive.read("SHA256SUMS").decode().splitlines()
        fec = archive.read("732829320FEC20261231.txt")
        for line in sums:
            digest, name = line.split("  ", 1)
            assert hashlib.sha256(archive.read(name)).hexdigest() == digest
    assert {"grand-livre.csv", "grand-livre.xlsx", "balance.xlsx", "bilan-et-resultat.pdf"} <= names
    assert any(
        name.startswith("pieces/AC0001/") and name.endswith("facture 118.pdf") for name in names
    )
    assert len(sums) == len(names) - 1
    assert control(fec, name="732829320FEC20261231.txt").findings == ()


@pytest.mark.activity("E056")
def test_books_are_opened_typed_proved_closed_and_exported(
    as_alice: Client, centre_a: Centre
) -> None:
    """From an empty centre to a FEC that passes, through the pages only."""
    opened = as_alice.post(BASE + "ouvrir/", OPENING)
    one = opened["Location"]
    start = {
        "journal": "AN", "on": "2026-01-01", "label": "Soldes de départ", "piece": "AN2026", "do": "validate",
        "l0-account": "512", "l0-debit": "5 000,00", "l1-account": "110000", "l1-credit": "5 000,00",
    }  # fmt: skip
    assert as_alice.post(f"{one}saisir/", start).status_code == 302
    assert as_alice.post(f"{one}saisir/", typed(do="validate")).status_code == 302
    with centre_scope(centre_a):
        rent = Entry.objects.get(journal__code="AC")
        year = rent.year_id
    file = SimpleUploadedFile("facture.pdf", b"%PDF-1.4 facture")
    shown = as_alice.get(f"{BASE}ecritures/{rent.pk}/").content.decode()
    token = shown.split('name="about" value="')[1].split('"')[0]
    as_alice.post(
        "/c/msp-des-tilleuls/documents/joindre/", {"about": token, "file": file, "title": "Facture"}
    )
    assert "Facture" in as_alice.get(f"{BASE}ecritures/{rent.pk}/").content.decode()
    paid = typed(
        journal="BQ", on="2026-03-09", label="Virement du loyer", piece="REL-3", do="validate",
        **{"l0-account": "401000", "l0-third": "commune", "l0-debit": "2450", "l1-account": "512000", "l1-debit": "",
           "l1-credit": "2450", "l2-account": "", "l2-credit": "", "l2-third": ""},
    )  # fmt: skip
    assert as_alice.post(f"{one}saisir/", paid).status_code == 302
    with centre_scope(centre_a):
        keys = list(EntryLine.objects.filter(account__number="401000").values_list("pk", flat=True))
    as_alice.post(f"{one}lettrer/", {"ligne": keys, "compte": "401000"})
    balance = as_alice.get(f"{one}balance/").content.decode()
    assert "2\u202f550,00" in balance
    assert "-2\u202f450,00" in as_alice.get(f"{one}bilan/").content.decode()
    assert as_alice.post(f"{BASE}exercices/{year}/cloturer/").status_code == 302
    page_text = as_alice.get(f"{one}fec/", {"exercice": year}).content.decode()
    assert "Le fichier passe les contrôles" in page_text
    sent = as_alice.get(f"{one}fec/?exercice={year}&fichier=fec")
    assert 'filename="732829320FEC20261231.txt"' in sent["Content-Disposition"]
    report = control(sent.content, name="732829320FEC20261231.txt")
    assert report.findings == ()
    assert (report.columns, report.entries, report.debit) == (18, 3, 500000 + 245000 * 2)
    again = SimpleUploadedFile("732829320FEC20261231.txt", sent.content)
    assert as_alice.post(f"{BASE}controler-un-fec/", {"file": again}).status_code == 200
