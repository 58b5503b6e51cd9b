"""Django settings, read from the environment; see docs/guide/installer.md for the variables."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
import django_stubs_ext
from csp.constants import SELF

from pupitre.config.home import home_folder, secret_key

django_stubs_ext.monkeypatch()  # lets Form[Model] and Lookup[T] be written at run time

PUPITRE_HOME = home_folder()
DEMO = os.environ.get("PUPITRE_DEMO") == "1"
BASE_URL = os.environ.get("PUPITRE_BASE_URL", "http://localhost:8000").rstrip("/")
HTTPS = BASE_URL.startswith("https://")
DEBUG = False
SECRET_KEY = secret_key(PUPITRE_HOME)
AUDIT_KEY = secret_key(PUPITRE_HOME, "audit_key").encode()
HOST = urlsplit(BASE_URL).hostname or "localhost"
ALLOWED_HOSTS = [
    HOST,
    "localhost",
    "127.0.0.1",
    "[::1]",
    *filter(None, os.environ.get("PUPITRE_HOSTS", "").split(",")),
]
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "pupitre.core",
    "pupitre.accounts",
    "pupitre.centres",
    "pupitre.people",
    "pupitre.mailing",
    "pupitre.documents",
    "pupitre.tasks",
    "pupitre.inbox",
    "pupitre.meetings",
    "pupitre.protocols",
    "pupitre.projects",
    "pupitre.contracts",
    "pupitre.hr",
    "pupitre.books",
    "pupitre.payments",
    "pupitre.bank",
    "pupitre.indemnities",
    "pupitre.rents",
    "pupitre.invoices",
    "pupitre.budgets",
    "pupitre.aci",
    "pupitre.network",
    "pupitre.portability",
    "pupitre.desk",
    "pupitre.privacy",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.humanize",
    "django.forms",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "pupitre.core.middleware.HeadersMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "pupitre.accounts.middleware.IdleSessionMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "pupitre.core.middleware.NoNulMiddleware",
    "pupitre.centres.middleware.CentreMiddleware",
    "pupitre.core.once.OnceMiddleware",
    "pupitre.core.conflict.ConflictMiddleware",
]

ROOT_URLCONF = "pupitre.config.urls"
WSGI_APPLICATION = "pupitre.config.wsgi.application"
FORM_RENDERER = "pupitre.core.renderers.PupitreRenderer"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "pupitre.centres.shell.shell",
            ],
            "builtins": [
                "pupitre.core.templatetags.ui",
                "pupitre.core.templatetags.fr",
                "pupitre.core.templatetags.links",
                "pupitre.core.templatetags.sending",
            ],
        },
    }
]


def database(url: str) -> dict[str, Any]:
    """Return the settings of a database: SQLite in the home folder, or PostgreSQL."""
    settings: dict[str, Any] = dict(dj_database_url.parse(url))
    if settings["ENGINE"].endswith("sqlite3"):
        pragmas = (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            "PRAGMA cache_size=-20000; PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=27103364;"
        )
        settings["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": pragmas,
        }
        settings["CONN_MAX_AGE"] = None
        return settings
    settings["DISABLE_SERVER_SIDE_CURSORS"] = True  # PgBouncer shares a connection by transaction
    settings["OPTIONS"] = {"connect_timeout": 3}
    if os.environ.get("PUPITRE_DB_POOL", "1") == "1":
        settings["OPTIONS"]["pool"] = {
            "min_size": 1,
            "max_size": 4,
            "timeout": 3,
            "reconnect_timeout": 5,
        }
        settings["CONN_HEALTH_CHECKS"] = True  # a connection that the server closed serves nobody
    return settings


DATABASES = {
    "default": database(
        os.environ.get("DATABASE_URL", f"sqlite:///{PUPITRE_HOME / 'pupitre.sqlite3'}")
    )
}
if os.environ.get(
    "DATABASE_REPLICA_URL"
):  # a streaming replica: it serves the pages that only read
    DATABASES["replica"] = database(os.environ["DATABASE_REPLICA_URL"])
    DATABASES["replica"].setdefault("OPTIONS", {})["connect_timeout"] = 2
    if "pool" in DATABASES["replica"]["OPTIONS"]:
        DATABASES["replica"]["OPTIONS"]["pool"]["timeout"] = 2
    DATABASE_ROUTERS = ["pupitre.core.tenancy.replica.Router"]
REPLICA_MAX_BEHIND = 1_000_000 * int(os.environ.get("PUPITRE_REPLICA_MO", "16"))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {
            "MAX_ENTRIES": 20_000
        },  # a flood of attempts must not chase the counts of others
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
_DJANGO = "django.contrib.auth.password_validation."
AUTH_PASSWORD_VALIDATORS: list[dict[str, Any]] = [
    {"NAME": _DJANGO + "UserAttributeSimilarityValidator"},
    {"NAME": _DJANGO + "MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": _DJANGO + "CommonPasswordValidator"},
    {"NAME": "pupitre.accounts.passwords.LocalWordsValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "pupitre.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_RATE_LIMITS = {  # « ip » is a /24 or a /64, « key » an address and, for a login, who tries it
    "login": "60/5m/ip",
    "login_failed": "30/5m/ip,5/5m/key",
    "reset_password": "10/10m/ip,3/30m/key",
    "reset_password_from_key": "20/5m/ip",
    "reauthenticate": "10/5m/user",
    "change_password": "5/5m/user",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Pupitre"
MFA_FORMS = {"add_webauthn": "pupitre.accounts.forms.PasskeyForm"}
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = {"openid_connect": {"APPS": []}}
SOCIALACCOUNT_ONLY = False

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SESSION_COOKIE_NAME = "__Host-session" if HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if HTTPS else "csrf"
SESSION_ENGINE = "pupitre.accounts.sessions"
SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE_SECONDS = 30 * 60
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "pupitre.core.errors.csrf_failure"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if os.environ.get("PUPITRE_PROXY") == "1" else None
)
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
        "report-uri": "/csp/",
    }
}

LANGUAGE_CODE = "fr"
TIME_ZONE = "Europe/Paris"
FORMAT_MODULE_PATH = ["pupitre.core.formats"]
USE_I18N = True
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = PUPITRE_HOME / "static"
WHITENOISE_USE_FINDERS = True
WHITENOISE_CHARSET = "utf-8"
WHITENOISE_ALLOW_ALL_ORIGINS = False
MEDIA_ROOT = PUPITRE_HOME / "files"
FILE_UPLOAD_PERMISSIONS = 0o600
STORAGES = {
    "default": {"BACKEND": "pupitre.core.storage.DurableStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DOCUMENT_MAX_OCTETS = 1_000_000 * int(os.environ.get("PUPITRE_DOCUMENT_MO", "25"))
CENTRE_MAX_OCTETS = 1_000_000_000 * int(os.environ.get("PUPITRE_CENTRE_GO", "20"))
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Outgoing mail: one SMTP server for the installation; absent, Pupitre prepares mails for the user's own program.
SMTP_URL = os.environ.get("PUPITRE_SMTP_URL", "")
DEFAULT_FROM_EMAIL = os.environ.get("PUPITRE_MAIL_FROM", f"pupitre@{HOST}")
EMAIL_BACKEND = "pupitre.accounts.mail.JobBackend"
EMAIL_TIMEOUT = 20
MAILS_PER_HOUR = int(os.environ.get("PUPITRE_MAILS_PER_HOUR", "20"))  # to one address; more wait
ADMINS: list[tuple[str, str]] = []

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": os.environ.get("PUPITRE_LOG", "WARNING")},
}
LOCALE_PATHS = [Path(__file__).resolve().parent / "locale"]
