"""Addresses of meetings."""

from pupitre.meetings.urls import prepare, rcp, run, series

app_name = "meetings"
urlpatterns = [*prepare.urlpatterns, *series.urlpatterns, *run.urlpatterns, *rcp.urlpatterns]
