"""Addresses of payments."""

from django.urls import path

from pupitre.payments.views import batches, orders, payees, years
from pupitre.payments.views.settings import BankAccountCrud, LimitCrud

app_name = "payments"
urlpatterns = [
    path("", orders.home, name="home"),
    *orders.OrderCrud.urls("tous/"),
    path("<int:pk>/", orders.order, name="order"),
    path("<int:pk>/annuler/", orders.cancel, name="order-cancel"),
    path("<int:pk>/rejet/", orders.reject, name="order-reject"),
    path("lots/", batches.batch_list, name="batch-list"),
    path("lots/preparer/", orders.make_batch, name="batch-make"),
    path("lots/<int:pk>/", batches.batch, name="batch"),
    path("lots/<int:pk>/approuver/", batches.approve, name="batch-approve"),
    path("lots/<int:pk>/ecrire/", batches.write_file, name="batch-write"),
    path("lots/<int:pk>/figer/", batches.write_list, name="batch-freeze"),
    path("lots/<int:pk>/fichier/", batches.file, name="batch-file"),
    path("lots/<int:pk>/saisie/", batches.to_type, name="batch-to-type"),
    path("lots/<int:pk>/retirer/", batches.take_out, name="batch-take-out"),
    path("lots/<int:pk>/dissoudre/", batches.dissolve, name="batch-dissolve"),
    path("lots/<int:pk>/execute/", batches.executed, name="batch-executed"),
    path("lots/<int:pk>/abandonner/", batches.abandon, name="batch-abandon"),
    *payees.PayeeCrud.urls("beneficiaires/"),
    path("beneficiaires/<int:pk>/compte/", payees.propose, name="iban-propose"),
    path("beneficiaires/<int:pk>/demander/", payees.ask, name="iban-ask"),
    path("beneficiaires/<int:pk>/agreer/", payees.approve, name="supplier-approve"),
    path("beneficiaires/<int:pk>/pour/", payees.add_paid_for, name="paid-for-add"),
    path("pour/<int:pk>/retirer/", payees.end_paid_for, name="paid-for-end"),
    path("ibans/<int:pk>/confirmer/", payees.confirm, name="iban-confirm"),
    path("ibans/<int:pk>/refuser/", payees.refuse, name="iban-refuse"),
    path("ibans/<int:pk>/lire/", payees.reveal, name="iban-reveal"),
    *BankAccountCrud.urls("comptes/"),
    *LimitCrud.urls("plafonds/"),
    path("annee/", years.last_year, name="year-last"),
    path("annee/<int:year>/", years.year, name="year"),
    path("annee/<int:year>/releve/", years.open_statement, name="statement-open"),
    path("releves/<int:pk>/", years.statement, name="statement"),
    path("releves/<int:pk>/releve.pdf", years.statement_file, name="statement-file"),
    path("releves/<int:pk>/envoyer/", years.send, name="statement-send"),
]
