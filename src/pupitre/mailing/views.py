"""Pages of messages: what left, who got it, writing to many, returned mails."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from pupitre.core import french
from pupitre.core.access import requires
from pupitre.core.actor import Actor
from pupitre.core.crud import CrudView, owned
from pupitre.core.objects import object_of, page_of
from pupitre.core.web import CentreRequest, came_from, go
from pupitre.mailing import services
from pupitre.mailing.bounces import BounceError, read_bounce
from pupitre.mailing.composing import draft_of, left_by, text_of
from pupitre.mailing.forms import BounceForm, ComposeForm, people_of
from pupitre.mailing.models import Delivery, Message
from pupitre.mailing.queries import counted
from pupitre.mailing.services import MailingError, Recipient
from pupitre.mailing.tables import MESSAGES

form_page = require_http_methods(["GET", "HEAD", "POST"])


class MessageCrud(CrudView):
    """Everything that was written to people, latest first."""

    model = Message
    permissions = ("mailing.view", "mailing.edit")
    words = ("message", "messages")
    columns = MESSAGES
    empty = "Aucun message. Les convocations, les relances et vos lettres apparaîtront ici."
    search_fields = ("subject", "body", "deliveries__address", "deliveries__name")
    template_dir = "mailing/messages"
    roles = ("list", "detail")

    def get_queryset(self) -> QuerySet[Message]:
        return counted(Message.objects.all()).order_by("-pk")

    def filtered(self, request: Any) -> QuerySet[Message]:
        """Search on plain rows first: counting over a joined search would count twice."""
        found = super().filtered(request)
        if not request.GET.get("q"):
            return found
        plain = Message.objects.filter(pk__in=found.order_by().values("pk"))
        return counted(plain).order_by("-pk")

    def render(self, template: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
        if self.act == "detail":
            message = context["object"]
            about = object_of(message.object_type, message.object_id)
            context |= {"about": about, "about_url": page_of(about)}
            context["attachments"] = message.attachments.defer("content")
        return super().render(template, context, status=status)


@requires("mailing.edit")
@form_page
def compose(request: CentreRequest) -> HttpResponse:
    """Write to many: shown first as each will read it, then sent once, however often one clicks."""
    form = ComposeForm(request.POST or None, initial={"reply_to": request.user.email})
    if request.method == "POST" and form.is_valid():
        recipients = _recipients(form.cleaned_data["audience"])
        if not recipients:
            form.add_error("audience", "Personne ici : choisissez un autre groupe.")
        elif "send" in request.POST:
            message = _send(request, form, recipients)
            messages.success(request, "Le message est enregistré, voici où en est chaque envoi.")
            return go(request, message.get_absolute_url())
        elif "edit" not in request.POST:
            context = {"form": form, "preview": _preview(form, recipients, request.centre.name)}
            return render(request, "mailing/preview.html", context)
    status = 422 if form.errors else 200
    return render(request, "mailing/compose.html", {"form": form}, status=status)


def _recipients(audience: str) -> list[Recipient]:
    return [
        Recipient(str(person), person.email, person, {"prenom": person.first_name})
        for person in people_of(audience)
    ]


def _send(request: CentreRequest, form: ComposeForm, recipients: list[Recipient]) -> Message:
    given = form.cleaned_data
    return services.write_message(
        subject=given["subject"],
        body=given["body"],
        recipients=recipients,
        by=request.actor,
        reply_to=given["reply_to"],
        list_name=given["list_name"].strip(),
        kind="mailing.compose",
        key=f"compose:{given['token'][:64]}",
    )


def _preview(form: ComposeForm, recipients: list[Recipient], sender: str) -> dict[str, Any]:
    """Return the mail as the first recipient with an address will read it, and who gets it."""
    given = form.cleaned_data
    first = next((one for one in recipients if one.address), recipients[0])
    message = Message(
        subject=given["subject"], body=given["body"], list_name="", sender_name=sender
    )
    sample = Delivery(message=message, name=first.name, fields=dict(first.fields))
    subject, body = text_of(sample)
    return {
        "subject": subject,
        "body": body,
        "first": first.name,
        "recipients": recipients,
        "unreachable": [one.name for one in recipients if not one.address],
    }


@requires("mailing.edit")
@require_POST
def cancel(request: CentreRequest, pk: int) -> HttpResponse:
    """Cancel what has not left yet."""
    message = owned(Message, pk)
    count = services.cancel_message(message, by=request.actor)
    words = f"{count} envois annulés." if count > 1 else "L’envoi est annulé."
    messages.success(request, words if count else "Tout était déjà parti.")
    return go(request, message.get_absolute_url())


@requires("mailing.edit")
@form_page
def send_again(request: CentreRequest, pk: int) -> HttpResponse:
    """Send a failed message again, at a corrected address."""
    delivery = get_object_or_404(Delivery.objects.select_related("message", "person"), pk=pk)
    address, refusal = request.POST.get("address", delivery.address), ""
    if request.method == "POST":
        try:
            services.send_again(delivery, address=address, by=request.actor)
        except MailingError as error:
            refusal = str(error)
        else:
            messages.success(request, "Le message repart.")
            return go(request, delivery.message.get_absolute_url())
    context = {"delivery": delivery, "address": address, "refusal": refusal}
    return render(request, "mailing/send_again.html", context, status=422 if refusal else 200)


@requires("mailing.edit")
@require_POST
def mark_sent(request: CentreRequest, pk: int) -> HttpResponse:
    """Note that a prepared mail left from the user's own program."""
    delivery = get_object_or_404(Delivery.objects.select_related("message"), pk=pk)
    try:
        services.mark_sent(delivery, by=request.actor)
    except MailingError as refusal:
        messages.error(request, str(refusal))
    return go(request, came_from(request, delivery.message.get_absolute_url()))


@requires("mailing.edit")
@require_POST
def mark_all_sent(request: CentreRequest, pk: int) -> HttpResponse:
    """Note that all the prepared mails of a message left from the user's own program."""
    message = owned(Message, pk)
    count = services.mark_all_sent(message, by=request.actor)
    told = french.counted(count, "mail noté comme envoyé", "mails notés comme envoyés")
    messages.success(request, f"{told}." if count else "Aucun mail n’attendait votre messagerie.")
    return go(request, came_from(request, message.get_absolute_url()))


@requires("mailing.edit")
@require_safe
def draft(request: CentreRequest, pk: int) -> HttpResponse:
    """Give the prepared mail with its files, to open in the user's own program."""
    delivery = get_object_or_404(Delivery.objects.select_related("message"), pk=pk)
    content = draft_of(delivery, list(delivery.message.attachments.all())).as_bytes()
    name = f"message-{delivery.pk}.eml"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(content, content_type="message/rfc822", headers=headers)


@requires("mailing.edit")
@form_page
def bounces(request: CentreRequest) -> HttpResponse:
    """Read a mail that came back, and note whose address refused it."""
    form = BounceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            delivery = services.note_bounce(read_bounce(form.octets()), by=request.actor)
        except (BounceError, MailingError) as refusal:
            form.add_error("text", str(refusal))
        else:
            messages.success(request, f"C’est noté : {delivery.address}, {delivery.error}.")
            return go(request, delivery.message.get_absolute_url())
    status = 422 if form.errors else 200
    return render(request, "mailing/bounces.html", {"form": form}, status=status)


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
