"""Addresses of tasks."""

from django.urls import path

from pupitre.tasks import views

app_name = "tasks"
urlpatterns = [
    *views.TaskCrud.urls(""),
    path("<int:pk>/fait/", views.mark, {"state": "done"}, name="task-done"),
    path("<int:pk>/abandonner/", views.mark, {"state": "dropped"}, name="task-drop"),
    path("<int:pk>/rouvrir/", views.mark, {"state": "open"}, name="task-reopen"),
    path("<int:pk>/reporter/", views.postpone, name="task-postpone"),
]
