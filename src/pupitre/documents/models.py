"""Documents: files tied to the object they prove."""

import secrets
from pathlib import PurePath

from django.db import models

from pupitre.core.links import centre_url
from pupitre.core.tenancy import CentreModel


def storage_name(document: "Document", filename: str) -> str:  # the user's name is never a path
    """Return a random place under the centre's own folder."""
    return str(
        PurePath(
            "centres", str(document.centre_id), secrets.token_hex(2), secrets.token_urlsafe(24)
        )
    )


class Document(CentreModel):
    """One file, its origin and the object it belongs to (`object_type` is a model label, empty for none)."""

    title = models.CharField("titre", max_length=200)
    file = models.FileField("fichier", upload_to=storage_name, max_length=300)
    original_name = models.CharField("nom d'origine", max_length=200)
    content_type = models.CharField("type", max_length=100)
    octets = models.PositiveBigIntegerField("taille")
    sha256 = models.CharField("empreinte", max_length=64)
    added_at = models.DateTimeField("ajouté le", auto_now_add=True)
    added_by = models.CharField("ajouté par", max_length=200)
    dated = models.DateField("date du document", null=True, blank=True)
    object_type = models.CharField(max_length=80, blank=True)
    object_id = models.BigIntegerField(null=True, blank=True)
    purpose = models.CharField("ce qu'il prouve", max_length=60, blank=True)
    permission = models.CharField(max_length=80, default="documents.view")
    locked = models.BooleanField(
        "figé", default=False, help_text="Produit par Pupitre : ne se remplace pas."
    )

    class Meta(CentreModel.Meta):
        indexes = [
            models.Index(fields=["centre", "object_type", "object_id"], name="document_object")
        ]
        ordering = ["-added_at", "-id"]
        verbose_name = "document"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return centre_url("documents:document-detail", self.pk)
