"""Every setting of Trellis, from environment variables; a bad value stops the start with one sentence."""

from __future__ import annotations

import os
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from trellis.file_bucket import file_bucket
from trellis.sign_on import sign_on_providers

PACKAGE = Path(__file__).resolve().parent
ROOT = PACKAGE.parent.parent


def text(name: str, default: str = "") -> str:
    """Return the environment variable ``name`` without spaces around it."""
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool = False) -> bool:
    """Return a yes-or-no variable; raise for anything but 1, 0, true, false, yes, no."""
    value = text(name).lower()
    if value in {"1", "true", "yes"}:
        return True
    if value in {"0", "false", "no"}:
        return False
    if value == "":
        return default
    raise ImproperlyConfigured(f"{name} is '{value}'; set it to 1 or 0.")


def number(name: str, default: int, *, least: int = 0) -> int:
    """Return a whole number of at least ``least``."""
    value = text(name)
    if value == "":
        return default
    if not value.isdigit() or int(value) < least:
        raise ImproperlyConfigured(f"{name} is '{value}'; set it to a whole number of at least {least}.")
    return int(value)


def words(name: str) -> list[str]:
    """Return a comma-separated variable as a list."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def database(name: str) -> dict[str, Any]:
    """Return Django's database settings from an address such as ``postgresql://user:secret@host/name``."""
    address = text(name)
    if not address:
        raise ImproperlyConfigured(
            "DATABASE_URL is not set; start with the 'trellis' command, which brings its own PostgreSQL, or set it to"
            " postgresql://user:password@host/name."
        )
    try:
        parts = conninfo_to_dict(address)
    except ProgrammingError:
        raise ImproperlyConfigured(
            f"{name} is no PostgreSQL address; set it to postgresql://user:password@host/name."
        ) from None
    known = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}
    settings: dict[str, Any] = {upper: str(parts.pop(lower, "") or "") for lower, upper in known.items()}
    if not settings["NAME"]:
        raise ImproperlyConfigured(f"{name} names no database; set it to postgresql://user:password@host/name.")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        # Pages ask the same statements again and again: the server plans them once for each connection. All of them
        # look rows up by keys, so the plan for any value is the plan for this one.
        "OPTIONS": {
            "server_side_binding": True,
            "prepare_threshold": 2,
            **parts,
            "options": f"{parts.get('options', '')} -c plan_cache_mode=force_generic_plan".strip(),
        },
        **settings,
    }


# --- What this installation is -----------------------------------------------------------------
DEBUG = flag("TRELLIS_DEBUG")
DEMO = flag("TRELLIS_DEMO")
TESTING = flag("TRELLIS_TESTING")
LOCAL = DEBUG or DEMO or TESTING  # on this machine only: plain HTTP, no second factor
DATA_DIR = Path(text("TRELLIS_DATA_DIR") or ROOT / "var")
MEDIA_ROOT = DATA_DIR / "files"
FILES_QUOTA_MB = number("TRELLIS_FILES_QUOTA_MB", 20_000, least=1)  # all files of one district together
FILES_QUOTA_MOST_MB = number("TRELLIS_FILES_QUOTA_MOST_MB", FILES_QUOTA_MB, least=1)  # what a district may give itself
FILES_VIDEO_MB = number("TRELLIS_FILES_VIDEO_MB", 60, least=1)
FILES_VIDEO_MINUTES = number("TRELLIS_FILES_VIDEO_MINUTES", 5, least=1)
(FILES_S3_ENDPOINT, FILES_S3_BUCKET, FILES_S3_REGION, FILES_S3_ACCESS_KEY, FILES_S3_SECRET_KEY) = file_bucket(
    os.environ
)  # empty: files lie on disk

SECRET_KEY = text("TRELLIS_SECRET_KEY")
if len(SECRET_KEY) < 32:
    raise ImproperlyConfigured("TRELLIS_SECRET_KEY is missing or short; set it to at least 32 random characters.")
ALLOWED_HOSTS = words("TRELLIS_ALLOWED_HOSTS") or (["127.0.0.1", "localhost", "[::1]", "testserver"] if LOCAL else [])
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "TRELLIS_ALLOWED_HOSTS is not set; set it to the name of this server, such as trellis.school.example."
    )
