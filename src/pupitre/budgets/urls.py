"""Addresses of budgets."""

from django.urls import path

from pupitre.budgets.views import comparing, following, lines, links, plans

app_name = "budgets"
one, plan = "<int:pk>/", "scenarios/<int:pk>/"
urlpatterns = [
    path("", plans.home, name="home"),
    path("preparer/", plans.prepare, name="prepare"),
    path(one, plans.budget, name="budget"),
    path(f"{one}comparer/", comparing.comparison, name="compare"),
    path(f"{one}suivi/", following.follow, name="follow"),
    path(f"{one}mois/", following.months, name="months"),
    path(f"{one}detail/", following.behind, name="behind"),
    path(plan, plans.plan, name="plan"),
    path(f"{plan}copier/", plans.copy, name="copy"),
    path(f"{plan}figer/", plans.keep, name="freeze"),
    path(f"{plan}voter/", plans.adopt, name="vote"),
    path(f"{plan}supprimer/", plans.drop, name="drop"),
    path(f"{plan}inviter/", links.ask, name="ask"),
    path(f"{plan}ajouter/", lines.add, name="add"),
    path(f"{plan}reprendre/", lines.facts, name="facts"),
    path("lignes/<int:pk>/dire/", lines.remark, name="say"),
    path("propositions/<int:pk>/decider/", lines.answer, name="answer"),
    *lines.LineCrud.urls("lignes/"),
]
