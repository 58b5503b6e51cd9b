"""The screens that CrudView gives, on the sites, rooms and contacts of a centre."""

import io
from typing import Any

import openpyxl  # type: ignore[import-untyped]
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pupitre.centres.models import Centre, InstitutionContact, OpeningHours, Room, Site
from pupitre.core.tenancy import centre_scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def url(centre_a: Centre) -> str:
    return f"/c/{centre_a.slug}/reglages/"


@pytest.fixture
def rooms(centre_a: Centre) -> list[Room]:
    with centre_scope(centre_a):
        site = Site.objects.get()
        return [
            Room.objects.create(site=site, name=name, seats=seats, area=area)
            for name, seats, area in (("Cèdre", 12, "20.50"), ("Aulne", 30, None))
        ]


def order(page: str, *words: str) -> list[str]:
    return sorted((word for word in words if word in page), key=page.index)


def test_list_shows_rows_counts_them_and_sorts_both_ways(
    as_alice: Client, url: str, rooms: list[Room]
) -> None:
    page = as_alice.get(f"{url}salles/").content.decode()
    assert "2\xa0salles" in page
    for query, expected in (
        ("?sort=name", ["Aulne", "Cèdre"]),
        ("?sort=-name", ["Cèdre", "Aulne"]),
        ("?sort=seats", ["Cèdre", "Aulne"]),
    ):
        shown = as_alice.get(f"{url}salles/{query}").content.decode()
        assert order(shown, "Aulne", "Cèdre") == expected, query


@pytest.mark.parametrize("query", ["?sort=area", "?sort=--name", "?sort=site__centre", "?page=x"])
def test_unknown_order_or_page_is_ignored(
    as_alice: Client, url: str, rooms: list[Room], query: str
) -> None:
    assert "Aulne" in as_alice.get(f"{url}salles/{query}").content.decode()


def test_filter_keeps_the_rows_of_a_choice_and_ignores_others(
    as_alice: Client, url: str, centre_a: Centre
) -> None:
    with centre_scope(centre_a):
        first, second = Site.objects.get(), Site.objects.create(name="Annexe")
        for site, weekday in ((first, 0), (second, 5)):
            OpeningHours.objects.create(site=site, weekday=weekday, opens="08:00", closes="12:00")
    kept = as_alice.get(f"{url}horaires/?site={second.pk}").content.decode()
    assert "samedi</a>" in kept
    assert "lundi</a>" not in kept
    for value in ("", "999999", "x'"):
        assert "lundi</a>" in as_alice.get(f"{url}horaires/?site={value}").content.decode()


def test_empty_list_says_what_to_do_and_a_search_without_result_too(
    as_alice: Client, url: str, centre_a: Centre
) -> None:
    empty = as_alice.get(f"{url}salles/").content.decode()
    assert "Rien ici pour l&#x27;instant" in empty or "Rien ici pour l&#39;instant" in empty
    assert f"{url}salles/ajouter/" in empty
    found = as_alice.get(f"/c/{centre_a.slug}/decisions/?q=rien").content.decode()
    assert "Rien ne correspond" in found


def test_files_hold_the_list_with_real_numbers_and_harmless_texts(
    as_alice: Client, url: str, rooms: list[Room], centre_a: Centre
) -> None:
    with centre_scope(centre_a):
        InstitutionContact.objects.create(
            institution="ars", name='=HYPERLINK("http://evil.test")', function="+33", phone="@x"
        )
    csv = as_alice.get(f"{url}interlocuteurs/?format=csv").content.decode("utf-8-sig")
    assert "'=HYPERLINK" in csv
    assert "'+33;;'@x" in csv
    answer = as_alice.get(f"{url}interlocuteurs/?format=xlsx")
    assert answer["Content-Disposition"] == 'attachment; filename="interlocuteurs.xlsx"'
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets[0]
    cell = sheet.cell(2, 2)
    assert (cell.data_type, str(cell.value)[:3]) == ("s", "'=H")
    rows = openpyxl.load_workbook(io.BytesIO(as_alice.get(f"{url}salles/?format=xlsx").content))
    values = list(rows.worksheets[0].values)
    assert values[0] == ("Salle", "Site", "Places", "Surface (m²)")
    assert ("Cèdre", "Site principal", 12, 20.5) in values
    plain = as_alice.get(f"{url}salles/?format=csv").content.decode("utf-8-sig")
    assert "Cèdre;Site principal;12;20,50" in plain
    assert as_alice.get(f"{url}salles/?format=exe")["Content-Type"].startswith("text/html")


