"""Errors of units."""

from danbiet.base.errors import define

UNKNOWN_PROVINCE = define(
    "UNIT-001",
    vi="Không có tỉnh mang mã {code} vào ngày {day} trong hệ thống.",
    en="No province has the code {code} on {day} in this installation.",
    remedy_vi="Chạy «danbiet init --province {code}» hoặc kiểm tra lại mã.",
    remedy_en="Run `danbiet init --province {code}`, or check the code.",
)
UNKNOWN_DESIGNATION = define(
    "UNIT-002",
    vi="Cách gọi «{key}» chưa có trong danh mục.",
    en="The designation `{key}` isn't in the catalogue.",
    remedy_vi="Sửa thành một khóa trong data/designations.yaml, ví dụ committee.commune.",
    remedy_en="Use a key of data/designations.yaml such as committee.commune.",
)
BAD_DATA = define(
    "UNIT-003",
    vi="Dữ liệu đơn vị không đọc được: {reason}.",
    en="The unit data can't be read: {reason}.",
    remedy_vi="Sửa tệp dữ liệu rồi chạy lại; chưa có gì được ghi.",
    remedy_en="Mend the data file and run again; nothing was stored.",
)
UNKNOWN_UNIT = define(
    "UNIT-004",
    vi="Không tìm thấy đơn vị «{text}» vào ngày {day}.",
    en="No unit `{text}` on {day}.",
    remedy_vi="Gõ tên không dấu, ví dụ «xa khanh hoa»; hoặc dùng mã đơn vị.",
    remedy_en="Type the name without marks, e.g. `xa khanh hoa`, or the unit's id.",
)
NO_OPEN_LIST = define(
    "UNIT-005",
    vi="«{designation}» không phải danh sách đang chờ bổ sung.",
    en="`{designation}` isn't a list that waits to be filled.",
    remedy_vi="Xem các danh sách đang chờ bằng «danbiet units open-list».",
    remedy_en="`danbiet units open-list` shows those that wait.",
)
SHEET_UNREADABLE = define(
    "UNIT-006",
    vi="Bảng tính không đọc được: {reason}.",
    en="The spreadsheet can't be read: {reason}.",
    remedy_vi="Dùng đúng bảng đã tải về, lưu dạng .xlsx và gửi lại.",
    remedy_en="Use the sheet that was sent out, save it as .xlsx and send it again.",
)
SHEET_CELL = define(
    "UNIT-007",
    vi="Ô chưa đúng: {reason}.",
    en="A cell isn't right: {reason}.",
    remedy_vi="Sửa ô này rồi gửi lại cả bảng; chưa có gì được ghi.",
    remedy_en="Mend the cell and send the whole sheet again; nothing was stored.",
)
NOT_LISTED = define(
    "UNIT-008",
    vi="Danh mục quốc gia không có tỉnh mang mã {code}.",
    en="The national list has no province with code {code}.",
    remedy_vi="Dùng mã tỉnh hai chữ số của Tổng cục Thống kê, ví dụ 96.",
    remedy_en="Use the statistics office's two-digit code, e.g. 96.",
)
