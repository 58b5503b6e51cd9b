"""The tags of the UI kit and the drawing of forms."""

import re
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.template.loader import render_to_string
from django.test import Client, RequestFactory

from pupitre.core.gallery import SampleForm
from pupitre.core.templatetags import ui


def drawn(source: str, **context: Any) -> str:
    return Template("{% load ui fr %}" + source).render(Context(context))


def test_button_is_a_link_with_href_and_escapes_its_words() -> None:
    html = drawn('{% button label href=url variant="secondary" about=about %}',
                 label="<Modifier>", url="/a?b=1&c=2", about="la réunion")  # fmt: skip
    assert html.startswith('<a class="ds-button" href="/a?b=1&amp;c=2" data-variant="secondary">')
    assert "&lt;Modifier&gt;" in html
    assert '<span class="ds-sr-only">la réunion</span>' in html


def test_button_that_opens_a_dialog_does_not_send_the_form() -> None:
    html = drawn('{% button "Ouvrir" opens="fenetre" %}')
    assert 'type="button"' in html
    assert 'data-opens="fenetre"' in html


def test_post_is_a_form_with_its_token() -> None:
    html = drawn('{% post "Retirer" "/x" confirm="Sûr ?" %}', csrf_token="jeton")
    assert '<form class="post" method="post" action="/x">' in html
    assert 'name="csrfmiddlewaretoken" value="jeton"' in html
    assert 'data-confirm="Sûr ?"' in html


@pytest.mark.parametrize(
    "source",
    [
        '{% button "Oui" couleur="rouge" %}',
        "{% button %}",
        '{% panel "Titre" marge=3 %}{% endpanel %}',
        '{% alert "danger" %}jamais fermé',
    ],
)
def test_an_unknown_or_missing_attribute_is_an_error_when_the_template_is_read(source: str) -> None:
    with pytest.raises(TemplateSyntaxError):
        Template("{% load ui %}" + source)


@pytest.mark.parametrize(
    "source", ['{% status "Fait" "vert" %}', '{% button "a" variant="gros" %}']
)
def test_an_unknown_value_is_an_error(source: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="inconnu"):
        drawn(source)


def test_panel_takes_its_parts_and_leaves_out_the_absent_ones() -> None:
    whole = drawn(
        "{% panel title %}corps{% aside %}à côté{% footer %}pied{% endpanel %}", title="T & T"
    )
    assert "<h2>T &amp; T</h2>" in whole
    assert '<div class="sub">à côté</div>' in whole
    assert "<footer>pied</footer>" in whole
    bare = drawn(
        "{% panel flush=True %}{% for n in rows %}{{ n }}{% endfor %}{% endpanel %}", rows=[1, 2]
    )
    assert "12" in bare
    assert not re.search('<header|<footer|class="body"', bare)


def test_content_of_a_component_is_escaped_once() -> None:
    html = drawn('{% why "Pourquoi ?" %}{{ text }}{% endwhy %}', text="a < b")
    assert "a &lt; b" in html
    assert "&amp;lt;" not in html


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Dr Anne Petit", "AP"), ("Léa", "L"), ("Jean de La Tour", "JT"), ("", "")],
)
def test_initials(name: str, letters: str) -> None:
    assert ui.initials(name) == letters


def test_meter_never_overflows_nor_divides_by_zero() -> None:
    assert 'class="done" width="100.00%"' in drawn('{% meter 130 100 label="trop" %}')
    assert 'class="done" width="0.00%"' in drawn('{% meter 0 0 label="rien" %}')


def test_pagination_keeps_the_other_parameters() -> None:
    request = RequestFactory().get("/?q=été&page=2&q=b")
    html = drawn("{% pagination page %}", page=Paginator(range(100), 10).page(2), request=request)
    assert 'href="?q=%C3%A9t%C3%A9&amp;q=b&amp;page=3" rel="next"' in html
    assert "11 à 20 sur 100" in html
    assert (
        drawn("{% pagination page %}", page=Paginator([1], 10).page(1), request=request).strip()
        == ""
    )


def test_a_running_job_asks_again_and_a_finished_one_does_not() -> None:
    job = {"label": "Import", "running": True, "poll_url": "/t/1", "done": 1, "total": 3}
    assert 'hx-get="/t/1"' in drawn("{% job_progress job %}", job=job)
    assert "hx-get" not in drawn("{% job_progress job %}", job=job | {"running": False})


def test_nothing_found_says_what_to_try() -> None:
    assert "Rien ne correspond à « zèbre »" in drawn("{% results groups q %}", groups=[], q="zèbre")


def test_a_form_sent_back_links_each_error_to_its_field() -> None:
    html = str(
        SampleForm({"email": "nadia", "room": "c", "kind": "e", "minutes": 90, "day": "2026-11-24"})
    )
    assert "2 choses sont à corriger" in html
    assert '<a href="#id_title">Titre</a>' in html
    field = re.search(r'<input type="email"[^>]*>', html)
    assert field is not None
    assert 'aria-invalid="true"' in field[0]
    assert 'aria-describedby="id_email_error"' in field[0]
    assert 'id="id_email_error"' in html


def test_fields_are_native_and_optional_ones_say_so() -> None:
    html = str(SampleForm())
    assert '<input type="date" name="day" value="2026-11-24"' in html
    assert '<input type="time" name="start"' in html
    controls = re.findall(r"<(?:input|select|textarea)[^>]*>", html)
    assert [control for control in controls if 'class="ds-input"' not in control] == []
    assert html.count("(facultatif)") == 4
    assert 'type="radio"' in html
    assert "<legend" in html


def test_what_native_controls_send_is_read_and_so_is_what_people_type() -> None:
    for typed in ("2026-11-24", "24/11/2026", "24.11.2026"):
        assert forms.DateField().clean(typed).isoformat() == "2026-11-24"
    for typed in ("12:30", "12h30", "12 h 30"):
        assert forms.TimeField().clean(typed).isoformat() == "12:30:00"


def test_hidden_fields_stay_hidden_and_unlabelled() -> None:
    class Form(forms.Form):
        token = forms.CharField(widget=forms.HiddenInput)

    assert str(Form({"token": "a"})) == '<input type="hidden" name="token" value="a" id="id_token">'


def test_gallery_is_public_and_holds_every_component(client: Client, db: None) -> None:
    html = client.get("/ui/").content.decode()
    for sign in ("todo", "facts", "meter", "ds-table", "filters", "pages", "timeline", "files", "empty",
                 "ds-alert", "ds-dialog", "why", "breadcrumb", "steps", "job", "results", "initials"):  # fmt: skip
        assert re.search(rf'class="(?:[\w-]+ )*{sign}', html), sign
    assert " style=" not in html
    assert "<style" not in html
    assert not re.search(r"<script(?! src)", html)


def test_error_pages_say_what_to_do(client: Client, db: None) -> None:
    answer = client.get("/nulle-part")
    assert answer.status_code == 404
    assert "Revenir à l’accueil" in answer.content.decode()


@pytest.mark.parametrize("name", ["400", "403", "403_csrf", "404", "500"])
def test_error_pages_need_no_context(name: str) -> None:
    html = render_to_string(f"{name}.html")
    assert html.count("<h1>") == 1
    assert "Revenir à l’accueil" in html
