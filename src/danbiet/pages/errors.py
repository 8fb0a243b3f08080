"""Errors of pages, and which status a coded error has when it becomes a page."""

from danbiet.base.errors import define

STALE_FORM = define(
    "PAGE-001",
    vi="Biểu mẫu đã cũ hoặc trình duyệt không gửi kèm mã bảo vệ.",
    en="The form is out of date or the browser did not send its protection code.",
    remedy_vi="Quay lại trang trước, tải lại trang rồi gửi lại; trình duyệt phải cho phép cookie của trang này.",
    remedy_en="Go back, reload the page and send it again; the browser must allow this site's cookies.",
)
TOO_LARGE = define(
    "PAGE-002",
    vi="Nội dung gửi lên có {size} MB, tối đa {limit} MB. Chưa có gì được ghi nhận.",
    en="What was sent has {size} MB; {limit} MB is the most. Nothing was recorded.",
    remedy_vi="Gửi tệp nhỏ hơn: chỉ các trang cần thiết, ảnh ở độ phân giải thấp hơn.",
    remedy_en="Send a smaller file: only the pages that are needed, pictures at a lower resolution.",
)
NO_DATABASE = define(
    "PAGE-101",
    vi="Không hỏi được cơ sở dữ liệu ({reason}).",
    en="The database can't be asked ({reason}).",
    remedy_vi="Xem PostgreSQL có chạy, DATABASE_URL có đúng không; với SQLite, xem dịch vụ có mở được tệp không.",
    remedy_en="See whether PostgreSQL runs and DATABASE_URL is right; with SQLite, whether the service can open it.",
)
NO_BEAT = define(
    "PAGE-102",
    vi="«{name}» không chạy gần đây; lần cuối: {last}.",
    en="`{name}` hasn't run lately; last: {last}.",
    remedy_vi="Xem dịch vụ danbiet có chạy không («systemctl status danbiet») và nhật ký của nó.",
    remedy_en="See whether the service danbiet runs (`systemctl status danbiet`) and what its log says.",
)

STATUSES: dict[str, int] = {"PEO-001": 403, "PEO-002": 403, "FILE-008": 403, "PAGE-001": 403, "PAGE-002": 413}
# What has no status of its own: the request was understood and cannot be done as it is.
UNPROCESSABLE = 422


def register_status(code: str, status: int) -> None:
    """Give a code its status; ValueError if it has another already."""
    if STATUSES.setdefault(code, status) != status:
        raise ValueError(f"{code} has the status {STATUSES[code]} already")


def status_of(code: str) -> int:
    """The status of the page that shows a coded error: 422 unless registered otherwise."""
    return STATUSES.get(code, UNPROCESSABLE)
