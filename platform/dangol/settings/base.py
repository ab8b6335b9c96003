"""What all environments share. Every value that differs between machines comes from `env`."""

from __future__ import annotations

from pathlib import Path

import environ

from dangol.registry import module_names

env = environ.Env()

ROOT = Path(__file__).resolve().parents[3]
SHELL = ROOT / "platform" / "dangol"
DANGOL_HOME = Path(env.str("DANGOL_HOME", default=str(ROOT / ".dangol")))
DANGOL_ENV = env.str("DANGOL_ENV", default="development")

# --- Addresses ---------------------------------------------------------------------------------
DANGOL_DOMAIN = env.str("DANGOL_DOMAIN", default="localhost")
DANGOL_SCHEME = env.str("DANGOL_SCHEME", default="http")
DANGOL_PORT = env.int("DANGOL_PORT", default=8000)
DANGOL_PORT_SUFFIX = "" if DANGOL_PORT in (80, 443) else f":{DANGOL_PORT}"
ALLOWED_HOSTS = [DANGOL_DOMAIN, f".{DANGOL_DOMAIN}", "127.0.0.1"]
# fmt: off
RESERVED_ADDRESSES = frozenset([
    "admin", "api", "app", "assets", "auth", "billing", "blog", "cdn", "company", "dangol",
    "demo", "docs", "ftp", "help", "imap", "login", "mail", "media", "ops", "pop", "pop3",
    "provider", "signup", "smtp", "static", "status", "support", "test", "tracking", "www",
])
# fmt: on
PROVIDER_ADDRESS = "ops"

DANGOL_PROXIES = env.int("DANGOL_PROXIES", default=0)
"""How many proxies of ours stand before the web; so many last entries of X-Forwarded-For count."""
ALLAUTH_TRUSTED_PROXY_COUNT = DANGOL_PROXIES

# --- Layers, lowest first; modules are found by their folder ----------------------------------
LAYERS = [
    "dangol",
    "dangol.portal",
    "tenants",
    "messaging",
    "messaging.console",
    "billing",
    "billing.console",
    *module_names(ROOT),
]

SHARED_APPS = ["django_tenants", "tenants", "messaging.dispatch", "billing", "billing.signup"]
TENANT_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "tenants.people",
    "tenants.notices",
    "tenants.hints",
    "tenants.api",
    "tenants.journal",
    "tenants.customising",
    "tenants.pages",
    "tenants.webhooks",
    "tenants.datasources",
    "tenants.triggers",
    "tenants.attachments",
    "tenants.exports",
    "tenants.handover",
    "tenants.reports",
    "tenants.usage",
    "tenants.notes",
    "tenants.importing",
    "tenants.sso",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "messaging",
    "messaging.senders",
    *module_names(ROOT),
]
INSTALLED_APPS = [
    *SHARED_APPS,
    *TENANT_APPS,
    "dangol",
    "allauth",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "django_vite",
    "template_partials.apps.SimpleAppConfig",
    "django_cotton.apps.SimpleAppConfig",
]
TENANT_MODEL = "tenants.Company"
PUBLIC_SCHEMA_NAME = "public"
DATABASE_ROUTERS = ["django_tenants.routers.TenantSyncRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- Walls -------------------------------------------------------------------------------------
COMPANY_GROUP = env.str("DANGOL_ROLE_PREFIX", default="dangol_tenant")
"""Group of all companies' database roles, and the first part of their names: dangol_tenant_c12."""
GUEST_ROLE = f"{COMPANY_GROUP}_guest"
TEMPLATE_SCHEMA = "company_template"
POOL_SIZE = env.int("DANGOL_POOL_SIZE", default=5)

# --- Requests ----------------------------------------------------------------------------------
MIDDLEWARE = [
    "dangol.middleware.ServerTiming",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "tenants.middleware.CompanyFromHost",
    "tenants.middleware.CompanySessions",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "dangol.middleware.SizeLimit",
    "django.middleware.csrf.CsrfViewMiddleware",
    "tenants.middleware.CompanyUsers",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "tenants.api.middleware.ApiKeys",
    "tenants.middleware.UserLanguage",
    "tenants.middleware.LogInRules",
    "tenants.middleware.ViewAs",
    "tenants.usage.middleware.ScreensUsed",
    "dangol.middleware.AccessGate",
    "dangol.middleware.MethodPages",
]
ROOT_URLCONF = "dangol.urls.company"
PUBLIC_URLCONF = "dangol.urls.public"
WSGI_APPLICATION = "dangol.wsgi.application"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [SHELL / "templates"],
        "OPTIONS": {
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
                "django.templatetags.i18n",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "tenants.screen.context",
                "tenants.look.context",
            ],
        },
    }
]

# --- Log-in: users and sessions live in the company's schema only (decision 16) ----------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["tenants.backends.CompanyBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_ADAPTER = "tenants.login.CompanyAccounts"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_FORMS = {
    "login": "tenants.forms.login.LoginForm",
    "reauthenticate": "tenants.forms.login.ReauthenticateForm",
    "change_password": "tenants.forms.login.ChangePasswordForm",
    "reset_password": "tenants.forms.login.ResetPasswordForm",
    "reset_password_from_key": "tenants.forms.login.ResetPasswordKeyForm",
}
SOCIALACCOUNT_ADAPTER = "tenants.sso.adapter.CompanySignOn"
"""Single sign-on by the company's identity provider; what allauth calls social accounts."""
MFA_ADAPTER = "tenants.login.CompanyFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
"""Users come by invitation, so their mail address is known to be theirs."""
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1
"""A phone's clock may be half a minute off; a code counts once all the same."""
MFA_FORMS = {
    "authenticate": "tenants.forms.factors.CodeForm",
    "reauthenticate": "tenants.forms.factors.ReauthenticateForm",
    "activate_totp": "tenants.forms.factors.TotpForm",
    "add_webauthn": "tenants.forms.factors.PasskeyForm",
}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_NAME = "dangol_session"
SESSION_COOKIE_DOMAIN = None
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "dangol_csrf"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "dangol.views.errors.csrf_failure"

