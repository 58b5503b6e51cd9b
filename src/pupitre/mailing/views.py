"""Pages of messages."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from pupitre.core.access import requires
from pupitre.core.actor import Actor
from pupitre.core.web import CentreRequest
from pupitre.mailing import services
from pupitre.mailing.composing import left_by


@requires("public:unsubscribe")
@csrf_exempt  # RFC 8058: the mail program posts by itself, without a form; the address is signed
def leave_list(request: CentreRequest, token: str) -> HttpResponse:
    """Take the recipient off the list at one click of their mail program, or after a confirmation here."""
    delivery = left_by(token)
    if delivery is None or not delivery.message.list_name:
        return render(request, "mailing/left_list.html", {"unknown": True}, status=404)
    if request.method == "POST":
        actor = Actor(delivery.name or delivery.address, "link", person_id=delivery.person_id)
        services.leave_list(delivery, by=actor)
    context = {"list_name": delivery.message.list_name, "done": request.method == "POST"}
    return render(request, "mailing/left_list.html", context)
