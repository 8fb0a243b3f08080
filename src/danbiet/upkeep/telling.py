"""What a finished backup or restoring tells the operator, line by line."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from danbiet.pages.writing import figure, moment
from danbiet.upkeep.archive import SECRETS, Manifest
from danbiet.upkeep.backing_up import Made
from danbiet.upkeep.restoring import Restored


def of_backup(made: Made, language: str) -> list[str]:
    """What was made, what it lacks, and what isn't in it on purpose."""
    lines = [
        _("Đã sao lưu vào %(path)s (%(size)s MB).") % {"path": made.path, "size": _megabytes(made.size, language)},
        *_contents(made.manifest, language),
    ]
    if SECRETS in made.manifest.members:
        lines.append(_("Bản này CÓ khóa bí mật: ai giữ nó mạo danh được hệ thống. Cất như mật khẩu."))
    else:
        lines.append(_("Khóa bí mật không nằm trong bản này: cất danbiet.env riêng, ở nơi khác."))
    lines += [_("Đã xóa bản cũ %(name)s.") % {"name": path.name} for path in made.pruned]
    return lines


def of_verification(manifest: Manifest, seal: str, language: str) -> list[str]:
    """What a whole archive holds."""
    lines = [_("Bản sao lưu nguyên vẹn."), *_contents(manifest, language)]
    lines.append(_("Mã của bản này: %(seal)s") % {"seal": seal})
    if manifest.missing:
        lines.append(_("Thiếu %(count)s tệp ngay từ khi sao lưu.") % {"count": len(manifest.missing)})
    return lines


def of_restoring(done: Restored, language: str) -> list[str]:
    """What was put in place, which steps were taken, whether the journal is whole."""
    manifest = done.manifest
    lines = [_("Đã khôi phục."), *_contents(manifest, language)]
    if done.aside:
        lines.append(_("Dữ liệu cũ được cất ở %(path)s; xóa khi đã yên tâm.") % {"path": done.aside})
    if done.migrated:
        steps = {"count": len(done.migrated), "version": manifest.version}
        lines.append(_("Đã nâng từ phiên bản %(version)s: %(count)s bước chuyển đổi.") % steps)
    if manifest.engine == "postgresql":
        lines.append(_("Cấp lại quyền cho tài khoản dịch vụ: «danbiet grants TÀI-KHOẢN --apply»."))
    if done.findings:
        lines.append(_("NHẬT KÝ KHÔNG NGUYÊN VẸN:"))
    else:
        heads = {"count": len(manifest.heads)}
        lines.append(_("Nhật ký nguyên vẹn: %(count)s chuỗi dừng đúng ở mục mà bản sao lưu ghi.") % heads)
    return lines


def all_safe() -> str:
    """What ``danbiet check`` says where it has nothing to say."""
    return _("Không thấy gì chưa an toàn.")


def _contents(manifest: Manifest, language: str) -> list[str]:
    rows, files = sum(manifest.counts.values()), len(manifest.files())
    entries = sum(seq for seq, _hash in manifest.heads.values())
    values = {
        "at": moment(datetime.fromisoformat(manifest.made_at), language),
        "version": manifest.version,
        "rows": figure(rows, language),
        "files": figure(files, language),
        "entries": figure(entries, language),
    }
    said = _("Thời điểm %(at)s, phiên bản %(version)s: %(rows)s dòng, %(files)s tệp, %(entries)s mục nhật ký.") % values
    return [said, _("Số liệu mô phỏng (bản trình diễn).")] if manifest.demonstration else [said]


def _megabytes(size: int, language: str) -> str:
    return figure(round(size / 1024**2, 1), language)
