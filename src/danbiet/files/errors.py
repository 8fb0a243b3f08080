"""Errors of stored files."""

from danbiet.base.errors import define

TOO_LARGE = define(
    "FILE-001",
    vi="Tệp «{name}» lớn {size} MB, quá giới hạn {limit} MB.",
    en="The file `{name}` has {size} MB, over the limit of {limit} MB.",
    remedy_vi="Nén ảnh hoặc tách văn bản rồi gửi lại.",
    remedy_en="Shrink the pictures or split the document and send it again.",
)
UNKNOWN_TYPE = define(
    "FILE-002",
    vi="Nội dung tệp «{name}» không thuộc loại được nhận.",
    en="The content of `{name}` is of no accepted type.",
    remedy_vi="Gửi PDF, DOCX, XLSX, ODT, PNG, JPEG hoặc văn bản thuần.",
    remedy_en="Send PDF, DOCX, XLSX, ODT, PNG, JPEG or plain text.",
)
WRONG_EXTENSION = define(
    "FILE-003",
    vi="Tên tệp «{name}» không đúng với nội dung ({kind}).",
    en="The name `{name}` doesn't fit the content ({kind}).",
    remedy_vi="Lưu lại tệp đúng định dạng rồi gửi lại.",
    remedy_en="Save it in the right format and send it again.",
)
EMPTY = define(
    "FILE-004",
    vi="Tệp «{name}» rỗng.",
    en="The file `{name}` is empty.",
    remedy_vi="Chọn lại tệp.",
    remedy_en="Choose the file again.",
)
UNSAFE_ARCHIVE = define(
    "FILE-005",
    vi="Tệp «{name}» có cấu trúc nén bất thường.",
    en="The file `{name}` is packed in an unsafe way.",
    remedy_vi="Mở tệp bằng Word hoặc Excel, lưu thành tệp mới rồi gửi lại.",
    remedy_en="Open it in Word or Excel, save it as a new file and send that.",
)
MACROS = define(
    "FILE-006",
    vi="Tệp «{name}» có macro.",
    en="The file `{name}` contains macros.",
    remedy_vi="Lưu thành .docx hoặc .xlsx không có macro.",
    remedy_en="Save it as .docx or .xlsx without macros.",
)
NOT_WRITTEN = define(
    "FILE-007",
    vi="Chưa lưu được tệp «{name}»: {reason}.",
    en="The file `{name}` could not be stored: {reason}.",
    remedy_vi="Chưa có gì được ghi nhận. Báo người vận hành rồi gửi lại.",
    remedy_en="Nothing was recorded. Tell the operator and send it again.",
)
NOT_YOURS = define(
    "FILE-008",
    vi="Tệp này không dành cho tài khoản của bạn.",
    en="This file isn't for your account.",
    remedy_vi="Đăng nhập bằng tài khoản của đơn vị có tệp.",
    remedy_en="Log in with an account of the unit it belongs to.",
)
GONE = define(
    "FILE-009",
    vi="Tệp «{name}» có ghi trong hệ thống nhưng không còn trên đĩa.",
    en="The file `{name}` is on record but isn't on the disk any more.",
    remedy_vi="Báo người vận hành lấy lại từ bản sao lưu; những gì đã ghi nhận vẫn còn.",
    remedy_en="Tell the operator to take it from a backup; what was recorded still stands.",
)
