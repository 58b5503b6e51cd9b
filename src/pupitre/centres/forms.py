"""Forms of a centre's settings."""

from django import forms

from pupitre.centres.models import Centre, Site
from pupitre.core.forms import CentreForm


class CentreSettingsForm(forms.ModelForm[Centre]):
    """The centre's identity and its habits."""

    class Meta:
        model = Centre
        exclude = ["slug", "created_on"]  # noqa: DJ006  # all the rest is the coordinator's


class SiteForm(CentreForm[Site]):
    """A site."""

    class Meta:
        model = Site
        fields = ["name", "address", "postcode", "town", "finess", "siret", "phone", "closed_on"]
