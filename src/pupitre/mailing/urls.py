"""Addresses of mailing."""

from django.urls import path

from pupitre.mailing import views

app_name = "mailing"
urlpatterns = [
    *views.MessageCrud.urls(""),
    path("ecrire/", views.compose, name="compose"),
    path("retours/", views.bounces, name="bounces"),
    path("<int:pk>/annuler/", views.cancel, name="message-cancel"),
    path("<int:pk>/tout-envoye/", views.mark_all_sent, name="message-sent"),
    path("envois/<int:pk>/renvoyer/", views.send_again, name="delivery-again"),
    path("envois/<int:pk>/envoye/", views.mark_sent, name="delivery-sent"),
    path("envois/<int:pk>/message.eml", views.draft, name="delivery-draft"),
]
