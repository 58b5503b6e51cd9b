"""Forms of the account in the words of its owner."""

from typing import Any

from allauth.mfa.webauthn.forms import AddWebAuthnForm


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth is untyped
    """Adds a passkey; by itself it is enough to log in, as the device checks who holds it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "Nom de la clé"
        if "passwordless" in self.fields:
            self.fields["passwordless"].label = "Se connecter avec cette clé, sans mot de passe"
            self.fields[
                "passwordless"
            ].help_text = (
                "L’appareil vérifie que c’est vous, par l’empreinte, le visage ou un code."
            )
