"""Addresses of documents."""

from django.urls import path

from pupitre.documents import views

app_name = "documents"
urlpatterns = [
    *views.DocumentCrud.urls(""),
    path("<int:pk>/fichier/", views.download, name="document-download"),
    path("<int:pk>/remplacer/", views.replace, name="document-replace"),
    path("joindre/", views.attach, name="attach"),
]
