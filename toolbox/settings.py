"""Everything the environment decides, in the order of Django's own settings page.

Each variable is described in `.env.example`. A missing or malformed value stops the
start with a sentence that says what is expected.
"""

from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from toolbox.environment import (
    env,
    read_bool,
    read_mail_server,
    read_number,
    require,
)
from toolbox.openid import read_providers

BASE_DIR = Path(__file__).resolve().parent.parent

env.read_env(BASE_DIR / ".env")

# Core

DEBUG = read_bool("DEBUG", default=False)
SECRET_KEY = require("SECRET_KEY", "a long random text")

SITE_URL = require("SITE_URL", "the site's address, like https://toolbox.example.org")
SITE_URL = SITE_URL.rstrip("/")
_site = urlsplit(SITE_URL)
if _site.scheme not in {"http", "https"} or not _site.hostname or _site.path:
    raise ImproperlyConfigured(
        f"SITE_URL is {SITE_URL!r}: write a scheme and a host, without a path, "
        "like https://toolbox.example.org."
    )

ALLOWED_HOSTS = [_site.hostname]
if _site.hostname == "localhost":
    ALLOWED_HOSTS += ["127.0.0.1", "[::1]"]
INSTALLED_APPS = [
    "taggit",
    "toolbox",
    "hackathons",
    "contributions",
    "organizations",
    "usecases",
    "catalogue",
    "accounts",
    "django_countries",
    "django_htmx",
    "django_filters",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sitemaps",
    "django.contrib.staticfiles",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "toolbox.caching.PageCacheMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "toolbox.middleware.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.AccountPagesMiddleware",
    "hackathons.middleware.OccasionMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "toolbox.urls"
WSGI_APPLICATION = "toolbox.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "toolbox.context.site",
            ],
        },
    },
]
FORM_RENDERER = "toolbox.form_fields.Renderer"

# Database: the embedded PostgreSQL, or the one DATABASE_URL names

POSTGRES_DATA = BASE_DIR / env.str("POSTGRES_DATA", default="var/postgres")
POSTGRES_OPTIONS: dict[str, str] = {}
if env.str("DATABASE_URL", default=""):
    DATABASES = {"default": env.db_url("DATABASE_URL")}
    if "postgresql" not in DATABASES["default"]["ENGINE"]:
        raise ImproperlyConfigured(
            "DATABASE_URL must name a PostgreSQL database, "
            "like postgresql://user:password@host/name."
        )
else:
    DATABASES = {"default": {"ENGINE": "toolbox.embedded", "NAME": "toolbox"}}
DATABASES["default"]["CONN_MAX_AGE"] = 60
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Without a threshold no statement is ever prepared; with this one, only those that ask
# for it are (catalogue/search/prepared.py).
DATABASES["default"].setdefault("OPTIONS", {}).setdefault("prepare_threshold", 10**9)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Caches: one that all processes share, which rate limits need, and the pages of readers
# without a session, in the memory of each process

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        # Made by a migration of toolbox.
        "LOCATION": "shared_cache",
        "OPTIONS": {"MAX_ENTRIES": 50_000},
    },
    "pages": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "pages",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 300},
    },
}

# Mail: to the console where EMAIL_URL says nothing

