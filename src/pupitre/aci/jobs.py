"""The long work of the ACI: the files of a frozen dossier."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.conf import settings

from pupitre.aci.dossier.files import Frozen, make_files
from pupitre.aci.models import Dossier
from pupitre.aci.queries.dossier import frozen_snapshot
from pupitre.aci.rules.dossier import Proof
from pupitre.aci.services import keep_files
from pupitre.core.actor import Actor
from pupitre.core.jobs import Run
from pupitre.documents.models import Document


def make_dossier(run: Run, *, dossier: int) -> None:
    """Make the PDF and the archive of a frozen dossier; a second run keeps what the first one made."""
    with run.scope():
        kept = Dossier.objects.select_related("exercise").get(pk=dossier)
        run.result(url=kept.get_absolute_url())
        if kept.archive:
            return
        paths = stored_paths(kept)
    frozen = Frozen(
        frozen_snapshot(kept), kept.reference, kept.frozen_at, kept.frozen_by, kept.digest
    )

    def source(proof: Proof) -> Path:
        return paths.get(proof.document, Path(settings.PUPITRE_HOME) / "gone")

    with TemporaryDirectory(prefix="dossier-", dir=settings.PUPITRE_HOME) as folder:
        made = make_files(frozen, folder=Path(folder), source=source, say=run.progress)
        with run.scope():
            keep_files(kept, *made, by=Actor(kept.frozen_by, "job", user_id=run.job.user_id))


def stored_paths(kept: Dossier) -> dict[int, Path]:
    """Return where the documents of the dossier lie, by key; a deleted one is left out."""
    keys = [proof["document"] for proof in kept.snapshot["proofs"]]
    found = Document.objects.filter(pk__in=keys)
    return {document.pk: Path(document.file.path) for document in found}
