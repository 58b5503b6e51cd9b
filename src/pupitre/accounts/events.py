"""What happens to accounts, for the rows above."""

from dataclasses import dataclass

from pupitre.accounts.models import User


@dataclass(frozen=True)
class LoggedIn:
    """A user opened a session, second factor done; `device` in words, « Firefox sur Windows »."""

    user: User
    device: str
