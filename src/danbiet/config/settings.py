"""Settings: everything an operator may change comes from the environment or from ``danbiet.env`` in the data folder.

The data folder (``DANBIET_HOME``, default ``./var``) holds the embedded database, stored files, built assets and
``danbiet.env`` with the secret key, which ``danbiet init`` and ``danbiet demo`` create.
"""

from __future__ import annotations

import os
from datetime import date, timedelta
from pathlib import Path

import environ

from danbiet.base import clock

HOME = Path(os.environ.get("DANBIET_HOME", "var")).resolve()
env = environ.Env()
if (HOME / "danbiet.env").is_file():
    env.read_env(str(HOME / "danbiet.env"))

DEBUG = env.bool("DANBIET_DEBUG", default=False)
# Without a key of its own an installation signs nothing that outlives the process: a random key per start.
SECRET_KEY_GIVEN = bool(env("DANBIET_SECRET_KEY", default=""))
SECRET_KEY = env("DANBIET_SECRET_KEY", default="") or os.urandom(32).hex()
# The key of personal values in the journal: its own, so that a new secret key leaves the record readable.
JOURNAL_KEY_GIVEN = bool(env("DANBIET_JOURNAL_KEY", default=""))
JOURNAL_KEY = env("DANBIET_JOURNAL_KEY", default="") or SECRET_KEY
ALLOWED_HOSTS = env.list("DANBIET_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
SITE_ADDRESS = env("DANBIET_ADDRESS", default="")
DEMONSTRATION = env.bool("DANBIET_DEMONSTRATION", default=False)
FROZEN_TODAY = env("DANBIET_TODAY", default="")
if FROZEN_TODAY:
    clock.freeze(date.fromisoformat(FROZEN_TODAY))

ROOMS = [
    "pages",
    "files",
    "journal",
    "people",
    "notices",
    "units",
    "upkeep",
    "index",
    "duties",
    "plans",
    "surveys",
    "portal",
    "observatory",
    "office",
    "demo",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "axes",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    *(f"danbiet.{room}" for room in ROOMS),
]
MIDDLEWARE = [
    "danbiet.pages.logs.AccessLogMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Bad lines first: a page of words shrinks to a fifth. Its random padding and Django's masked tokens answer BREACH.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "danbiet.pages.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "danbiet.people.middleware.AccountMiddleware",
    "danbiet.pages.middleware.SizeMiddleware",
    "danbiet.pages.middleware.CodedErrorMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "danbiet.config.urls"
WSGI_APPLICATION = "danbiet.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "danbiet.pages.context.site",
            ],
        },
    }
]

# --- database -----------------------------------------------------------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{HOME / 'danbiet.sqlite3'}")}
_database = DATABASES["default"]
_database.setdefault("CONN_MAX_AGE", env.int("DANBIET_CONN_MAX_AGE", default=600))
if _database["ENGINE"] == "django.db.backends.sqlite3":
    # WAL lets readers go on while one writes; IMMEDIATE takes the write lock at BEGIN, so that a transaction never
    # fails half-way for want of it; synchronous=FULL: an acknowledgement means the bytes are on the disk;
    # recursive_triggers=ON: REPLACE fires the journal's delete trigger too.
    _database["OPTIONS"] = {
        "timeout": 30,
        "transaction_mode": "IMMEDIATE",
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            "PRAGMA recursive_triggers=ON; PRAGMA cache_size=-32000;"
        ),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- people and security ------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "danbiet.people.backends.PersonBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "danbiet.people.passwords.VarietyValidator"},
]
# Five wrong passwords or codes for a name from an address, then a pause (danbiet.people.lockout).
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=env.int("DANBIET_LOCKOUT_MINUTES", default=15))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
# Trying again during the pause doesn't lengthen it: a guesser at an office's address would shut a name out for ever.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False
AXES_LOCKOUT_CALLABLE = "danbiet.people.lockout.page"
AXES_CLIENT_IP_CALLABLE = "danbiet.people.lockout.client_address"
AXES_SENSITIVE_PARAMETERS = ["username", "code", "csrfmiddlewaretoken", "next"]
OTP_TOTP_ISSUER = "Dân Biết"
# Days after which operators, approvers and administrators need the code from the phone; "" (no number): never.
_days = env("DANBIET_SECOND_STEP_DAYS", default="30")
SECOND_STEP_DAYS = int(_days) if _days else None
LOGIN_URL = "office:login"
LOGIN_REDIRECT_URL = "office:my-work"
LOGOUT_REDIRECT_URL = "portal:home"
SECURE = env.bool("DANBIET_HTTPS", default=False)
SECURE_SSL_REDIRECT = SECURE
# A monitor on the machine itself asks without TLS.
SECURE_REDIRECT_EXEMPT = [r"^suc-khoe/$"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("DANBIET_PROXY", default=False) else None
SECURE_HSTS_SECONDS = 31_536_000 if SECURE else 0
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = SECURE
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 60 * 60
CSRF_COOKIE_SECURE = SECURE
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        "img-src": ["'self'"],
        "script-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
# A stored file has at most 20 MB; the sample nginx draws the same line.
REQUEST_MAX_BYTES = 22 * 1024 * 1024

# --- language and time --------------------------------------------------------------------------------------------
# Vietnamese is the language the interface is written in; each room keeps its English in locale/en.
LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

# --- e-mail -----------------------------------------------------------------------------------------------------------
# smtp+tls://user:password@host:587, consolemail://; without one messages show in the office only. Whatever is set, a
# demonstration sends nothing.
EMAIL_READY = bool(env("DANBIET_EMAIL_URL", default=""))
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
if EMAIL_READY and not DEMONSTRATION:
    globals().update(env.email_url("DANBIET_EMAIL_URL"))
DEFAULT_FROM_EMAIL = env("DANBIET_EMAIL_FROM", default="danbiet@localhost")
# Seconds a mail server may be silent.
EMAIL_TIMEOUT = env.int("DANBIET_EMAIL_TIMEOUT", default=20)

# --- static and stored files --------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
MEDIA_ROOT = HOME / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 31_536_000

# Public pages drawn once are kept in memory as long as the journal's head stands (danbiet.pages.caching).
PAGE_CACHE = env.bool("DANBIET_PAGE_CACHE", default=True)
# The official code of the province whose portal "/" is, where the installation holds several.
PORTAL_PROVINCE = env("DANBIET_PROVINCE", default="")

# "json": one object a line; otherwise lines for people. What a line may hold: danbiet.pages.logs.
LOGGING_CONFIG = "danbiet.pages.logs.configure"
LOGGING = {"form": env("DANBIET_LOG", default="text")}
