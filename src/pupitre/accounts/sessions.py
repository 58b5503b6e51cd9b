"""Sessions kept in the database, each with its user: twelve hours at most, thirty idle minutes, ended at will."""

import logging
import time
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from pupitre.core.outages import outage_of

log = logging.getLogger(__name__)

BORN, SEEN, DEVICE = "born", "seen", "device"


class SessionStore(DatabaseStore):
    """Django's database store on our table; a session ends a fixed time after the login, however used."""

    @classmethod
    def get_model_class(cls) -> Any:
        from pupitre.accounts.models import UserSession  # the models need loaded apps

        return UserSession

    def save(self, must_create: bool = False) -> None:
        """Save the session; where the disk is full, a page that was served stays served without its note."""
        try:
            super().save(must_create)
        except UpdateError as error:
            if outage_of(error) is None:
                raise
            log.warning("a session was not saved: %s", error)

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        data.setdefault(BORN, int(time.time()))
        row: Any = super().create_model_instance(data)
        row.user_id = data.get("_auth_user_id")
        row.device = data.get(DEVICE, "")
        row.born_at, row.seen_at = data[BORN], data.get(SEEN, data[BORN])
        return row

    def get_expiry_age(self, **kwargs: Any) -> int:
        """Return the seconds left, counted from the login."""
        spent = int(time.time()) - int(self.get(BORN, time.time()))
        return max(0, settings.SESSION_COOKIE_AGE - spent)

    def get_expiry_date(self, **kwargs: Any) -> Any:
        from django.utils import timezone

        return timezone.now() + timedelta(seconds=self.get_expiry_age())
