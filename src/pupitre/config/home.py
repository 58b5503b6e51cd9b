"""Where Pupitre keeps its state: one folder, with its keys."""

import os
import secrets
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parents[3]


def home_folder() -> Path:
    """Return PUPITRE_HOME: ./var in a checkout, the user's data folder when installed."""
    given = os.environ.get("PUPITRE_HOME")
    if given:
        return Path(given).expanduser().resolve()
    if (CHECKOUT / "pyproject.toml").exists():
        return CHECKOUT / "var"
    data = os.environ.get("XDG_DATA_HOME", "~/.local/share")
    return Path(data).expanduser() / "pupitre"


def secret_key(home: Path, name: str = "secret_key") -> str:
    """Return a key of this installation, made on first use; a key of one process where no state is wanted."""
    if os.environ.get("PUPITRE_STATELESS") == "1":
        return secrets.token_urlsafe(50)
    file = home / name
    if not file.exists():
        home.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as out:
            out.write(secrets.token_urlsafe(50))
    return file.read_text(encoding="ascii").strip()
