"""A centre exported elsewhere, added here: all of it, or nothing."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.validators import validate_email
from django.db import transaction

from pupitre.accounts.models import User
from pupitre.centres.models import Centre
from pupitre.centres.services import free_slug
from pupitre.core.actor import Actor
from pupitre.core.backup.archive import ArchiveError
from pupitre.core.models import AuditEvent, AuditHead
from pupitre.core.registry import registry
from pupitre.core.tenancy import centre_scope
from pupitre.portability.exporting import IDENTITY
from pupitre.portability.loading import Arriving, load, reindex
from pupitre.portability.numbering import account_places, places_for
from pupitre.portability.opening import Opened, opened
from pupitre.portability.references import USERS, travelling
from pupitre.portability.services import note
from pupitre.portability.values import decode


@dataclass(frozen=True)
class Imported:
    """A centre that arrived: its row, how many rows, the accounts made for it, whether its numbers are those of before."""

    centre: Centre
    rows: int
    new_accounts: int
    kept: bool


def import_centre(source: Path, *, by: Actor, slug: str = "") -> Imported:
    """Add an archive's centre to this installation; ArchiveError, and no trace of it, when anything is wrong."""
    with opened(source) as found:
        arriving, forgotten = Arriving(found, {}), _forgotten(found)
        with files_undone(arriving), transaction.atomic():
            centre = _centre(found, slug)
            with centre_scope(centre):
                arriving.keys, kept = places_for(found.keys)
                arriving.keys[USERS], new = account_keys(found)
                rows = load(arriving, travelling())
                reindex(travelling())
                for again in forgotten:
                    again(arriving.moved, by)
                note("importer la structure", centre, by=by, **origin(source, found))
    return Imported(centre, rows, new, kept)


@contextmanager
def files_undone(arriving: Arriving) -> Iterator[None]:
    """Take the files put in place away again when the rows that name them do not stay."""
    try:
        yield
    except BaseException:
        for name in arriving.placed:
            default_storage.delete(name)
            _drop_empty(Path(default_storage.path(name)).parent)
        raise


def _drop_empty(folder: Path) -> None:
    """Take away the folders that were made for a file, as far as nothing else is in them."""
    root = Path(settings.MEDIA_ROOT)
    with suppress(OSError):
        while folder != root and root in folder.parents:
            folder.rmdir()
            folder = folder.parent


def origin(source: Path, found: Opened) -> dict[str, Any]:
    """Return what the journal keeps of where a centre comes from: the archive's sum and the head of its chain."""
    with source.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    head = found.told("installation/journal.json")["tete"]
    made = str(found.manifest.facts.get("made_at", ""))[:40]
    return {
        "archive": digest,
        "exportée le": made,
        "dernier acte d'origine": int(head.get("number", 0)),
        "sceau d'origine": str(head.get("digest", ""))[:64],
    }


def is_past_of(centre: Centre, found: Opened) -> bool:
    """Tell, in its scope, whether an archive is a former state of a centre: its chain of acts must be the beginning of ours."""
    told = found.told("installation/journal.json")
    number, digest = told["tete"].get("number", 0), told["tete"].get("digest", "")
    ours = AuditEvent.objects.filter(number=number, digest=digest).exists()
    head = AuditHead.objects.values_list("number", flat=True).first() or 0
    return bool(told["centre"] == centre.pk and ours and number <= head)


def _forgotten(found: Opened) -> list[Any]:
    """Return what was forgotten since in the centre of this installation that the archive comes from, to be forgotten again."""
    centre = Centre.objects.filter(pk=found.told("installation/journal.json")["centre"]).first()
    if centre is None:
        return []
    with centre_scope(centre):
        return list(registry.contributed("centre.forgets")) if is_past_of(centre, found) else []


def identity_of(found: Opened) -> dict[str, Any]:
    """Return the centre's identity as its columns hold it."""
    told = found.told("structure.json")
    if set(told) != set(IDENTITY):
        raise ValueError
    return {name: decode(Centre._meta.get_field(name), told[name]) for name in IDENTITY}


def _centre(found: Opened, slug: str) -> Centre:
    """Create the centre at its former short address, at another one when that is taken."""
    values = identity_of(found)
    wanted = slug or values["slug"]
    if slug and Centre.objects.filter(slug=slug).exists():
        raise ArchiveError(f"Une structure a déjà l'adresse « {slug} » : donnez-en une autre.")
    if Centre.objects.filter(slug=wanted).exists():
        wanted = free_slug(values["name"])
    centre = Centre(**values | {"slug": wanted}, demo=settings.DEMO)
    try:
        centre.full_clean()
    except ValidationError as error:
        raise ArchiveError("L'identité de la structure n'est pas valable dans cette archive.") from error  # fmt: skip
    centre.save()
    Centre.objects.filter(pk=centre.pk).update(created_on=values["created_on"])
    return centre


def account_keys(found: Opened) -> tuple[list[int], int]:
    """Return the keys of the accounts, and how many are new: an address that has one here keeps it as it is.

    A new account has no password: its holder asks for one with « mot de passe oublié ». Those who acted and have no
    account any more take a number that nobody has.
    """
    told = found.told("comptes.json")
    addresses = [_address(one) for one in told]
    if len(set(addresses)) != len(addresses) or len(addresses) > len(found.keys[USERS]):
        raise ArchiveError("Deux comptes de cette archive ont la même adresse.")
    known = {user.email.lower(): user.pk for user in User.objects.filter(email__in=addresses)}
    keys = [known.get(address) or _account(address, one) for address, one in zip(addresses, told, strict=True)]  # fmt: skip
    gone = account_places(len(found.keys[USERS]) - len(told))
    return keys + gone, len(set(addresses) - set(known))


def same_accounts(found: Opened) -> list[int]:
    """Return the keys of the accounts where the archive comes from this installation: those of before, if they exist.

    An account deleted since is found by its address, or made again without a password.
    """
    had, told = found.keys[USERS], found.told("comptes.json")
    here = set(User.objects.filter(pk__in=had).values_list("pk", flat=True))
    found_again, _ = account_keys(found) if set(had[: len(told)]) - here else (had, 0)
    pairs = zip(had, found_again, strict=True)
    return [
        key if key in here or place >= len(told) else other
        for place, (key, other) in enumerate(pairs)
    ]


def _address(told: dict[str, Any]) -> str:
    if set(told) != {"email", "first_name", "last_name", "is_active"}:
        raise ValueError
    address = str(decode(User._meta.get_field("email"), told["email"])).lower()
    try:
        validate_email(address)
    except ValidationError as error:
        raise ArchiveError("L'adresse d'un compte n'est pas valable dans cette archive.") from error  # fmt: skip
    return address


def _account(address: str, told: dict[str, Any]) -> int:
    values = {
        name: decode(User._meta.get_field(name), told[name])
        for name in ("first_name", "last_name", "is_active")
    }
    return User.objects.create_user(address, None, **values).pk
