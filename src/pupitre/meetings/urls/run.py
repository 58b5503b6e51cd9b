"""Addresses of Animer, Clore and Suivi."""

from django.urls import URLPattern, path

from pupitre.meetings.views import attendance, close, follow, projector, run

urlpatterns: list[URLPattern] = [
    path("<int:pk>/animer/", run.run, name="run"),
    path("<int:pk>/animer/etat/", run.state, name="state"),
    path("<int:pk>/ouvrir/", run.start, name="start"),
    path("seance/points/<int:pk>/notes/", run.notes, name="notes"),
    path("seance/points/<int:pk>/<slug:act>/", run.item_act, name="item-act"),
    path("<int:pk>/decisions/", run.outcome_add, name="outcome-add"),
    path("seance/decisions/<int:pk>/", run.outcome_change, name="outcome-change"),
    path("seance/decisions/<int:pk>/retirer/", run.outcome_drop, name="outcome-drop"),
    path("<int:pk>/parole/", run.hand, name="hand"),
    path("<int:pk>/dossiers/", run.files, name="files"),
    path("<int:pk>/projection/", projector.projector, name="projector"),
    path("<int:pk>/arrivees/", projector.arrivals, name="arrivals"),
    path("<int:pk>/presences/", attendance.attendance, name="attendance"),
    path("<int:pk>/presences/tous/", attendance.everybody, name="everybody"),
    path("<int:pk>/presences/ajouter/", attendance.join, name="join"),
    path("<int:pk>/feuille-de-presence/", attendance.sheet, name="sheet"),
    path("<int:pk>/emarger/", attendance.sign_list, name="sign-list"),
    path("presents/<int:pk>/", attendance.seat, name="seat"),
    path("presents/<int:pk>/pointer/", attendance.mark, name="seat-mark"),
    path("presents/<int:pk>/partir/", attendance.leave, name="seat-leave"),
    path("presents/<int:pk>/remplacer/", attendance.replace, name="seat-replace"),
    path("presents/<int:pk>/pouvoir/", attendance.proxy, name="seat-proxy"),
    path("presents/<int:pk>/emarger/", attendance.sign, name="seat-sign"),
    path("<int:pk>/clore/", close.close, name="close"),
    path("<int:pk>/relire/", close.proof, name="proof"),
    path("<int:pk>/diffuser/", close.send, name="send"),
    path("<int:pk>/rouvrir/", close.reopen, name="reopen"),
    path("<int:pk>/suivi/", follow.follow, name="follow"),
    path("<int:pk>/compte-rendu.pdf", follow.minutes_pdf, name="minutes-pdf"),
    path("series/<int:pk>/comptes-rendus.pdf", follow.series_pdf, name="series-minutes"),
]
