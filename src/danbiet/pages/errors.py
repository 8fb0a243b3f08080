"""Errors of pages, and which status a coded error has when it becomes a page."""

from danbiet.base.errors import define

STALE_FORM = define(
    "PAGE-001",
    vi="Biểu mẫu đã cũ hoặc trình duyệt không gửi kèm mã bảo vệ.",
    en="The form is out of date or the browser did not send its protection code.",
    remedy_vi="Quay lại trang trước, tải lại trang rồi gửi lại; trình duyệt phải cho phép cookie của trang này.",
    remedy_en="Go back, reload the page and send it again; the browser must allow this site's cookies.",
)

STATUSES: dict[str, int] = {"PEO-001": 403, "PEO-002": 403, "FILE-008": 403, "PAGE-001": 403}
# What has no status of its own: the request was understood and cannot be done as it is.
UNPROCESSABLE = 422


def register_status(code: str, status: int) -> None:
    """Give a code its status; ValueError if it has another already."""
    if STATUSES.setdefault(code, status) != status:
        raise ValueError(f"{code} has the status {STATUSES[code]} already")


def status_of(code: str) -> int:
    """The status of the page that shows a coded error: 422 unless registered otherwise."""
    return STATUSES.get(code, UNPROCESSABLE)
