"""The rights of a person: a copy of what is held, an erasure with its preview."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from pupitre.core import jobs, records
from pupitre.core.access import requires
from pupitre.core.crud import owned
from pupitre.core.links import centre_url
from pupitre.core.web import CentreRequest, go
from pupitre.people.models import Person
from pupitre.privacy.forms import EraseForm
from pupitre.privacy.models import Erasure
from pupitre.privacy.papers import copy_of
from pupitre.privacy.queries.erasure import obstacle, preview
from pupitre.privacy.views.retention import tabs, today


@requires("privacy.act", fresh=True)
@require_safe
def copy(request: CentreRequest, pk: int) -> HttpResponse:
    """Give all that is held about somebody, as a ZIP."""
    person = owned(Person, pk)
    content = copy_of(person, structure=request.centre.name, made=today())
    records.note("exporter les données", person, by=request.actor)
    disposition = f'attachment; filename="donnees-personne-{person.pk}.zip"'
    return HttpResponse(
        content,
        content_type="application/zip",
        headers={"Content-Disposition": disposition, "Cache-Control": "no-store"},
    )


@requires("privacy.act", fresh=True)
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: CentreRequest, pk: int) -> HttpResponse:
    """Show what an erasure will take and what must stay, then do it as a job."""
    person = owned(Person, pk)
    refusal = obstacle(person)
    posted = request.POST if request.method == "POST" else None
    form = EraseForm(posted, last_name=person.last_name)
    if form.is_valid() and not refusal:
        job = jobs.enqueue(
            "pupitre.privacy.jobs.erase",
            title="Effacer une personne",
            payload={
                "person_id": person.pk,
                "reason": form.cleaned_data["reason"],
                "by": request.actor.label,
            },
            centre_id=request.centre.pk,
            user_id=request.user.pk,
            key=f"erase {request.centre.pk} {person.pk} {today()}",
        )
        return go(request, centre_url("core:job", job.pk))
    context = {
        "person": person,
        "refusal": refusal,
        "fates": preview(person),
        "form": form,
    }
    wrong = request.method == "POST" and (form.errors or refusal)
    return render(request, "privacy/erase.html", context, status=422 if wrong else 200)


@requires("privacy.view")
@require_safe
def erasures(request: CentreRequest) -> HttpResponse:
    """List the erasures done: after a restore from an older backup, they are to be done again."""
    context = {"tabs": tabs("privacy:erasures"), "erasures": Erasure.objects.all()}
    return render(request, "privacy/erasures.html", context)


@requires("privacy.view")
@require_safe
def erasure(request: CentreRequest, pk: int) -> HttpResponse:
    return render(request, "privacy/erasure.html", {"erasure": owned(Erasure, pk)})