# --- Browser -----------------------------------------------------------------------------------
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}

# --- Language, time ----------------------------------------------------------------------------
LANGUAGE_CODE = "ko"
LANGUAGES = [("ko", "한국어"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "dangol_language"
LOCALE_PATHS = [SHELL / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Seoul"

# --- Static files and uploads ------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", default=str(DANGOL_HOME / "static"))()
STATICFILES_DIRS = [("", SHELL / "static" / "dist")]
DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "manifest_path": SHELL / "static" / "dist" / "manifest.json",
    }
}
MEDIA_ROOT = DANGOL_HOME / "files"
S3_BUCKET = env.str("S3_BUCKET", default="")
STORAGES = {
    "default": {
        "BACKEND": "tenants.files.CompanyBucket" if S3_BUCKET else "tenants.files.CompanyFolder"
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
AWS_STORAGE_BUCKET_NAME = S3_BUCKET
AWS_S3_ENDPOINT_URL = env.str("S3_ENDPOINT_URL", default=None)
AWS_S3_ACCESS_KEY_ID = env.str("S3_ACCESS_KEY_ID", default=None)
AWS_S3_SECRET_ACCESS_KEY = env.str("S3_SECRET_ACCESS_KEY", default=None)
AWS_S3_REGION_NAME = env.str("S3_REGION", default=None)
AWS_QUERYSTRING_AUTH = True
UPLOAD_LIMIT = 100 * 1024 * 1024
"""Bytes; a larger upload is refused before it is read (decision 21)."""
FORM_LIMIT = 5 * 1024 * 1024
"""Bytes of any request that is no upload."""
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

# --- Database, cache, queue --------------------------------------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL", default="postgres:///dangol")}
DATABASES["default"].update(
    ENGINE="tenants.postgres",
    CONN_HEALTH_CHECKS=True,
    DISABLE_SERVER_SIDE_CURSORS=False,
)
DATABASES["default"].setdefault("OPTIONS", {}).update(
    pool={"min_size": 1, "max_size": 12, "max_lifetime": 1800, "timeout": 10}
)
REDIS_URL = env.str("REDIS_URL", default="redis://127.0.0.1:6379")
QUEUE_URL = REDIS_URL
QUEUE_NAMESPACE = "dangol-queue"
CACHES = {
    "default": {
        "BACKEND": "dangol.cache.RedisOrOwnMemory",
        "LOCATION": REDIS_URL,
        "KEY_FUNCTION": "tenants.cache.key",
        "KEY_PREFIX": "dangol",
    }
}

# --- Mail --------------------------------------------------------------------------------------
SMTP_URL = env.str("SMTP_URL", default="")
"""smtp://user:password@host:port for real mail; empty keeps mail in a folder with its own page."""
DEFAULT_FROM_EMAIL = env.str("DANGOL_MAIL_FROM", default="Dangol <no-reply@dangol.example>")
if SMTP_URL:
    vars().update(env.email_url_config(SMTP_URL))
else:
    EMAIL_BACKEND = "dangol.mailbox.MailFolder"
EMAIL_FILE_PATH = DANGOL_HOME / "mail"
EMAIL_TIMEOUT = 20
"""Seconds; without it a mail server that says nothing would hold a worker for ever."""

# --- Senders of companies' messages --------------------------------------------------------------
SENDER_DOMAIN = env.str(
    "DANGOL_SENDER_DOMAIN", default=DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ")
)
"""Companies without a domain of their own send as `<their address>@<this domain>`."""
SENDER_KEY = env.str("DANGOL_SENDER_KEY", default="")
"""PEM file of the RSA key that signs mails of that domain; empty where the mail server signs."""
SENDER_SELECTOR = env.str("DANGOL_SENDER_SELECTOR", default="dangol")
"""Under which name its public half stands in the DNS."""
SENDER_SPF = env.str("DANGOL_SENDER_SPF", default=f"include:_spf.{SENDER_DOMAIN}")
"""What companies put into their SPF record, so that our mail servers may send for them."""
DNS_SERVER = env.str("DANGOL_DNS", default="")
"""`address` or `address:port` of the name server that is asked; empty for the machine's own."""

# --- The interface for programs ------------------------------------------------------------------
API_CALLS_A_MINUTE = env.int("DANGOL_API_CALLS_A_MINUTE", default=600)
"""Calls that one key has in a minute."""

# --- Logging -----------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "company": {"()": "tenants.logs.CompanyFilter"},
        "refusals": {"()": "dangol.logs.RefusalsInOneLine"},
    },
    "formatters": {
        "line": {"format": "{asctime} {levelname} [{company}] {name}: {message}", "style": "{"}
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "filters": ["company", "refusals"],
            "formatter": "line",
        }
    },
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {"apscheduler": {"level": "WARNING"}},
}
SENTRY_DSN = env.str("SENTRY_DSN", default="")