# Where mails lead that no request asked for. The first of the names serves unless another one is set.
PUBLIC_ADDRESS = text("TRELLIS_PUBLIC_ADDRESS") or (
    f"http://127.0.0.1:{text('PORT', '8000')}" if LOCAL else f"https://{ALLOWED_HOSTS[0].lstrip('.')}"
)
CSRF_TRUSTED_ORIGINS = words("TRELLIS_TRUSTED_ORIGINS")

# --- Database -----------------------------------------------------------------------------------
DATABASES = {"default": database("DATABASE_OWNER_URL" if flag("TRELLIS_AS_OWNER") else "DATABASE_URL")}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Rooms --------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django_htmx",
    "template_partials.apps.SimpleAppConfig",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.socialaccount.providers.saml",
    "axes",
    "procrastinate.contrib.django",
    "trellis.core",
    "trellis.web",
    "trellis.people",
    "trellis.school",
    "trellis.files",
    "trellis.talk",
    "trellis.notice",
    "trellis.agenda",
    "trellis.framework",
    "trellis.profile",
    "trellis.plan",
    "trellis.evidence",
    "trellis.studio",
    "trellis.portfolio",
    "trellis.interop.oneroster",
    "trellis.interop.case",
    "trellis.home",
    "trellis.demo",
]
MIDDLEWARE = [
    "trellis.web.middleware.ContentSecurityPolicyMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "trellis.web.uploads.UploadLimitMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "trellis.people.middleware.ScopeMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "trellis.people.middleware.PersonMiddleware",
    "trellis.web.middleware.PreferencesMiddleware",
    "trellis.people.doors.middleware.DoorMiddleware",
    "trellis.web.middleware.ButtonOnlyMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "trellis.urls"
WSGI_APPLICATION = "trellis.wsgi.application"
_LOADERS = ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        # Before the folders of the apps, so that our sign-in pages win over those that allauth brings.
        "DIRS": [PACKAGE / "people" / "templates"],
        "OPTIONS": {
            "loaders": [("template_partials.loader.Loader", [("django.template.loaders.cached.Loader", _LOADERS)])],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
                "trellis.web.templatetags.trellis",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

FORM_RENDERER = "trellis.web.form_renderer.StringRenderer"

# --- Language and time --------------------------------------------------------------------------
LANGUAGES = [("en", _("English")), ("es", _("Spanish"))]
LANGUAGE_CODE = "en"
LOCALE_PATHS = [PACKAGE / "locale"]
USE_TZ = True
TIME_ZONE = "UTC"

# --- Static files -------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = None if LOCAL else DATA_DIR / "static"  # locally the files are served from where they lie
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if LOCAL
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = LOCAL
WHITENOISE_AUTOREFRESH = DEBUG

# --- Signing in ---------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "trellis.people.backends.AccountBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.MD5PasswordHasher" if TESTING else "django.contrib.auth.hashers.Argon2PasswordHasher"
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "trellis.people.password_rules.NotOneself"},
    {"NAME": "trellis.people.password_rules.LongEnough", "OPTIONS": {"min_length": 10}},
    {"NAME": "trellis.people.password_rules.NotCommon"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
SESSION_ENGINE = "trellis.people.sessions"
SESSION_COOKIE_AGE = number("TRELLIS_SESSION_HOURS", 10, least=1) * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LOCAL
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
# Notices name people, so they end with the visit; a cookie of their own would show them to who signs in next.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SHARED_DEVICE_MINUTES = number("TRELLIS_SHARED_DEVICE_MINUTES", 20, least=1)
REQUIRE_SECOND_FACTOR = flag("TRELLIS_REQUIRE_SECOND_FACTOR", default=not LOCAL)

ACCOUNT_ADAPTER = "trellis.people.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the school knows its people; a changed address is confirmed by our own pages
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # before what could open the account for somebody else
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # no letters to strangers
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_EMAIL_NOTIFICATIONS = False
ACCOUNT_FORMS = {
    "login": "trellis.people.forms.LoginForm",
    "change_password": "trellis.people.forms_password.ChangePasswordForm",
    "set_password": "trellis.people.forms_password.SetPasswordForm",
    "reset_password_from_key": "trellis.people.forms_password.NewPasswordForm",
    "reauthenticate": "trellis.people.forms_password.PasswordAgainForm",
}
# Guessing is counted by django-axes, in the database and so for all processes; these only stop floods.
ACCOUNT_RATE_LIMITS = {"login": "600/m/ip", "login_failed": None, "reset_password_from_key": "600/m/ip"}

MFA_ADAPTER = "trellis.people.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "trellis.people.forms.SecondStepForm",
    "reauthenticate": "trellis.people.forms.SecondStepAgainForm",
}
MFA_RATE_LIMITS = {"webauthn_login": "600/m/ip"}  # a whole school behind one address
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Trellis"
MFA_TOTP_TOLERANCE = 1
MFA_ALLOW_UNVERIFIED_EMAIL = True  # see ACCOUNT_EMAIL_VERIFICATION
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = LOCAL

AXES_LOCKOUT_PARAMETERS = "trellis.people.doors.guard.counted_by"
AXES_FAILURE_LIMIT = "trellis.people.doors.guard.failure_limit"
AXES_USERNAME_CALLABLE = "trellis.people.doors.guard.who_is_at_the_door"
AXES_CLIENT_IP_CALLABLE = "trellis.people.doors.guard.address_of"
AXES_LOCKOUT_CALLABLE = "trellis.people.doors.guard.locked_out_page"
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_DISABLE_ACCESS_LOG = True
AXES_SENSITIVE_PARAMETERS = [
    "password",
    "login",
    "email",
    "username",
    "picture",
    "code",
    "csrfmiddlewaretoken",
]
AXES_VERBOSE = False
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if flag("TRELLIS_BEHIND_PROXY") else 0

# Single sign-on: a door is on the sign-in page when it is configured, and not otherwise.
SOCIALACCOUNT_ADAPTER = "trellis.people.adapters.SingleSignOnAdapter"
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_STORE_TOKENS = False
SIGN_ON_DISTRICT = text("TRELLIS_SIGN_ON_DISTRICT")
SIGN_ON_CLAIM = text("TRELLIS_SIGN_ON_CLAIM")
SOCIALACCOUNT_PROVIDERS, CSP_FORM_ACTION = sign_on_providers(os.environ)

# --- Mail ---------------------------------------------------------------------------------------
EMAIL_HOST = text("TRELLIS_MAIL_HOST")
EMAIL_PORT = number("TRELLIS_MAIL_PORT", 587, least=1)
EMAIL_HOST_USER = text("TRELLIS_MAIL_USER")
EMAIL_HOST_PASSWORD = text("TRELLIS_MAIL_PASSWORD")
EMAIL_USE_TLS = flag("TRELLIS_MAIL_TLS", default=True)
EMAIL_TIMEOUT = 20
# Letters hold secret links: without a mail server they are shown on this machine only, elsewhere not written at all.
_MAIL = "smtp" if EMAIL_HOST else "console" if LOCAL else "dummy"
EMAIL_BACKEND = f"django.core.mail.backends.{_MAIL}.EmailBackend"
SENDS_MAIL = _MAIL != "dummy"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = text("TRELLIS_MAIL_FROM", "trellis@localhost")

# --- Jobs ---------------------------------------------------------------------------------------
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

# --- Web ----------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = not LOCAL and flag("TRELLIS_HTTPS_REDIRECT", default=True)
SECURE_HSTS_SECONDS = 0 if LOCAL else 31_536_000
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if flag("TRELLIS_BEHIND_PROXY") else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024  # of what is typed; files do not count
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024  # larger ones wait on disk, not in memory
FILE_UPLOAD_HANDLERS = [
    "trellis.people.uploads.OnlyFromInside",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

# --- Logs: what happened, never who or what about -------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "trellis.people.doors.discreet.DiscreetFormatter",
            "fmt": "{asctime} {levelname} {name}: {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "stream": sys.stderr, "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"axes": {"level": "ERROR"}},  # it would write down the address of everybody who mistypes a password
}
