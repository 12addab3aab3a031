"""The settings, configured by environment variables alone. The defaults are secure.

`.env.example` documents every variable. `DEBUG` shows tracebacks; `DEMO` opens the demo's pages and lets anybody sign
in. `operations.unsafe_modes` refuses both except on a private computer.
"""

from email.utils import parseaddr
from pathlib import Path

import environ
from django.utils.translation import gettext_lazy as _

from config import hooks
from operations import extension_points, log_settings, redis_settings
from operations.file_storage import storage_settings
from operations.mail_settings import mailer_settings
from operations.observability.reporter_settings import tracing_middleware
from web import content_security_policy
from web.proxy_settings import count_trusted_proxies

BASE_DIR = Path(__file__).resolve().parent.parent

env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")
if not env.str("PROMETHEUS_MULTIPROC_DIR", default=""):  # prometheus-client would use the working folder for ""
    env.ENVIRON.pop("PROMETHEUS_MULTIPROC_DIR", None)

# --- Extensions by name (docs/extending.md); operations.extension_checks refuses an unknown one -----------------------

EXTENSIONS = extension_points.extension_names(env)
EXTENSION_PATHS = extension_points.extension_paths(EXTENSIONS)

# --- Operator, mode and hosts ---------------------------------------------------------------------------------------

DEBUG = env.bool("DEBUG", default=False)
DEMO = env.bool("DEMO", default=False)
SITE_URL = env.str("SITE_URL", default="https://localhost").rstrip("/")
SECRET_KEY = env.str("SECRET_KEY", default="")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])  # former keys; they verify and sign nothing new
OPERATOR_NAME, OPERATOR_TAGLINE, OPERATOR_DISCLAIMER = (
    {"en": env.str(f"OPERATOR_{part}", default=""), "ur": env.str(f"OPERATOR_{part}_UR", default="")}
    for part in ("NAME", "TAGLINE", "DISCLAIMER")
)
OPERATOR_IS_INDEPENDENT = env.bool("OPERATOR_IS_INDEPENDENT", default=True)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
CSRF_FAILURE_VIEW = "web.error_pages.csrf_failure"

# --- Keys of personal data and of the history (operations.configuration_checks reports a missing one) -------------

FIELD_KEYS = env.list("FIELD_KEYS", default=[])  # "id:base64key"; the first one encrypts, all of them decrypt
INDEX_KEY = env.str("INDEX_KEY", default="")
INDEX_KEYS_BEFORE = env.list("INDEX_KEYS_BEFORE", default=[])  # base64; former keys until all digests are recomputed
CHAIN_KEY = env.str("CHAIN_KEY", default="")
CHAIN_KEY_ID = env.str("CHAIN_KEY_ID", default="1")
CHAIN_KEYS_BEFORE = env.list("CHAIN_KEYS_BEFORE", default=[])  # "id:base64key", newest first; they only verify
HEADS_FOLDER = env.str("HEADS_FOLDER", default="")  # for hourly heads, ideally on another host; empty: no files
HEADS_RECIPIENTS = env.list("HEADS_RECIPIENTS", default=[])  # external e-mail addresses, in addition to the auditors
LOG_SIGNING_KEY = env.str("LOG_SIGNING_KEY", default="")  # base64; signs the checkpoints of the public log
LOG_ORIGIN = env.str("LOG_ORIGIN", default="") or f"{SITE_URL.partition('://')[2]}/log"  # the log's name, never changed
LOG_FORMER_PUBLIC_KEYS = env.list("LOG_FORMER_PUBLIC_KEYS", default=[])  # "name+id+base64" each
LOG_WITNESSES = env.list("LOG_WITNESSES", default=[])  # "key address" each
LOG_MONITORS = env.list("LOG_MONITORS", default=[])  # "key address" each
LOG_WITNESSES_NEEDED = env.int("LOG_WITNESSES_NEEDED", default=2)  # signatures that make a checkpoint witnessed

# --- Apps -----------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    *(["demo"] if DEMO else []),
    "api",
    "mail_intake",
    "whatsapp",
    "monitoring",
    "reviews",
    "sla",
    "notices",
    "enquiries",
    "desk",
    "citizen",
    "complaints",
    "information",
    "accounts",
    "notifications",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",  # single sign-on (accounts.single_sign_on); its own tables stay empty
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "pgtrigger",
    "operations",  # before staticfiles: its own runserver
    "django.contrib.admin.apps.SimpleAdminConfig",  # without autodiscovery: config.admin_site registers the pages
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.forms",
]

