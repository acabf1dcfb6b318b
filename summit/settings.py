"""One settings file; everything that differs between machines comes from the environment."""

import os
import re
from collections.abc import Collection
from datetime import date
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit
from zoneinfo import available_timezones

import pghistory
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent


def env(name: str, default: str | None = None) -> str:
    """Return a variable of the environment; without a default it must be set."""
    value = os.environ.get(name) or default
    if value is None:
        raise ImproperlyConfigured(f"Set the environment variable {name}; see .env.example.")
    return value


def env_flag(name: str) -> bool:
    """Return whether a variable says 1; anything but 1, 0 or nothing is refused."""
    value = env(name, "0")
    if value not in ("0", "1"):
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}.")
    return value == "1"


def env_number(name: str, default: int) -> int:
    """Return a whole number from the environment."""
    value = env(name, str(default))
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.")
    return int(value)


def env_day(name: str) -> date | None:
    """Return a day such as 2025-10-01 from the environment, or None where it is not set."""
    value = env(name, "")
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be a day like 2025-10-01.") from error


def env_networks(name: str) -> list[IPv4Network | IPv6Network]:
    """Return networks such as ``10.20.0.0/16,fd00:20::/32`` from the environment."""
    try:
        return [ip_network(one.strip()) for one in env(name, "").split(",") if one.strip()]
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} must be networks like 10.20.0.0/16.") from error


def env_database(name: str) -> dict[str, object]:
    """Return Django's form of ``postgres://user:password@host:port/name?host=/socket/folder``."""
    url = urlsplit(env(name))
    if url.scheme not in ("postgres", "postgresql"):
        raise ImproperlyConfigured(f"{name} must start with postgres://.")
    if not url.path.strip("/"):
        raise ImproperlyConfigured(f"{name} must name a database: postgres://user@host/name.")
    query = {key: values[-1] for key, values in parse_qs(url.query).items()}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(url.path.lstrip("/")),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": query.pop("host", url.hostname or ""),
        "PORT": str(url.port or ""),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "pool": {"min_size": 1, "max_size": env_number("DATABASE_POOL", 16), "timeout": 5},
            **query,
        },
    }


def env_choice(name: str, default: str, choices: Collection[str], such: str) -> str:
    """Return one of some words from the environment; ``such`` shows the form to whoever erred."""
    value = env(name, default)
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be {such}, not {value!r}.")
    return value


def env_redis(name: str) -> str:
    """Return the address of a Redis."""
    value = env(name)
    if not value.startswith(("redis://", "rediss://", "unix://")):
        raise ImproperlyConfigured(f"{name} must start with redis://, rediss:// or unix://.")
    return value


def celery_url(url: str) -> str:
    """Return Celery's form of a Redis address: it calls a socket ``redis+socket://``."""
    return url.replace("unix://", "redis+socket://", 1)


