"""Addresses of inbox."""

from django.urls import path

from pupitre.inbox.views import giving, ideas

app_name = "inbox"
urlpatterns = [
    *ideas.IdeaCrud.urls(""),
    path("deposer/", ideas.drop, name="drop"),
    path("<int:pk>/ordre-du-jour/", ideas.to_agenda, name="idea-agenda"),
    path("<int:pk>/tache/", ideas.to_task, name="idea-task"),
    path("<int:pk>/reponse/", ideas.to_answer, name="idea-answer"),
    path("affiche/", giving.poster, name="poster"),
    path("affiche/ouvrir/", giving.open_public, name="poster-open"),
    path("affiche/affiche.pdf", giving.poster_file, name="poster-file"),
    path("liens/<int:pk>/retirer/", giving.revoke_link, name="link-revoke"),
    path("liens/personne/<int:pk>/", giving.give_link, name="link-give"),
    path("liens/envoyer/", giving.invite, name="invite"),
]
