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
SHEET_HIDDEN = define(
    "UNIT-009",
    vi="Bảng tính có phần bị ẩn ({what}).",
    en="The spreadsheet has hidden parts ({what}).",
    remedy_vi="Bỏ ẩn mọi trang, dòng, cột (và bỏ lọc) rồi gửi lại.",
    remedy_en="Unhide every sheet, row and column (and clear filters), then send it again.",
)
SHEET_FORMULA = define(
    "UNIT-010",
    vi="Ô chứa công thức hoặc bắt đầu như công thức.",
    en="The cell holds a formula, or begins like one.",
    remedy_vi="Gõ giá trị vào ô thay cho công thức rồi gửi lại cả bảng; chưa có gì được ghi.",
    remedy_en="Type the value in place of the formula and send the whole sheet again; nothing was stored.",
)
CELL_MISSING = define(
    "UNIT-011",
    vi="Ô «{head}» còn trống.",
    en="The cell `{head}` is empty.",
    remedy_vi="Điền ô này, hoặc xóa cả dòng, rồi gửi lại cả bảng; chưa có gì được ghi.",
    remedy_en="Fill it, or delete the whole row, and send the whole sheet again; nothing was stored.",
)
UNKNOWN_PLACE = define(
    "UNIT-012",
    vi="Không có địa bàn nào tên «{text}».",
    en="There is no place called `{text}`.",
    remedy_vi="Chọn một tên trong trang «Địa bàn», ví dụ: {near}.",
    remedy_en="Choose a name of the sheet `Địa bàn`, e.g. {near}.",
)
NAMED_TWICE = define(
    "UNIT-013",
    vi="Dòng này lặp lại đơn vị ở dòng {row}.",
    en="This row repeats the unit of row {row}.",
    remedy_vi="Xóa một trong hai dòng rồi gửi lại cả bảng; chưa có gì được ghi.",
    remedy_en="Delete one of the two and send the whole sheet again; nothing was stored.",
)
BAD_DAY = define(
    "UNIT-014",
    vi="«{text}» không phải một ngày.",
    en="`{text}` isn't a day.",
    remedy_vi="Viết ngày dạng YYYY-MM-DD, ví dụ 2016-09-09.",
    remedy_en="Write the day as YYYY-MM-DD, e.g. 2016-09-09.",
)
NOT_A_PHONE = define(
    "UNIT-040",
    vi="«{text}» không phải số điện thoại.",
    en="`{text}` isn't a telephone number.",
    remedy_vi="Ghi số bằng chữ số, ví dụ 0290 3831 234; nhiều số cách nhau bằng dấu phẩy.",
    remedy_en="Write it in figures, e.g. 0290 3831 234; several apart by commas.",
)
