"""Addresses of people."""

from django.urls import path

from pupitre.people.views import directory, groups, imports, persons

app_name = "people"
urlpatterns = [
    path("organigramme/", groups.chart, name="organisation"),
    path("professions/", groups.profession_list, name="professions"),
    path("patientele/", imports.patients, name="patients"),
    path("coller/", imports.paste, name="paste"),
    path("doublons/", imports.merge, name="duplicates"),
    path("national/", directory.reading_list, name="reading-list"),
    path("national/<int:pk>/", directory.reading, name="reading"),
    path("national/<int:pk>/abandonner/", directory.drop, name="reading-drop"),
    *groups.GroupCrud.urls("groupes/"),
    path("groupes/<int:pk>/membres/ajouter/", groups.add_member, name="member-add"),
    path("membres/<int:pk>/terminer/", groups.end_member, name="member-end"),
    path("membres/<int:pk>/retirer/", groups.remove_member, name="member-remove"),
    *groups.PostCrud.urls("fonctions/"),
    *persons.PersonCrud.urls(""),
    path("<int:pk>/statuts/ajouter/", persons.add_status, name="status-add"),
    path("statuts/<int:pk>/", persons.status, name="status"),
    path("statuts/<int:pk>/retirer/", persons.remove_status, name="status-remove"),
    path("<int:pk>/depart/", persons.departure, name="departure"),
    path("<int:pk>/retour/", persons.comeback, name="return"),
    path("<int:pk>/photo/", persons.photo, name="photo"),
    path("<int:pk>/contact.vcf", persons.vcard, name="vcard"),
]