# Reports of errors to Sentry, and traces to OpenTelemetry; empty: none (operations.observability).
SENTRY_DSN = env.str("SENTRY_DSN", default="")
OTEL_EXPORTER_OTLP_ENDPOINT = env.str("OTEL_EXPORTER_OTLP_ENDPOINT", default="").rstrip("/")

MIDDLEWARE = [
    "operations.request_ids.RequestIds",  # first, for all log lines and responses
    *tracing_middleware(OTEL_EXPORTER_OTLP_ENDPOINT),
    "citizen.access.response_timing.EvenResponseTimes",  # outside of the metrics, which measure work, not waiting
    "operations.metrics.request_counts.CountRequests",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",  # before middleware that responds, so refusals have it
    "web.permissions_policy.PermissionsPolicyMiddleware",
    "web.cache_headers.NoStoreMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    *(["operations.unsafe_modes.LocalRequestsOnly"] if DEMO or DEBUG else []),
    "django.middleware.security.SecurityMiddleware",
    "operations.health_check_middleware.AnswerHealthChecks",  # before the host name is checked
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "web.compression.PageCompressionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "api.middleware.ApiMiddleware",  # before the middleware of officers' sessions, which it takes away
    "django.middleware.common.CommonMiddleware",
    "citizen.evidence.upload_limits.RefuseLargeBodiesMiddleware",  # before the body is read
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.ActorMiddleware",
    "accounts.replica_reads.TrackWritePosition",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "libraries": {
                "desk_help": "config.desk_help_tags",
                "desk_navigation": "config.desk_navigation_tags",
                "listening": "web.listening.listening_tags",
            },
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "web.context_processors.portal_context",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Data -----------------------------------------------------------------------------------------------------------

DATABASES = {"default": env.db_url("DATABASE_URL", default="postgres://localhost/portal")}
if env.str("DATABASE_OWNER_URL", default=""):
    # Migrations run as the owner (`migrate --database owner`). The portal's own role does not own the tables.
    DATABASES["owner"] = env.db_url("DATABASE_OWNER_URL")
if env.str("DATABASE_REPLICA_URL", default=""):
    # A streaming replica for boards, exports and public figures (accounts.queries.replica).
    DATABASES["replica"] = env.db_url("DATABASE_REPLICA_URL")
DATABASE_ROUTERS = ["accounts.queries.replica.ReplicaRouter"]
for database in DATABASES.values():
    database.update(CONN_MAX_AGE=env.int("CONN_MAX_AGE", default=60), CONN_HEALTH_CHECKS=True)
    database.setdefault("OPTIONS", {}).setdefault("connect_timeout", 3)  # /readyz must answer if the database is down
    # Detect a lost connection early: keepalives for idle connections, a time-out for data that is not acknowledged.
    for option, value in {"keepalives_idle": 10, "keepalives_interval": 3, "keepalives_count": 3}.items():
        database["OPTIONS"].setdefault(option, value)
    database["OPTIONS"].setdefault("tcp_user_timeout", 15_000)  # milliseconds
# What happens to a relation that a page did not prefetch: "raise" in tests, "peers" (one batch) in production.
SCREEN_FETCH_MODE = env.str("SCREEN_FETCH_MODE", default="peers")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = env.str("REDIS_URL", default="") or "redis://localhost:6379/0"
# Two Redis users with separate rights (deploy/redis.acl): one for the cache and counters, one for jobs.
CACHE_URL = env.str("CACHE_URL", default="") or REDIS_URL
BROKER_URL = env.str("BROKER_URL", default="") or REDIS_URL
redis_settings.check_redis_urls(CACHE_URL=CACHE_URL, BROKER_URL=BROKER_URL)
CACHES = redis_settings.cache_settings(CACHE_URL)

# --- Jobs (the schedule itself: config.celery) ----------------------------------------------------------------------

CELERY_BROKER_URL = redis_settings.celery_broker_url(BROKER_URL)
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
# A worker that loses its broker exits, and its supervisor starts it again (docs/runbook.md). If it reconnected, it
# could accept no more jobs, because it would count those that it cannot acknowledge as running. No work is done twice,
# because work is claimed in PostgreSQL (tests/faults/test_servers_killed_while_chatting.py).
CELERY_BROKER_CONNECTION_RETRY = False
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_TASK_TIME_LIMIT = 300  # seconds, for each job; its queue and its expiry: config.celery
CELERY_TIMEZONE = "Asia/Karachi"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = redis_settings.celery_transport_options(BROKER_URL)

# --- Officers sign in; citizens never have accounts -----------------------------------------------------------------

AUTH_USER_MODEL = "accounts.Officer"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["accounts.hashers.ModestArgon2", "django.contrib.auth.hashers.PBKDF2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 60 * 60  # seconds; also for invitations
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_ADAPTER = "accounts.adapter.OfficerAccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = True  # notify officers of a changed password or factor
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "10/m/ip,5/300s/key",  # also limits codes of the second factor, by officer
    "reauthenticate": "10/m/user",
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_from_key": "20/m/ip",
}
MFA_ADAPTER = "accounts.mfa_adapter.OfficerMFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "accounts.second_factor_forms.SecondFactorCodeForm",
    "reauthenticate": "accounts.second_factor_forms.ReauthenticationCodeForm",
    "activate_totp": "accounts.second_factor_forms.NewAuthenticatorAppForm",
    "authenticate_webauthn": "accounts.second_factor_forms.PasskeyForm",
    "reauthenticate_webauthn": "accounts.second_factor_forms.ReauthenticationPasskeyForm",
    "add_webauthn": "accounts.second_factor_forms.NewPasskeyForm",
}
MFA_TOTP_TOLERANCE = 1  # phones' clocks differ: accept the previous and the next code too, each once
MFA_TOTP_ISSUER = OPERATOR_NAME["en"] or "Punjab police complaints"
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # an administrator entered the address, and the invitation verified it
# Single sign-on by OpenID Connect, beside the passwords (accounts.single_sign_on). Empty: there is none.
SOCIALACCOUNT_ADAPTER = "accounts.single_sign_on.identity_adapter.OfficerIdentityAdapter"
OIDC_ISSUER = env.str("OIDC_ISSUER", default="")
OIDC_CLIENT_ID = env.str("OIDC_CLIENT_ID", default="")
OIDC_CLIENT_SECRET = env.str("OIDC_CLIENT_SECRET", default="")
OIDC_NAME = {"en": env.str("OIDC_NAME", default=""), "ur": env.str("OIDC_NAME_UR", default="")}
OIDC_SCOPES = env.list("OIDC_SCOPES", default=["openid", "profile"])
# Values of the claims "acr" and "amr" that mean a second factor asked for by the provider. None: ours is asked for.
OIDC_SECOND_FACTOR_ACR = env.list("OIDC_SECOND_FACTOR_ACR", default=[])
OIDC_SECOND_FACTOR_AMR = env.list("OIDC_SECOND_FACTOR_AMR", default=[])
OIDC_SIGN_OUT = env.bool("OIDC_SIGN_OUT", default=False)  # sign out at the provider too
OIDC_RECHECK_SECONDS = env.int("OIDC_RECHECK_SECONDS", default=0)  # for a provider without back-channel logout
OIDC_REQUIRED = env.bool("OIDC_REQUIRED", default=False)
OIDC_BREAK_GLASS = [address.lower() for address in env.list("OIDC_BREAK_GLASS", default=[])]
OIDC_HTTP_ON_LOOPBACK = False  # the tests' provider has no certificate; not a setting of operators
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "desk:queue"
LOGOUT_REDIRECT_URL = "home"