def origin(url: str) -> str:
    """Return scheme and host of an address, as a content security policy names them."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


# What this copy is

INSECURE = env_flag("SUMMIT_INSECURE")  # plain http on this machine: the demonstration and tests
REQUIRED = ["SECRET_KEY", "DATABASE_URL", "REDIS_URL"]
if not INSECURE:
    REQUIRED += ["ALLOWED_HOSTS", "SUMMIT_BASE_URL", "EMAIL_HOST", "DEFAULT_FROM_EMAIL"]
if missing := [name for name in REQUIRED if not os.environ.get(name)]:
    lines = (f"Set the environment variable {name}; see .env.example." for name in missing)
    raise ImproperlyConfigured("\n".join(lines))

SUMMIT_DEMO_DAY = env_day("SUMMIT_DEMO_DAY")
SUMMIT_DATA = Path(env("SUMMIT_DATA", str(BASE_DIR / ".data")))
SUMMIT_BASE_URL = env("SUMMIT_BASE_URL", "http://127.0.0.1:8000" if INSECURE else None)
SUMMIT_LABEL = env("SUMMIT_LABEL", "")
SECRET_KEY = env("SECRET_KEY")
ALLOWED_HOSTS = env("ALLOWED_HOSTS", "127.0.0.1,localhost" if INSECURE else None).split(",")
SUMMIT_MINISTRY_HOST = env("SUMMIT_MINISTRY_HOST", "").lower()
SUMMIT_MINISTRY_URL = ""
if SUMMIT_MINISTRY_HOST:
    SUMMIT_MINISTRY_URL = f"{urlsplit(SUMMIT_BASE_URL).scheme}://{SUMMIT_MINISTRY_HOST}"
    ALLOWED_HOSTS.append(SUMMIT_MINISTRY_HOST)
DEBUG = False
SUMMIT_METRICS_TOKEN = env("SUMMIT_METRICS_TOKEN", "")

if not INSECURE:
    refusals = {
        "SUMMIT_DEMO_DAY belongs to the demonstration: a live installation must not set it.": (
            SUMMIT_DEMO_DAY
        ),
        "SECRET_KEY must have at least 50 characters, and must not be made by a pattern.": (
            len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 10
        ),
        "SUMMIT_METRICS_TOKEN must have at least 32 characters, or be empty.": (
            0 < len(SUMMIT_METRICS_TOKEN) < 32
        ),
        "SUMMIT_MINISTRY_HOST must be a host name of its own, like ministries.example.": (
            SUMMIT_MINISTRY_HOST
            and (
                not re.fullmatch(r"[a-z0-9-]+(\.[a-z0-9-]+)+", SUMMIT_MINISTRY_HOST)
                or SUMMIT_MINISTRY_HOST in (urlsplit(SUMMIT_BASE_URL).hostname, *ALLOWED_HOSTS[:-1])
            )
        ),
        "ALLOWED_HOSTS must name hosts: * would answer to any.": "*" in ALLOWED_HOSTS,
        "SUMMIT_BASE_URL must be like https://summit.example, without a slash at the end.": (
            not SUMMIT_BASE_URL.startswith("https://") or urlsplit(SUMMIT_BASE_URL).path
        ),
    }
    for sentence, is_so in refusals.items():
        if is_so:
            raise ImproperlyConfigured(sentence)

# What it is made of

INSTALLED_APPS = [
    "planning.apps.PanelConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "planning.apps.FilesConfig",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "pghistory",
    "pgtrigger",
    "rest_framework",
    "planning.apps.PlanningConfig",
]

MIDDLEWARE = [
    "planning.core.hooks.sent_from",
    "planning.core.hooks.named_request",
    "django.middleware.security.SecurityMiddleware",
    "planning.core.hooks.problems",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "planning.visits.hooks.MinistryHost",
    "planning.accounts.hooks.SignInFirst",
    "planning.accounts.hooks.time_out",
    "planning.accounts.hooks.own_settings",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "planning.accounts.hooks.SecondFactor",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "planning.accounts.hooks.sent_once",
    "axes.middleware.AxesMiddleware",
    "planning.core.hooks.Refusals",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "csp.context_processors.nonce",
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
            "builtins": ["planning.templatetags.summit"],
        },
    }
]

FORM_RENDERER = "django.forms.renderers.TemplatesSetting"  # our own templates, for all forms
ROOT_URLCONF = "summit.urls"
WSGI_APPLICATION = "summit.wsgi.application"

# PostgreSQL is the truth; Redis only wakes workers

DATABASES = {"default": env_database("DATABASE_URL")}
REDIS_URL = env_redis("REDIS_URL")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # Codes that have been used and counts of tries: for every process, and no broker's loss.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # The counts of the API: lost they are begun again, and whoever waits for them waits a blink.
    "counts": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "summit",
        "OPTIONS": {"socket_connect_timeout": 0.2, "socket_timeout": 0.2},
    },
}

CELERY_BROKER_URL = celery_url(REDIS_URL)
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # however long it is away
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # A broker that is down must fail at once: no request waits for it.
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    "visibility_timeout": 300,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_WORKER_POOL = "threads"  # no forks beside threads that tick
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = "UTC"
CELERY_BEAT_SCHEDULE = {
    "deliver": {"task": "planning.outbox.deliver", "schedule": 10.0},
    "recover": {"task": "planning.outbox.recover", "schedule": 20.0},
    "remind": {"task": "planning.reminders.remind", "schedule": 60.0},
    "pulse": {
        "task": "planning.operations.pulse",
        "schedule": 10.0,
        "kwargs": {"part": "beat"},
    },
    "call": {"task": "planning.outbox.call", "schedule": 10.0},
    "call-webhooks": {"task": "planning.reminders.call_webhooks", "schedule": 60.0},
    "sweep": {"task": "planning.accounts.sweep", "schedule": 3600.0},
}

PGHISTORY_DEFAULT_TRACKERS = (
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
)
PGHISTORY_APPEND_ONLY = True
PGTRIGGER_MIGRATIONS = False  # triggers follow the models: installed after each migrate (ADR 3)

# Who comes in

AUTH_USER_MODEL = "planning.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "accounts:sign-in"
LOGIN_REDIRECT_URL = "overview:home"
LOGOUT_REDIRECT_URL = "accounts:sign-in"
SESSION_ENGINE = "planning.accounts.hooks"  # rows that know whose they are
SESSION_COOKIE_AGE = 12 * 60 * 60  # however busy
SESSION_IDLE = env_number("SESSION_IDLE", 60) * 60
ACCOUNT_ADAPTER = "planning.accounts.hooks.Accounts"
ACCOUNT_FORMS = {
    "login": "planning.accounts.forms.SignInForm",
    "reauthenticate": "planning.accounts.forms.AgainForm",
    "change_password": "planning.accounts.forms.ChangePasswordForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator enters it, and the invitation goes there
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_RATE_LIMITS = {  # axes counts wrong passwords and codes, with one wording and one counter
    "login": None,
    "login_failed": None,
    "change_password": None,
    "reauthenticate": None,
    "reset_password": "60/m/ip,3/h/key",  # links by mail
}
MFA_ADAPTER = "planning.accounts.hooks.SecondFactors"
MFA_RATE_LIMITS = {"webauthn_login": None}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "planning.accounts.forms.CodeForm",
    "reauthenticate": "planning.accounts.forms.CodeAgainForm",
    "activate_totp": "planning.accounts.forms.FirstCodeForm",
    "add_webauthn": "planning.accounts.forms.AddKeyForm",
}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Summit"
MFA_TOTP_TOLERANCE = 1  # a phone's clock may be half a minute off
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = INSECURE
# The demonstration works without a phone; a live installation cannot be one.
SECOND_FACTOR_REQUIRED = SUMMIT_DEMO_DAY is None
SECOND_FACTOR_RULE = "planning.visits.access.has_weight"
HOST_RULE = "planning.visits.access.base_for"
# A ministry's own sign-in by OpenID Connect: off without a server
OIDC_SERVER = env("OIDC_SERVER", "").rstrip("/")
if OIDC_SERVER and not INSECURE and not OIDC_SERVER.startswith("https://"):
    raise ImproperlyConfigured("OIDC_SERVER must start with https://.")
OIDC_NAME = env("OIDC_NAME", "your ministry")
OIDC_CLIENT = env("OIDC_CLIENT", None if OIDC_SERVER else "")
SOCIALACCOUNT_ADAPTER = "planning.accounts.hooks.Ministry"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "ministry",
                "name": OIDC_NAME,
                "client_id": OIDC_CLIENT,
                "secret": env("OIDC_SECRET", None if OIDC_SERVER else ""),
                "settings": {"server_url": OIDC_SERVER, "fetch_userinfo": False},
            }
        ],
    }
}
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_FORM_FIELD = "username"  # as Django's form and signals call the address
AXES_USERNAME_CALLABLE = "planning.accounts.hooks.who_knocks"
AXES_LOCKOUT_TEMPLATE = "planning/accounts/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False

# What leaves with each page

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not INSECURE
SESSION_COOKIE_NAME = "summit_session" if INSECURE else "__Host-session"
CSRF_COOKIE_NAME = "summit_csrf" if INSECURE else "__Host-csrf"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = not INSECURE
SECURE_REDIRECT_EXEMPT = ["^(healthz|readyz|metrics)$"]  # asked from inside
SECURE_HSTS_SECONDS = 0 if INSECURE else 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = not INSECURE
SUMMIT_PROXIES = env_number("SUMMIT_PROXIES", 0 if INSECURE else 1)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF, *([origin(OIDC_SERVER)] if OIDC_SERVER else [])],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

# Files

STATIC_URL = "/static/"
STATIC_ROOT = Path(env("STATIC_ROOT", str(BASE_DIR / "staticfiles")))
PACKAGES = BASE_DIR / "node_modules"  # needed where static files are collected, not where served
STATICFILES_DIRS = [
    path
    for path in (
        BASE_DIR / "static",
        ("bootstrap", PACKAGES / "bootstrap" / "dist" / "css"),
        ("noto-sans", PACKAGES / "@fontsource-variable" / "noto-sans"),
    )
    if PACKAGES.exists() or not isinstance(path, tuple)
]
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = INSECURE  # else collected and hashed
MEDIA_ROOT = SUMMIT_DATA / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if INSECURE
        else "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    },
}

# Mail

EMAIL_HOST = env("EMAIL_HOST", "localhost")
EMAIL_PORT = env_number("EMAIL_PORT", 25)
EMAIL_HOST_USER = env("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env_flag("EMAIL_USE_TLS")
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", "Summit <summit@localhost>")
OUTBOX_JOURNAL = SUMMIT_DATA / "journal"

# Calls to ministries' own systems

SUMMIT_WEBHOOKS = env_flag("SUMMIT_WEBHOOKS")
SUMMIT_WEBHOOK_NETWORKS = env_networks("SUMMIT_WEBHOOK_NETWORKS")  # internal, yet may be called

# Words, days and numbers

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "summit" / "locale"]
TIME_ZONE = env_choice(  # the office's own zone
    "SUMMIT_ZONE", "Asia/Kolkata", available_timezones(), "a time zone like Asia/Kolkata"
)
USE_I18N = USE_TZ = True
FORMAT_MODULE_PATH = ["summit.formats"]

# API

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "planning.accounts.hooks.TokenAuthentication",
        "planning.accounts.hooks.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "planning.core.api.Pages",
    "PAGE_SIZE": 50,
    "DEFAULT_FILTER_BACKENDS": ["planning.core.filters.Filters", "planning.core.filters.Ordering"],
    "DEFAULT_SCHEMA_CLASS": "planning.core.schema.Description",
    "URL_FORMAT_OVERRIDE": None,
    "EXCEPTION_HANDLER": "planning.core.api.exception_handler",
    "UNAUTHENTICATED_USER": None,
}
API_RATES = {  # requests a minute: of a token or user, of an address without either; 0: any number
    "read": env_number("API_READS_A_MINUTE", 600),
    "write": env_number("API_WRITES_A_MINUTE", 120),
    "stranger": env_number("API_STRANGERS_A_MINUTE", 20),
    "wrong": AXES_FAILURE_LIMIT,  # of an address, in AXES_COOLOFF_TIME
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Summit",
    "DESCRIPTION": "The planning desk of a foreign ministry's protocol office.",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "GET_MOCK_REQUEST": "planning.core.schema.asked_by_nobody",
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "POSTPROCESSING_HOOKS": ["planning.core.schema.complete"],
}

LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
LOG_LEVEL = env_choice("LOG_LEVEL", "INFO", LEVELS, "DEBUG, INFO, WARNING or ERROR")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "planning.core.logs.Plain" if INSECURE else "planning.core.logs.Json"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "axes": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},  # else each tick is told
        "celery.beat": {"level": "WARNING"},
        "celery.worker.strategy": {"level": "WARNING"},
        "gunicorn.error": {"propagate": True},
        "pgtrigger": {"level": "WARNING"},
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
}