globals().update(read_mail_server("EMAIL_URL"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="")
DEFAULT_FROM_EMAIL = DEFAULT_FROM_EMAIL or f"toolbox@{_site.hostname}"
DEMO_MAIL: Path | None = None
if read_bool("DEMO_MAIL", default=False):
    EMAIL_BACKEND = "toolbox.demo.mail.DemoMailBackend"
    DEMO_MAIL = POSTGRES_DATA.parent / "demo-mail"

# Accounts: a code sent by e-mail signs in; password and passkeys may be added

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = LOGOUT_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_USER_DISPLAY = str
ACCOUNT_LOGIN_METHODS = {"email"}
# The form has no password; naming it here keeps it on the page for signing in.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_SIGNUP_FORM_CLASS = "accounts.forms.DisplayNameForm"
ACCOUNT_FORMS = {"signup": "accounts.sign_up.SignUpForm"}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 900
ACCOUNT_SESSION_REMEMBER = True
# Per address there is room for a hackathon behind one; per account there is little.
_PER_ADDRESS = "1200/10m/ip"
ACCOUNT_RATE_LIMITS = {
    "signup": _PER_ADDRESS,
    "login": _PER_ADDRESS,
    "login_failed": f"{_PER_ADDRESS},5/5m/key,20/d/key",
    "request_login_code": f"{_PER_ADDRESS},3/m/key,10/h/key",
    "reset_password": f"{_PER_ADDRESS},3/m/key,10/h/key",
    "reset_password_from_key": _PER_ADDRESS,
}
MFA_RATE_LIMITS = {"webauthn_login": _PER_ADDRESS}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = True
# Browsers offer passkeys over http to this machine's own sites only.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = _site.scheme == "http"
MFA_TOTP_ISSUER = _site.hostname
SOCIALACCOUNT_ADAPTER = "accounts.adapters.OpenIDAdapter"
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {"APPS": read_providers(env.str("OPENID_PROVIDERS", default=""))}
}

# Languages: pages exist in each of LANGUAGES; only finished ones are offered

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", "English"),
    ("fr", "Français"),
    ("es", "Español"),
    ("ar", "العربية"),
]
FINISHED_LANGUAGES = ["en", "fr"]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["toolbox.formats"]
COUNTRIES_OVERRIDE = {"EU": _("European Union"), "XK": _("Kosovo")}

# Static files

STATIC_URL = "/static/"
STATIC_ROOT = BASE_DIR / env.str("STATIC_ROOT", default="var/static")
STATICFILES_DIRS = [BASE_DIR / "static"]
_storage = "whitenoise.storage.CompressedManifestStaticFilesStorage"
STORAGES = {"staticfiles": {"BACKEND": _storage}}

# Security: SITE_URL alone decides scheme, redirect, HSTS and Secure cookies

_https = _site.scheme == "https"
SECURE_SSL_REDIRECT = _https
SECURE_HSTS_SECONDS = 31536000 if _https else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = _https
SECURE_HSTS_PRELOAD = _https
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = _https
CSRF_COOKIE_SECURE = _https
# Who once saw a form is served kept pages again in the next session.
CSRF_COOKIE_AGE = None
CSRF_TRUSTED_ORIGINS = [SITE_URL]
CSRF_FAILURE_VIEW = "contributions.views.kept.csrf_failure"
X_FRAME_OPTIONS = "DENY"
TRUSTS_PROXY = read_bool("BEHIND_PROXY", default=False)
if TRUSTS_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    # The last address of X-Forwarded-For is the one that the proxy saw.
    ALLAUTH_TRUSTED_PROXY_COUNT = 1
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "font-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    },
}

# Review and limits: see contributions/spam.py and contributions/suspicion.py

# An account with fewer changes than this has its changes reviewed; 0 reviews none.
REVIEW_FIRST_EDITS = read_number("REVIEW_FIRST_EDITS", default=0)
# Who is written to once a day when something waits: addresses for send_digest.
DIGEST_TO = env.str("DIGEST_TO", default="").replace(",", " ").split()
# More new web addresses than this in one change are reviewed.
MOST_NEW_ADDRESSES = 5
MOST_CHANGES_AN_HOUR = 120
# People who join one hackathon with a name only.
MOST_GUESTS_AN_HOUR = 2000
# What visitors send: suggestions and reports.
MOST_SENT_BY_AN_ADDRESS_AN_HOUR = 20
SHORTEST_TYPING, LONGEST_TYPING = timedelta(seconds=3), timedelta(hours=24)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000  # The form of an entry with many links fits.

# Logs go to standard error, one line each

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
