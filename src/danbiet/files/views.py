"""Giving a stored file to whoever may see it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from danbiet.base.errors import CodedError
from danbiet.files import actions, errors
from danbiet.files.models import StoredFile


@login_required
@require_safe
def download(request: HttpRequest, sha256: str) -> FileResponse:
    """The file as an attachment. Raises CodedError FILE-008 if no room shows it to this account, FILE-009 if lost."""
    stored = get_object_or_404(StoredFile, sha256=sha256)
    if not actions.may_see(request.user, stored):  # type: ignore[arg-type]
        raise CodedError(errors.NOT_YOURS)
    response = FileResponse(
        actions.opened(stored),
        as_attachment=True,
        filename=stored.name,
        content_type=stored.content_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
