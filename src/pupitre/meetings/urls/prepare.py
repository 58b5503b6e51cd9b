"""Addresses of the list, the workspace and Préparer."""

from django.urls import URLPattern, path

from pupitre.meetings.views import agenda, invite, links, lists, prepare, workspace

urlpatterns: list[URLPattern] = [
    path("", lists.meeting_list, name="meeting-list"),
    path("ajouter/", lists.create, name="meeting-create"),
    path("ajouter/rcp/", lists.create, {"kind": "rcp"}, name="rcp-create"),
    path("roles/", invite.roles, name="roles"),
    path("agendas/", links.calendars, name="calendars"),
    path("agendas/le-mien/<slug:act>/", links.my_calendar, name="my-calendar"),
    path("agendas/la-msp/<slug:act>/", links.centre_calendar, name="centre-calendar"),
    path("agendas/envoyer/", links.send_calendar, name="send-calendar"),
    path("<int:pk>/", workspace.meeting, name="meeting"),
    path("<int:pk>/preparer/", prepare.prepare, name="prepare"),
    path("<int:pk>/modifier/", prepare.change, name="meeting-change"),
    path("<int:pk>/annuler/", prepare.cancel, name="meeting-cancel"),
    path("<int:pk>/la-meme/", prepare.again, name="same-again"),
    path("<int:pk>/ordre-du-jour/", agenda.feed, name="feed-agenda"),
    path("<int:pk>/ordre-du-jour/pret/", prepare.agenda_ready, name="agenda-ready"),
    path("<int:pk>/ordre-du-jour.pdf", prepare.agenda_pdf, name="agenda-pdf"),
    path("<int:pk>/reunion.ics", prepare.meeting_ics, name="meeting-ics"),
    path("<int:pk>/points/", agenda.add, name="agenda-item-add"),
    path("<int:pk>/points/<int:item>/reprendre/", agenda.take, name="agenda-item-take"),
    path("points/<int:pk>/", agenda.change, name="agenda-item"),
    path("points/<int:pk>/<slug:verb>/", agenda.act, name="agenda-item-act"),
    path("<int:pk>/invites/", invite.add_participant, name="participant-add"),
    path("invites/<int:pk>/", invite.participant, name="participant"),
    path("invites/<int:pk>/retirer/", invite.remove_participant, name="participant-remove"),
    path("<int:pk>/role/", invite.role, name="role"),
    path("<int:pk>/envoyer/<slug:kind>/", invite.send, name="meeting-mail"),
    path("<int:pk>/envois/", invite.mails, name="mails"),
]
