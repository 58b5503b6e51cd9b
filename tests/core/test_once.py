"""A form sent twice, in turn or at the same moment, with or without an account, works once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client, RequestFactory
from django.utils import timezone

from pupitre.accounts.models import User
from pupitre.centres.models import Centre
from pupitre.centres.roles import Role
from pupitre.core import once
from pupitre.core.actor import Actor
from pupitre.core.jobs import Run
from pupitre.core.jobs.models import Job
from pupitre.core.models import Submission
from pupitre.core.tenancy import centre_scope
from pupitre.inbox.models import Idea
from pupitre.inbox.services import link_url, make_link
from pupitre.people.models import Person
from pupitre.tasks.models import Task
from tests.security.forms import Sent, forms_of

pytestmark = pytest.mark.django_db
TITLE = "Acheter un doppler"


def shown(client: Client, path: str, name: str) -> Sent:
    """Return the form of a page that has a field of that name, as a browser holds it."""
    return next(form for form in forms_of(path, client.get(path).content) if name in form.values)


def filled(form: Sent, **changed: str) -> dict[str, Any]:
    return {name: values for name, values in form.values.items() if values != [""]} | changed


@pytest.fixture
def path(centre_a: Centre) -> str:
    return f"/c/{centre_a.slug}/decisions/ajouter/"


@pytest.fixture
def titles(centre_a: Centre) -> Callable[[], list[str]]:
    def read() -> list[str]:
        with centre_scope(centre_a):
            return list(Task.objects.order_by("pk").values_list("title", flat=True))

    return read


def form_of_a_task(client: Client, path: str) -> dict[str, Any]:
    form = shown(client, path, "title")
    return {name: values for name, values in form.values.items() if name not in {"owner", "group"}}


def test_a_form_sent_twice_makes_one_task_and_answers_the_same(
    as_alice: Client, path: str, titles: Any
) -> None:
    sent = form_of_a_task(as_alice, path) | {"title": TITLE}
    first, second = as_alice.post(path, sent), as_alice.post(path, sent)
    assert titles() == [TITLE]
    assert (second.status_code, second["Location"]) == (302, first["Location"])
    assert "avait déjà été envoyé" in as_alice.get(second["Location"]).content.decode()


def test_with_htmx_the_second_answer_leads_to_the_same_page(
    as_alice: Client, path: str, titles: Any
) -> None:
    sent = form_of_a_task(as_alice, path) | {"title": TITLE}
    answers = [as_alice.post(path, sent, headers={"HX-Request": "true"}) for _ in range(2)]
    assert titles() == [TITLE]
    assert answers[0].status_code == answers[1].status_code == 204
    assert answers[0]["HX-Location"] == answers[1]["HX-Location"]


def test_the_page_shown_again_gives_another_key(as_alice: Client, path: str, titles: Any) -> None:
    for _ in range(2):
        as_alice.post(path, form_of_a_task(as_alice, path) | {"title": TITLE})
    assert titles() == [TITLE, TITLE]


def test_the_same_form_with_other_words_is_another_sending(
    as_alice: Client, path: str, titles: Any
) -> None:
    sent = form_of_a_task(as_alice, path)
    for title in ("Un", "Deux", "Un"):
        as_alice.post(path, sent | {"title": title})
    assert titles() == ["Un", "Deux"]


def test_a_refused_form_may_be_sent_again(as_alice: Client, path: str, titles: Any) -> None:
    sent = form_of_a_task(as_alice, path)
    assert as_alice.post(path, sent | {"title": ""}).status_code == 422
    assert as_alice.post(path, sent | {"title": TITLE}).status_code == 302
    assert titles() == [TITLE]


def test_without_a_key_nothing_is_remembered(as_alice: Client, path: str, centre_a: Centre) -> None:
    sent = {**form_of_a_task(as_alice, path), "title": TITLE}
    del sent[once.FIELD]
    as_alice.post(path, sent)
    with centre_scope(centre_a):
        assert not Submission.objects.exists()


def test_somebody_elses_key_answers_nothing(
    as_alice: Client, path: str, titles: Any, centre_a: Centre, member_of: Any, logged_in: Any
) -> None:
    sent = form_of_a_task(as_alice, path) | {"title": TITLE}
    as_alice.post(path, sent)
    logged_in(member_of(centre_a, Role.MANAGER)).post(path, sent)
    assert titles() == [TITLE, TITLE]


def test_a_person_without_account_drops_one_message(
    centre_a: Centre, actor: Actor, client: Client
) -> None:
    with centre_scope(centre_a):
        lea = Person.objects.create(first_name="Léa", last_name="Morin")
        link = link_url(make_link(kind="inbox.drop", about=lea, person=lea, by=actor))
    address = link.removeprefix("http://localhost:8000")
    sent = filled(shown(client, address, "text"), text="La porte du local ferme mal.")
    answers = [client.post(address, sent) for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    with centre_scope(centre_a):
        assert Idea.objects.count() == 1
        assert link.rpartition("/l/")[2].strip("/") not in Submission.objects.get().answer


def test_a_file_sent_again_with_other_bytes_is_another_sending(
    alice: User, centre_a: Centre, path: str
) -> None:
    digests = set()
    for content in (b"a", b"b", b"a"):
        file = SimpleUploadedFile("x", content)
        request: Any = RequestFactory().post(path, {once.FIELD: "k", "file": file})
        request.user, request.centre = alice, centre_a
        digests.add(once.key_of(request))
    assert len(digests) == 2
    assert None not in digests


def test_keys_are_forgotten_after_a_day(as_alice: Client, path: str, centre_a: Centre) -> None:
    as_alice.post(path, form_of_a_task(as_alice, path) | {"title": TITLE})
    as_alice.post(path, form_of_a_task(as_alice, path) | {"title": "Hier"})
    with centre_scope(centre_a):
        old = Submission.objects.order_by("pk").first()
        assert old is not None
        Submission.objects.filter(pk=old.pk).update(at=timezone.now() - timedelta(days=2))
    once.drop_old(Run(Job(name="x")))
    with centre_scope(centre_a):
        assert Submission.objects.count() == 1
        assert not Submission.objects.filter(pk=old.pk).exists()


def test_a_centre_opened_twice_by_the_same_form_is_one(
    as_alice: Client, alice: User, centre_a: Centre
) -> None:
    sent = {"name": "MSP du Lac", "postcode": "74000", "town": "Annecy", "legal_form": "sisa"}
    answers = [as_alice.post("/nouvelle-msp/", sent) for _ in range(2)]
    assert [one.status_code for one in answers] == [302, 302]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Centre.objects.filter(name="MSP du Lac").count() == 1


def test_sendings_at_the_same_moment_make_one_task(
    transactional_db: None, logged_in: Any, alice: User, path: str, titles: Any
) -> None:
    """Five browsers' threads, three forms each: one task per form, every answer the same."""
    for number in range(3):
        sent = form_of_a_task(logged_in(alice), path) | {"title": f"Tâche {number}"}
        barrier = Barrier(5)
        clients = [logged_in(alice) for _ in range(5)]

        def send(client: Client, sent: Any = sent, barrier: Barrier = barrier) -> tuple[int, str]:
            barrier.wait()
            try:
                answer = client.post(path, sent)
                return answer.status_code, answer.get("Location", "")
            finally:
                connection.close()

        with ThreadPoolExecutor(5) as pool:
            answers = set(pool.map(send, clients))
        assert len(answers) == 1, answers
        assert answers.pop()[0] == 302
    assert titles() == ["Tâche 0", "Tâche 1", "Tâche 2"]
