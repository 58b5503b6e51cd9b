"""The plain records of a centre's settings: sites, rooms, hours, institution contacts."""

from typing import Any

from pupitre.centres.forms import ContactForm, HoursForm, RoomForm, SiteForm
from pupitre.centres.models import InstitutionContact, OpeningHours, Room, Site
from pupitre.core.crud import CrudView
from pupitre.core.links import centre_url
from pupitre.core.tables import Column


class SettingsCrud(CrudView):
    """A record whose page is the settings page."""

    permissions = ("centres.view", "centres.edit")
    roles = ("list", "create", "update", "delete")

    def after_save(self, obj: Any) -> str:
        return centre_url("centres:settings")


class SiteCrud(SettingsCrud):
    """The sites of the centre."""

    model = Site
    form_class = SiteForm
    words = ("site", "sites")
    columns = (
        Column("Site", str, url=lambda site: site.get_absolute_url(), sort="name"),
        Column("Commune", lambda site: site.town, sort="town"),
        Column("FINESS", lambda site: site.finess),
        Column("SIRET", lambda site: site.siret),
        Column("Téléphone", lambda site: site.phone),
        Column("Fermé depuis", lambda site: site.closed_on, kind="date"),
    )


class RoomCrud(SettingsCrud):
    """The rooms of the sites."""

    model = Room
    form_class = RoomForm
    words = ("salle", "salles")
    columns = (
        Column("Salle", str, url=lambda room: room.get_absolute_url(), sort="name"),
        Column("Site", lambda room: room.site, sort="site__name"),
        Column("Places", lambda room: room.seats, kind="number", sort="seats"),
        Column("Surface (m²)", lambda room: room.area, kind="number"),
    )

    def get_queryset(self) -> Any:
        return Room.objects.select_related("site")


class HoursCrud(SettingsCrud):
    """The opening hours of the sites."""

    model = OpeningHours
    form_class = HoursForm
    words = ("horaire", "horaires")
    columns = (
        Column("Site", lambda hours: hours.site, sort="site__name"),
        Column(
            "Jour",
            lambda hours: hours.get_weekday_display(),
            sort="weekday",
            url=lambda hours: hours.get_absolute_url(),
        ),
        Column("Ouvre", lambda hours: hours.opens, kind="time"),
        Column("Ferme", lambda hours: hours.closes, kind="time"),
    )

    filters = (
        ("site", "Site", lambda: [(str(site.pk), site.name) for site in Site.objects.all()]),
    )

    def get_queryset(self) -> Any:
        return OpeningHours.objects.select_related("site")


class ContactCrud(SettingsCrud):
    """Who to call at the CPAM and the ARS."""

    model = InstitutionContact
    form_class = ContactForm
    words = ("interlocuteur", "interlocuteurs")
    columns = (
        Column(
            "Institution", lambda contact: contact.get_institution_display(), sort="institution"
        ),
        Column(
            "Nom",
            lambda contact: contact.name,
            sort="name",
            url=lambda contact: contact.get_absolute_url(),
        ),
        Column("Fonction", lambda contact: contact.function),
        Column("Adresse e-mail", lambda contact: contact.email),
        Column("Téléphone", lambda contact: contact.phone),
    )
