"""Run with the code of an earlier commit, on a base that today's code migrated: read the desk, plan a meeting, correct it."""
# ruff: noqa: E402

import sys
from datetime import timedelta

import django

django.setup()

from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

import pupitre
from pupitre.accounts.models import User
from pupitre.centres.services import NewCentre, open_centre
from pupitre.core import records
from pupitre.core.access import pages
from pupitre.core.actor import Actor
from pupitre.core.tenancy import centre_scope
from pupitre.meetings.models import Meeting


def main(code: str) -> None:
    assert str(pupitre.__file__).startswith(code), pupitre.__file__
    user = User.objects.create_user("alice@a.example", "correct horse battery")
    centre = open_centre(NewCentre("MSP d’avant", "35000", "Rennes"), coordinator=user)
    client = Client(SERVER_NAME="localhost")
    client.force_login(user)
    read = 0
    for page in pages():
        if page.pattern.startswith("/c/"):
            try:
                path = reverse(page.name, kwargs={"centre": centre.slug})
            except NoReverseMatch:
                continue  # about one object
            status = client.get(path).status_code
            assert status < 500, (page.name, status)
            read += status == 200
    day = timezone.localdate() + timedelta(days=30)
    sent = {"title": "Réunion", "kind": "team", "day": str(day), "at": "12:30", "minutes": "60"}
    answer = client.post(reverse("meetings:meeting-create", kwargs={"centre": centre.slug}), sent)
    assert answer.status_code == 302, answer.content.decode()
    with centre_scope(centre):
        meeting = Meeting.objects.get(title="Réunion")
        meeting.purpose = "Corrigé"
        records.save(meeting, by=Actor("Alice", "web", user_id=user.pk))
        assert Meeting.objects.get(pk=meeting.pk).purpose == "Corrigé"
    sys.stdout.write(f"{read}\n")


main(sys.argv[1])
