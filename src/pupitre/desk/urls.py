"""Addresses of the home page, the annual report and the statistics."""

from django.urls import path

from pupitre.desk.views import home as views
from pupitre.desk.views import report

app_name = "desk"
urlpatterns = [
    path("", views.home, name="home"),
    path("echeancier/", views.deadlines, name="deadlines"),
    path("rapport/", report.home, name="report-home"),
    path("rapport/<int:year>/", report.report, name="report"),
    path("rapport/<int:year>/fichier/<slug:kind>/", report.report_file, name="report-file"),
    path("rapport/<int:year>/textes/<slug:key>/", report.text, name="report-text"),
    path("statistiques/<int:year>/", report.figures, name="statistics"),
    path("statistiques/<int:year>/ordre/", report.statistics_grid, name="statistics-grid"),
]
