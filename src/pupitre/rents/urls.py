"""Addresses of rents and charges."""

from django.urls import path

from pupitre.rents.views import calls, charges, leases

app_name = "rents"
urlpatterns = [
    path("", calls.home, name="home"),
    path("emettre/", calls.issue, name="issue"),
    path("envoyer/", calls.send, name="send"),
    path("appels/<int:pk>/", calls.call, name="call"),
    path("appels/<int:pk>/appel.pdf", calls.call_file, name="call-file"),
    path("appels/<int:pk>/quittance.pdf", calls.receipt_file, name="receipt-file"),
    path("appels/<int:pk>/envoyer/", calls.send_one, name="send-one"),
    path("appels/<int:pk>/relancer/", calls.reminder, name="remind"),
    path("appels/<int:pk>/rendre/", calls.refund, name="refund"),
    path("appels/<int:pk>/annuler/", calls.cancel, name="cancel"),
    *leases.PremisesCrud.urls("locaux/"),
    *leases.LeaseCrud.urls("baux/"),
    path("baux/<int:pk>/prix/", leases.price, name="price"),
    path("baux/<int:pk>/reviser/", leases.revise_rent, name="revise"),
    *leases.IndexCrud.urls("indices/"),
    *leases.KeyCrud.urls("cles/"),
    path("charges/", charges.charges, name="charges"),
    path("charges/arreter/", charges.settle, name="settle"),
    path("charges/<int:pk>/", charges.settlement, name="settlement"),
    path("charges/<int:pk>/annuler/", charges.cancel, name="settlement-cancel"),
    path("vacance/", leases.empty, name="vacancy"),
]