def test_names_are_escaped_on_the_page(as_alice: Client, url: str, centre_a: Centre) -> None:
    as_alice.post(f"{url}sites/ajouter/", {"name": "<script>alert(1)</script>"})
    page = as_alice.get(f"{url}sites/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_conflict_shows_both_versions_and_the_second_one_may_be_kept(
    as_alice: Client, url: str, rooms: list[Room], centre_a: Centre
) -> None:
    place = f"{url}salles/{rooms[0].pk}/modifier/"
    read = {"site": rooms[0].site_id, "name": "Cèdre", "seats": "14", "version": "1"}
    assert as_alice.post(place, read).status_code == 302
    clash = as_alice.post(place, read | {"seats": "99"})
    page = clash.content.decode()
    assert clash.status_code == 409
    assert 'value="99"' in page
    assert "<dt>Places assises</dt><dd>14 <" in page
    assert 'name="version" value="2"' in page
    with centre_scope(centre_a):
        assert Room.objects.get(pk=rooms[0].pk).seats == 14
    assert as_alice.post(place, read | {"seats": "99", "version": "2"}).status_code == 302
    with centre_scope(centre_a):
        assert Room.objects.get(pk=rooms[0].pk).seats == 99


def test_what_others_depend_on_is_not_deleted(
    as_alice: Client, url: str, rooms: list[Room], centre_a: Centre
) -> None:
    place = f"{url}sites/{rooms[0].site_id}/supprimer/"
    assert "Supprimer « Site principal »" in as_alice.get(place).content.decode()
    refused = as_alice.post(place)
    assert refused.status_code == 409
    assert "D'autres éléments en dépendent : Aulne, Cèdre" in refused.content.decode()
    with centre_scope(centre_a):
        assert Site.objects.count() == 1


def test_what_must_be_unique_is_refused_beside_its_field(
    as_alice: Client, url: str, rooms: list[Room], centre_b: Centre
) -> None:
    data = {"site": rooms[0].site_id, "name": "Aulne", "seats": "1"}
    refused = as_alice.post(f"{url}salles/ajouter/", data)
    assert refused.status_code == 422
    assert 'id="id_name_error"' in refused.content.decode()
    mine = data | {"name": "Cèdre", "version": "1"}
    assert as_alice.post(f"{url}salles/{rooms[0].pk}/modifier/", mine).status_code == 302


def test_another_centres_site_is_no_choice(
    as_alice: Client, url: str, centre_a: Centre, centre_b: Centre
) -> None:
    with centre_scope(centre_b):
        theirs = Site.objects.get()
    refused = as_alice.post(f"{url}salles/ajouter/", {"site": theirs.pk, "name": "X", "seats": "1"})
    assert refused.status_code == 422
    with centre_scope(centre_a):
        assert not Room.objects.exists()


def test_a_new_record_takes_what_the_address_gives(
    as_alice: Client, url: str, rooms: list[Room]
) -> None:
    page = as_alice.get(f"{url}salles/ajouter/?site={rooms[0].site_id}").content.decode()
    assert f'<option value="{rooms[0].site_id}" selected>' in page


def test_lists_do_not_take_posts(as_alice: Client, url: str) -> None:
    assert as_alice.post(f"{url}salles/").status_code == 405


def test_list_costs_the_same_queries_for_two_and_forty(
    as_alice: Client, url: str, rooms: list[Room], centre_a: Centre
) -> None:
    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            as_alice.get(f"{url}salles/")
        return len(queries)

    cost()
    few: Any = cost()
    with centre_scope(centre_a):
        for rank in range(40):
            Room.objects.create(site=rooms[0].site, name=f"S{rank}")
    assert cost() == few
