"""Errors of the journal."""

from danbiet.base.errors import define

OUTSIDE_TRANSACTION = define(
    "JRN-001",
    vi="Nhật ký chỉ ghi được trong giao dịch của chính hành động «{action}».",
    en="The journal is written only inside the transaction of the action `{action}`.",
    remedy_vi="Bọc hành động trong transaction.atomic().",
    remedy_en="Wrap the action in transaction.atomic().",
)
UNKNOWN_ACTION = define(
    "JRN-002",
    vi="Hành động «{action}» chưa được khai báo.",
    en="The action `{action}` isn't registered.",
    remedy_vi="Khai báo tên và nhãn bằng register_action trong apps.py của phòng.",
    remedy_en="Register its name and labels with register_action in the room's apps.py.",
)
NOT_CANONICAL = define(
    "JRN-003",
    vi="Giá trị kiểu {kind} không ghi được vào nhật ký.",
    en="A value of type {kind} can't be written to the journal.",
    remedy_vi="Dùng chữ, số nguyên, ngày, danh sách hoặc bảng; số lẻ viết thành chữ.",
    remedy_en="Use text, integers, dates, lists or tables; write fractions as text.",
)
ALTERED = define(
    "JRN-101",
    vi="Mục số {seq} của chuỗi {chain} đã bị sửa.",
    en="Entry {seq} of chain {chain} was altered.",
    remedy_vi="Đối chiếu với bản sao lưu và các mã băm đã in trên văn bản phát hành.",
    remedy_en="Compare with the backups and the hashes printed on issued documents.",
)
REMOVED = define(
    "JRN-102",
    vi="Chuỗi {chain} thiếu mục số {seq}.",
    en="Chain {chain} lacks entry {seq}.",
    remedy_vi="Đối chiếu với bản sao lưu và các mã băm đã in trên văn bản phát hành.",
    remedy_en="Compare with the backups and the hashes printed on issued documents.",
)
INSERTED = define(
    "JRN-103",
    vi="Mục số {seq} của chuỗi {chain} được chèn vào từ bên ngoài.",
    en="Entry {seq} of chain {chain} was inserted from outside.",
    remedy_vi="Đối chiếu với bản sao lưu và các mã băm đã in trên văn bản phát hành.",
    remedy_en="Compare with the backups and the hashes printed on issued documents.",
)
HEAD_DIFFERS = define(
    "JRN-104",
    vi="Đầu chuỗi {chain} không khớp với mục cuối số {seq}.",
    en="The head of chain {chain} doesn't match its last entry {seq}.",
    remedy_vi="Có mục ở cuối đã bị xóa hoặc thêm ngoài hệ thống; đối chiếu với bản sao lưu.",
    remedy_en="Entries at the end were removed or added outside the system; compare with the backups.",
)
ANCHOR_MISSING = define(
    "JRN-105",
    vi="Không có mục nào mang mã băm {anchor}.",
    en="No entry has the hash {anchor}.",
    remedy_vi="Kiểm tra lại mã đã in; nếu đúng thì chuỗi đã bị viết lại.",
    remedy_en="Check the printed hash; if it is right, the chain was rewritten.",
)
GUARD_MISSING = define(
    "JRN-201",
    vi="Cơ sở dữ liệu thiếu chốt bảo vệ nhật ký {name}.",
    en="The database lacks the journal's guard {name}.",
    remedy_vi="Chạy «danbiet manage migrate» để cài lại.",
    remedy_en="Run `danbiet manage migrate` to install it again.",
)
