"""Giving links and taking them back: a person's, everybody's, the poster's."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pupitre.core.access import requires
from pupitre.core.crud import owned
from pupitre.core.links import centre_url
from pupitre.core.web import CentreRequest, came_from, go
from pupitre.inbox.models import ActLink
from pupitre.inbox.poster import poster_pdf
from pupitre.inbox.queries import links_shown, live_links
from pupitre.inbox.services import invite_everybody, link_url, make_link, revoke
from pupitre.people.models import Person

LONG = 730
"""Days that a poster on a wall, or a person's own link, is good for."""


def _public_link() -> ActLink | None:
    return live_links().filter(kind="inbox.public").first()


@requires("inbox.view")
@require_safe
def poster(request: CentreRequest) -> HttpResponse:
    """Show the public link, its code and its poster."""
    link = _public_link()
    context = {"link": link, "address": link_url(link) if link else ""}
    return render(request, "inbox/poster.html", context)


@requires("inbox.edit")
@require_POST
def open_public(request: CentreRequest) -> HttpResponse:
    """Make the public link."""
    make_link(kind="inbox.public", about=request.centre, by=request.actor, days=LONG)
    return go(request, centre_url("inbox:poster"))


@requires("inbox.view")
@require_safe
def poster_file(request: CentreRequest) -> HttpResponse:
    """Give the poster as a PDF of one A4 page."""
    link = get_object_or_404(live_links().filter(kind="inbox.public"))
    content = poster_pdf(structure=request.centre.name, address=link_url(link))
    headers = {"Content-Disposition": 'attachment; filename="affiche-boite-a-idees.pdf"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@requires("inbox.edit")
@require_POST
def revoke_link(request: CentreRequest, pk: int) -> HttpResponse:
    """Take back one link."""
    link = get_object_or_404(ActLink.objects.filter(revoked_at=None), pk=pk)
    revoke([link], by=request.actor)
    messages.success(request, "Le lien est retiré : il n’ouvre plus rien.")
    return go(request, came_from(request, centre_url("inbox:idea-list")))


@requires("inbox.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def give_link(request: CentreRequest, pk: int) -> HttpResponse:
    """Show a person's live links; give them their own to the box of ideas."""
    person = owned(Person, pk)
    if request.method != "POST":
        context = {"person": person, "links": links_shown(person)}
        return render(request, "inbox/person_links.html", context)
    if person.left_on and person.left_on <= timezone.localdate():
        messages.error(request, f"{person} a quitté la MSP : un lien ne s’ouvrirait pas.")
    else:
        make_link(kind="inbox.drop", about=person, person=person, by=request.actor, days=LONG)
        messages.success(request, "Le lien est prêt à copier.")
    return go(request, centre_url("inbox:link-give", person.pk))


@requires("inbox.edit")
@require_POST
def invite(request: CentreRequest) -> HttpResponse:
    """Send everybody of the team their own link to the box."""
    message = invite_everybody(by=request.actor, on=timezone.localdate())
    messages.success(request, "Chacun reçoit son lien personnel.")
    return go(request, message.get_absolute_url())


give_link.model = Person  # type: ignore[attr-defined]  # what its number is of
revoke_link.model = ActLink  # type: ignore[attr-defined]
