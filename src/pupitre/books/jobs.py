"""The accountant's pack, made away from the page that asks for it."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from pupitre.books.models import FiscalYear
from pupitre.books.pack import Pack, reports, vouchers
from pupitre.books.services.packs import keep_pack
from pupitre.core.actor import Actor
from pupitre.core.jobs import Run
from pupitre.core.links import centre_url


def make_pack(run: Run, *, year_id: int, who: str) -> None:
    """Make the ZIP of a year and keep it; a second run keeps another, complete too."""
    run.progress(0, 3, "Écriture du FEC et des états")
    with TemporaryDirectory(prefix="comptes-", dir=settings.PUPITRE_HOME) as folder:
        path = Path(folder) / "dossier.zip"
        pack = Pack(path)
        with run.scope():
            year = FiscalYear.objects.select_related("entity").get(pk=year_id)
            for name, content in reports(year, centre=str(run.job.centre)):
                pack.add(name, content)
        run.progress(1, 3, "Copie des pièces justificatives")
        with run.scope():
            for name, source in vouchers(year):
                pack.copy(name, source)
        pack.close()
        run.progress(2, 3, "Rangement du dossier")
        by = Actor(who, "job", user_id=run.job.user_id)
        with run.scope():
            kept = keep_pack(year, path, missing=pack.missing, by=by)
            page = centre_url("books:fec", kept.year.entity_id)
            run.result(url=f"{page}?exercice={year.pk}")
