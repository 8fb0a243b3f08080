"""What length alone doesn't say of a password."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from danbiet.people.models import Person

LEAST = 5


class VarietyValidator:
    """At least so many different characters: twelve times the same are guessed first."""

    def validate(self, password: str, user: Person | None = None) -> None:
        """Raise ValidationError for a password of few characters repeated."""
        if len(set(password.casefold())) < LEAST:
            raise ValidationError(self.get_help_text(), code="password_little_variety")

    def get_help_text(self) -> str:
        """What is asked, for a reader."""
        return _("Mật khẩu cần ít nhất 5 ký tự khác nhau.")
