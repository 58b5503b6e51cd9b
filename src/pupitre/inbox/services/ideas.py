"""Writes about ideas: drop one, then sort it to an agenda, a task or an answer; its author is told."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from pupitre.core import records
from pupitre.core.actor import Actor
from pupitre.core.tenancy import CentreModel
from pupitre.inbox.models import ActLink, Idea
from pupitre.inbox.services.links import link_url, make_link
from pupitre.mailing.models import Message
from pupitre.mailing.services import Recipient, write_message
from pupitre.people.guarded import refuse_identity
from pupitre.people.models import Group, Person
from pupitre.people.queries import group_people
from pupitre.tasks.models import Task
from pupitre.tasks.services import add_task

FOLLOW_DAYS = 365


class IdeaError(ValueError):
    """An idea that cannot be sorted so; its text is a French sentence for the user."""


@transaction.atomic
def drop_idea(
    *,
    kind: str,
    text: str,
    by: Actor,
    author: Person | None = None,
    author_name: str = "",
    author_email: str = "",
    via: str = "link",
) -> Idea:
    """Keep a problem or an idea; raise PatientIdentityError when its text names a patient."""
    refuse_identity(text)
    idea = Idea(
        kind=kind,
        text=text.strip(),
        author=author,
        author_name=author_name.strip() or str(author or ""),
        author_email=author_email.strip() or (author.email if author else ""),
        via=via,
    )
    return records.save(idea, by=by, action="déposer")


def follow_url(idea: Idea, *, by: Actor) -> str:
    """Return the address where the author of an idea sees what became of it."""
    link = make_link(kind="inbox.follow", about=idea, by=by, person=idea.author, days=FOLLOW_DAYS)
    return link_url(link)


@transaction.atomic
def answer_idea(idea: Idea, *, answer: str, by: Actor) -> Idea:
    """Answer an idea; its author reads it on the same link, and by mail when the address is known."""
    if not answer.strip():
        raise IdeaError("Écrivez la réponse : c’est ce que la personne recevra.")
    idea.answer = answer.strip()
    return _sort(idea, Idea.State.ANSWERED, "répondre", None, by)


@transaction.atomic
def put_on_agenda(idea: Idea, *, item: CentreModel, by: Actor) -> Idea:
    """Say that an idea became this item of an agenda; its author is told."""
    return _sort(idea, Idea.State.AGENDA, "mettre à l’ordre du jour", item, by)


@transaction.atomic
def become_task(
    idea: Idea,
    *,
    by: Actor,
    on: date,
    title: str = "",
    owner: Person | None = None,
    due: date | None = None,
    group: Group | None = None,
) -> Task:
    """Turn an idea into a task with its owner and date; its author is told."""
    task = add_task(
        title=" ".join((title or idea.text).split())[:300],
        by=by,
        decided_on=on,
        owner=owner,
        due=due,
        group=group,
        origin=idea,
        detail=idea.text,
    )
    _sort(idea, Idea.State.TASK, "en faire une tâche", task, by)
    return task


def _sort(idea: Idea, state: str, action: str, outcome: CentreModel | None, by: Actor) -> Idea:
    idea.state, idea.sorted_at = state, timezone.now()
    idea.outcome_type = outcome._meta.label_lower if outcome else ""
    idea.outcome_id = outcome.pk if outcome else None
    records.save(idea, by=by, action=action)
    _tell_author(idea, by)
    return idea


NEWS = {
    Idea.State.AGENDA: "Votre sujet est inscrit à l’ordre du jour d’une prochaine réunion.",
    Idea.State.TASK: "Votre message est devenu une tâche, quelqu’un s’en occupe.",
    Idea.State.PROJECT: "Votre idée devient un projet de la MSP.",
}


def _tell_author(idea: Idea, by: Actor) -> None:
    """Mail the author what became of an idea, once per news; nothing without an address."""
    if not idea.author_email:
        return
    news = idea.answer if idea.state == Idea.State.ANSWERED else NEWS[Idea.State(idea.state)]
    body = (
        "Bonjour {prenom},\n\nVous aviez écrit dans la boîte à idées :\n« {texte} »\n\n{suite}\n\n"
        "Pour revoir ce que devient votre message : {lien}\n"
    )
    first_name = idea.author.first_name if idea.author else idea.author_name
    fields = {
        "prenom": first_name,
        "texte": idea.text,
        "suite": news,
        "lien": follow_url(idea, by=by),
    }
    recipient = Recipient(idea.author_name, idea.author_email, idea.author, fields)
    write_message(
        subject="Ce que devient votre message",
        body=body,
        recipients=[recipient],
        by=by,
        kind="inbox.news",
        about=idea,
    )


@transaction.atomic
def invite_everybody(*, by: Actor, on: date) -> Message:
    """Mail each person of the team their own link to the box; once a day at most."""
    recipients = [
        Recipient(
            str(person),
            person.email,
            person,
            {"prenom": person.first_name, "lien": link_url(_drop_link(person, by))},
        )
        for person in group_people(None, on)
    ]
    body = (
        "Bonjour {prenom},\n\nUn problème rencontré, une idée, un sujet pour la prochaine réunion ?\n"
        "Écrivez-le ici en deux minutes, sans mot de passe, et voyez ce que ça devient :\n{lien}\n\n"
        "Ce lien est le vôtre : gardez-le, ne le transférez pas.\n"
    )
    return write_message(
        subject="Votre lien vers la boîte à idées",
        body=body,
        recipients=recipients,
        by=by,
        kind="inbox.invite",
        key=f"inbox.invite:{on}",
    )


def _drop_link(person: Person, by: Actor) -> ActLink:
    return make_link(kind="inbox.drop", about=person, person=person, by=by, days=FOLLOW_DAYS)
