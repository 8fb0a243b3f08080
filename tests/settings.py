"""Settings of the test run: the product's own, with fast hashing and files in a throw-away folder."""

import os
import tempfile
from pathlib import Path

_home = os.environ.setdefault("DANBIET_HOME", tempfile.mkdtemp(prefix="danbiet-tests-"))

from danbiet.config.settings import *  # noqa: E402, F403

HOME = Path(_home)
(HOME / "static").mkdir(exist_ok=True)  # the file server warns where it is missing
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
DATABASES["default"]["CONN_MAX_AGE"] = 0  # noqa: F405
# Tests whose clock runs ahead stay logged in; those of the second step set it themselves.
SECOND_STEP_DAYS = None
