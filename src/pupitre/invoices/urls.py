"""Addresses of invoices."""

from django.urls import path

from pupitre.invoices.views import adding, charges, invoice, lists

app_name = "invoices"
urlpatterns = [
    path("", lists.home, name="home"),
    path("ajouter/", adding.add, name="add"),
    *lists.InvoiceCrud.urls("toutes/"),
    path("balance-agee/", lists.aged, name="aged"),
    path("<int:pk>/", invoice.invoice, name="invoice-detail"),
    path("<int:pk>/modifier/", adding.change, name="invoice-update"),
    path("<int:pk>/approuver/", invoice.approve, name="approve"),
    path("<int:pk>/refuser/", invoice.refuse, name="refuse"),
    path("<int:pk>/annuler/", invoice.cancel, name="cancel"),
    path("<int:pk>/payer/", invoice.ask, name="ask"),
    path("<int:pk>/deduire/", invoice.deduct, name="deduct"),
    *charges.ChargeCrud.urls("charges/"),
    path("charges/calendrier/", charges.calendar, name="calendar"),
]