# --- Languages and time zone ----------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
FORMAT_MODULE_PATH = ["web.formats"]  # dates in Django's admin
LANGUAGES = [("en", _("English")), ("ur", _("Urdu"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Karachi"

# --- Outgoing messages (notifications) ------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="complaints@localhost")
# The sender of messages that must not show what they are about. The default is the usual address without its name.
NEUTRAL_FROM_EMAIL = env.str("NEUTRAL_FROM_EMAIL", default="") or parseaddr(DEFAULT_FROM_EMAIL)[1]
MAILERS = {"default": mailer_settings(env.email_url("EMAIL_URL", default="smtp://localhost:25"))}
# The folder into which a scanner writes letters with cover sheets (docs/data-in.md).
SCAN_FOLDER = env.str("SCAN_FOLDER", default="")

# Incoming e-mail (mail_intake): the mailbox, its address, and the name of the mail server whose checks count.
MAIL_INTAKE_URL = env.str("MAIL_INTAKE_URL", default="")
MAIL_INTAKE_ADDRESS = env.str("MAIL_INTAKE_ADDRESS", default="")
MAIL_INTAKE_AUTHSERV_ID = env.str("MAIL_INTAKE_AUTHSERV_ID", default="")
MAIL_INTAKE_MB_PER_HOUR = env.int("MAIL_INTAKE_MB_PER_HOUR", default=2048)
MAIL_ANSWERS_PER_HOUR = env.int("MAIL_ANSWERS_PER_HOUR", default=500)
SMS_URL = env.str("SMS_URL", default="")
SMS_INBOUND_TOKEN = env.str("SMS_INBOUND_TOKEN", default="")
WHATSAPP_NUMBER = env.str("WHATSAPP_NUMBER", default="")  # as shown to people; empty: no page offers WhatsApp
WHATSAPP_PHONE_NUMBER_ID = env.str("WHATSAPP_PHONE_NUMBER_ID", default="")
WHATSAPP_ACCOUNT_ID = env.str("WHATSAPP_ACCOUNT_ID", default="")  # only for templates
WHATSAPP_ACCESS_TOKEN = env.str("WHATSAPP_ACCESS_TOKEN", default="")
WHATSAPP_APP_SECRET = env.str("WHATSAPP_APP_SECRET", default="")
WHATSAPP_VERIFY_TOKEN = env.str("WHATSAPP_VERIFY_TOKEN", default="")
WHATSAPP_GRAPH_URL = env.str("WHATSAPP_GRAPH_URL", default="https://graph.facebook.com")
WHATSAPP_GRAPH_VERSION = env.str("WHATSAPP_GRAPH_VERSION", default="23.0")
SECRET_WORD_STEP = env.float("SECRET_WORD_STEP", default=0.5)  # seconds: citizen.access.response_timing
EXIT_URL = env.str("EXIT_URL", default="https://www.pmd.gov.pk/")  # where "Leave this page" leads: the weather
# The resolver of addresses for each kind of recipient reference. Dotted paths: lower apps must not import higher ones.
NOTIFICATIONS_RESOLVERS = {
    "complainant": "whatsapp.complainant_address.complainant_chat_address",
    "incoming_mail": "mail_intake.sender_address.sender_address",
    "notice_subscriber": "whatsapp.services.alert_messages.notice_subscriber_address",
    "verification": "enquiries.enquiry_recipients.verification_address",
    "feedback": "enquiries.enquiry_recipients.feedback_address",
    "posting": "accounts.notification_recipients.posting_address",
    "office": "accounts.notification_recipients.office_address",
    "officer": "accounts.notification_recipients.officer_address",
    "authority": "complaints.complainant_addresses.outside_authority_address",
    "outside": "complaints.complainant_addresses.head_recipient_address",
}
NOTIFICATIONS_TRANSPORTS = {
    channel: EXTENSION_PATHS[point.setting] for channel, point in extension_points.TRANSPORTS.items()
}
if DEMO:
    in_mailbox = NOTIFICATIONS_TRANSPORTS.keys() - {"whatsapp"}
    NOTIFICATIONS_TRANSPORTS |= dict.fromkeys(in_mailbox, "notifications.transports.mailbox.send")

# Days for which sent messages are kept, by SMS, e-mail and WhatsApp (docs/decisions/0006).
MESSAGES_KEPT_DAYS = env.int("MESSAGES_KEPT_DAYS", default=365)

# Days for which events for partners are kept, delivered or not (docs/api/events.md).
EVENTS_KEPT_DAYS = env.int("EVENTS_KEPT_DAYS", default=30)
# Networks besides the private ones to which no event is sent: the site's own public ranges and its NAT64 prefix.
EVENTS_REFUSED_NETWORKS = env.list("EVENTS_REFUSED_NETWORKS", default=[])
# Events may go to this machine, also by http: in the demo alone, which serves no other machine. Tests set it.
EVENTS_TO_LOOPBACK = DEMO

# Hooks by which higher apps extend lower ones (config.hooks).
KEPT_WHILE, MESSAGES_KEPT_WHILE = hooks.KEPT_WHILE, hooks.MESSAGES_KEPT_WHILE
MESSAGES_CHECKED_BY = hooks.MESSAGES_CHECKED_BY
ERASED_BESIDE = hooks.ERASED_BESIDE
SEALED_BESIDE = hooks.SEALED_BESIDE
VERIFIED_BESIDE, VERIFIED_WITH, COUNTED_BY = hooks.VERIFIED_BESIDE, hooks.VERIFIED_WITH, hooks.COUNTED_BY
WAITING_CHATS_BY, REFERRAL_PARTNERS_BY = hooks.WAITING_CHATS_BY, hooks.REFERRAL_PARTNERS_BY
TODAY_SOURCES, EXPORTABLE_TABLES = hooks.TODAY_SOURCES, hooks.EXPORTABLE_TABLES

# --- Reviews of delay (monitoring) -----------------------------------------------------------------------------------

# An officer who had more than this share of a clock's time is flagged besides the holder (docs/rules.md, *Review*).
REVIEW_SHARE = env.float("REVIEW_SHARE", default=0.25)
# Whole days that the head of an office has to answer a morning question; our figure (docs/decisions/0028).
QUESTION_DAYS = env.int("QUESTION_DAYS", default=3)
# Days that a review may stay at a stage (reviews.rules.review_stages). All figures except the explanation's are ours.
REVIEW_DAYS = {
    stage: env.int(f"REVIEW_DAYS_{stage.upper()}", default=days)
    for stage, days in {"explanation": 3, "decision": 7, "appeal": 30, "final": 14, "leave": 30}.items()
}

# --- Static files ---------------------------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = env.str("STATIC_ROOT", default=str(BASE_DIR / "staticfiles"))
STATICFILES_DIRS = [BASE_DIR / "static", ("manual", BASE_DIR / "docs" / "manual" / "pictures")]
WHITENOISE_ALLOW_ALL_ORIGINS = False  # no other site needs the files
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "web.static_files.CachedManifestStorage"
    },
    "evidence": storage_settings.evidence_storage_settings(env, default_folder=str(BASE_DIR / "media" / "evidence")),
}
EVIDENCE_ADDRESSES = storage_settings.evidence_addresses(env)
# Recordings of the sentences of citizens' pages (docs/listening.md). Without any, nothing can be listened to.
SPEECH_FOLDER = env.str("SPEECH_FOLDER", default=str(BASE_DIR / "media" / "speech"))
EVIDENCE_LARGEST_VIDEO_MB = env.int("EVIDENCE_LARGEST_VIDEO_MB", default=200)
# Megabytes of files an hour: from an address without a proved phone, from all of these together, from a proved phone
# or WhatsApp number.
ANONYMOUS_UPLOADS_MB = env.int("ANONYMOUS_UPLOADS_MB", default=1024)
ANONYMOUS_UPLOADS_TOTAL_MB = env.int("ANONYMOUS_UPLOADS_TOTAL_MB", default=10 * 1024)
KNOWN_UPLOADS_MB = env.int("KNOWN_UPLOADS_MB", default=2 * 1024)
INSPECT_WITHOUT_SANDBOX = env.bool("INSPECT_WITHOUT_SANDBOX", default=False)
CLAMAV_URL = env.str("CLAMAV_URL", default="")  # tcp://host:port or unix:///path; empty: no virus scanner
EVIDENCE_SCANNER, UNDERSTANDING_MODEL = EXTENSION_PATHS["EVIDENCE_SCANNER"], EXTENSION_PATHS["UNDERSTANDING_MODEL"]
DRAFTING_HELP, MAP_TILES = EXTENSION_PATHS["DRAFTING_HELP"], EXTENSION_PATHS["MAP_TILES"]
MAP_TILES_HOST = env.str("MAP_TILES_HOST", default="")  # the page with the map lets browsers load pictures from it
MAP_TILES_CREDIT = env.str("MAP_TILES_CREDIT", default="")

# --- Security of requests, cookies and sessions ---------------------------------------------------------------------

SECURE_CSP = content_security_policy.POLICY
HTTPS = SITE_URL.startswith("https://")
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]  # requested without the proxy
TRUSTED_PROXIES = count_trusted_proxies(env.str("TRUSTED_PROXIES", default="false"))  # how many, one after the other
if TRUSTED_PROXIES:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SESSION_ENGINE = "accounts.session_store"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
if HTTPS:  # browsers accept these cookies only from this host and by HTTPS
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-session", "__Host-csrf"
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"  # a cookie could be read after the visit
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = ["citizen.evidence.upload_limits.LimitedFileUploadHandler"]

# --- The sweep's circuit breaker: when a monitor must decide first (sla.rules.breaker_limits) ------------------------

SWEEP_LIMITS = (
    env.int("SWEEP_HELD_ABOVE", default=200),
    env.float("SWEEP_HELD_TIMES_USUAL", default=5),
    env.float("SWEEP_HELD_SHARE", default=0.05),
)

# --- Metrics and logs (operations.metrics, operations.log_formatting) ----------------------------------------

SECURITY_CONTACT = env.list("SECURITY_CONTACT", default=[])
METRICS_TOKEN = env.str("METRICS_TOKEN", default="")  # the token that Prometheus sends to /metrics; empty: no such page

LOGGING = log_settings.logging_settings(is_readable=DEBUG or DEMO, level=env.str("LOG_LEVEL", default="INFO"))
