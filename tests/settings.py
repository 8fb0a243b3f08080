"""Settings of the test run: the product's own, with fast hashing and files in a throw-away folder."""

import os
import tempfile
from pathlib import Path

# A folder for each worker, which its own subprocesses share: tests count the files in it.
_worker = os.environ.get("PYTEST_XDIST_WORKER", "alone")
if os.environ.get("DANBIET_TESTS_OF") != _worker:
    os.environ.update(DANBIET_TESTS_OF=_worker, DANBIET_HOME=tempfile.mkdtemp(prefix="danbiet-tests-"))
_home = os.environ["DANBIET_HOME"]

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
