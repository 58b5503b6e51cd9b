"""Users: people who log in, by e-mail address."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models


class UserManager(BaseUserManager["User"]):
    """Creates users with a normalised address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """An account: it may work in several centres, with one role in each."""

    class Scheme(models.TextChoices):
        AUTO = "auto", "comme l'appareil"
        LIGHT = "light", "clair"
        DARK = "dark", "sombre"

    email = models.EmailField(
        "adresse e-mail", unique=True, error_messages={"unique": "Cette adresse a déjà un compte."}
    )
    first_name = models.CharField("prénom", max_length=80, blank=True)
    last_name = models.CharField("nom", max_length=80, blank=True)
    is_active = models.BooleanField("actif", default=True)
    date_joined = models.DateTimeField("créé le", auto_now_add=True)
    scheme = models.CharField(
        "apparence", max_length=5, choices=Scheme.choices, default=Scheme.AUTO
    )

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = "compte"

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def get_full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    def get_short_name(self) -> str:
        return self.first_name or self.email


class UserSession(AbstractBaseSession):
    """A session, and whose it is; moments in seconds since 1970, as in the session itself."""

    user_id = models.BigIntegerField("compte", null=True, db_index=True)
    device = models.CharField("appareil", max_length=120, blank=True)
    born_at = models.BigIntegerField("ouverte à")
    seen_at = models.BigIntegerField("vue à")

    class Meta(AbstractBaseSession.Meta):
        verbose_name = "session"
        verbose_name_plural = "sessions"

    @classmethod
    def get_session_store_class(cls) -> Any:
        from pupitre.accounts.sessions import SessionStore  # it reads this model

        return SessionStore
