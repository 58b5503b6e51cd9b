"""Addresses of a centre's settings."""

from django.urls import path

from pupitre.centres import views
from pupitre.centres.settings_views import ContactCrud, HoursCrud, RoomCrud, SiteCrud

app_name = "centres"
urlpatterns = [
    path("", views.settings, name="settings"),
    path("identite/", views.identity, name="identity"),
    path("acces/", views.access, name="access"),
    path("acces/<int:pk>/retirer/", views.withdraw, name="access-withdraw"),
    path("acces/<int:pk>/geler/", views.freeze, name="access-freeze"),
    path("acces/<int:pk>/liberer/", views.release, name="access-release"),
    path("journal/", views.journal, name="journal"),
    path("sites/<int:pk>/horaires-usuels/", views.usual_hours, name="usual-hours"),
    *SiteCrud.urls("sites/"),
    *RoomCrud.urls("salles/"),
    *HoursCrud.urls("horaires/"),
    *ContactCrud.urls("interlocuteurs/"),
]
