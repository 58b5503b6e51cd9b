"""Addresses of models, series and polls."""

from django.urls import URLPattern, path

from pupitre.meetings.views import poll, series, templates

urlpatterns: list[URLPattern] = [
    path(
        "modeles/de-depart/",
        templates.add_starters,
        name="meetingtemplate-starters",
    ),
    path("modeles/<int:pk>/dupliquer/", templates.duplicate, name="meetingtemplate-duplicate"),
    path(
        "<int:pk>/en-faire-un-modele/", templates.from_meeting, name="meetingtemplate-from-meeting"
    ),
    *templates.TemplateCrud.urls("modeles/"),
    path("series/dates/", series.series_preview, name="series-preview"),
    path("series/<int:pk>/dates/", series.series_preview, name="series-preview-of"),
    path("series/<int:pk>/deplacer/", series.move, name="series-move"),
    path("series/<int:pk>/annuler/", series.cancel, name="series-cancel"),
    path("series/<int:pk>/prolonger/", series.extend, name="series-extend"),
    path("series/<int:pk>/terminer/", series.end, name="series-end"),
    path("series/<int:pk>/imprimer/", series.series_sheet, name="series-print"),
    *series.SeriesCrud.urls("series/"),
    path("sondages/<int:pk>/envoyer/", poll.send, name="poll-send"),
    path("sondages/<int:pk>/relancer/", poll.chase, name="poll-chase"),
    path("sondages/<int:pk>/retenir/<int:slot>/", poll.choose, name="poll-choose"),
    path("sondages/<int:pk>/imprimer/", poll.sheet, name="poll-print"),
    path("sondages/<int:pk>/reponses/<int:person>/", poll.answer_for, name="poll-answer-for"),
    *poll.PollCrud.urls("sondages/"),
]
