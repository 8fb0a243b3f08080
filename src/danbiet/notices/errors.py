"""Errors of notices."""

from danbiet.base.errors import define

OUTSIDE_TRANSACTION = define(
    "NOTE-001",
    vi="Thông báo loại «{kind}» được ghi ngoài giao dịch.",
    en="A message of the kind `{kind}` was written outside a transaction.",
    remedy_vi="Gọi notices.actions.post trong cùng giao dịch với việc mà thông báo nói tới.",
    remedy_en="Call notices.actions.post in the transaction of what the message tells of.",
)
UNKNOWN_KIND = define(
    "NOTE-002",
    vi="Loại thông báo «{kind}» chưa được khai báo.",
    en="The kind of message `{kind}` isn't registered.",
    remedy_vi="Khai báo bằng notices.kinds.register trong apps.py của phòng gửi thông báo.",
    remedy_en="Register it with notices.kinds.register in the apps.py of the room that sends it.",
)
UNKNOWN_HOUR = define(
    "NOTE-003",
    vi="Không gửi thư vào lúc {hour}.",
    en="No e-mail is sent at {hour}.",
    remedy_vi="Chọn một trong: {known}.",
    remedy_en="Choose one of: {known}.",
)
