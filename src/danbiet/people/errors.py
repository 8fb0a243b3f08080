"""Errors of accounts and permissions."""

from danbiet.base.errors import define

FORBIDDEN = define(
    "PEO-001",
    vi="Tài khoản «{person}» không có quyền «{permission}» đối với đơn vị này.",
    en="The account `{person}` may not `{permission}` for this unit.",
    remedy_vi="Việc này dành cho: {roles}. Nhờ người có vai trò đó hoặc quản trị đơn vị cấp quyền.",
    remedy_en="It is for: {roles}. Ask someone with that role, or have the unit's administrator grant it.",
)
OWN_WORK = define(
    "PEO-002",
    vi="Người trình không được tự duyệt.",
    en="Nobody approves his own submission.",
    remedy_vi="Nhờ một người có quyền duyệt khác.",
    remedy_en="Have another person with the right to approve do it.",
)
UNKNOWN_PERSON = define(
    "PEO-003",
    vi="Không có tài khoản «{username}» đang hoạt động.",
    en="There is no active account `{username}`.",
    remedy_vi="Kiểm tra tên đăng nhập; liệt kê bằng «danbiet people list».",
    remedy_en="Check the log-in name; `danbiet people list` shows them.",
)
NAME_TAKEN = define(
    "PEO-004",
    vi="Tên đăng nhập «{username}» đã có.",
    en="The log-in name `{username}` is taken.",
    remedy_vi="Chọn tên khác.",
    remedy_en="Choose another name.",
)
WEAK_PASSWORD = define(
    "PEO-005",
    vi="Mật khẩu chưa đủ mạnh: {reasons}",
    en="The password is too weak: {reasons}",
    remedy_vi="Đặt mật khẩu dài hơn, không trùng tên đăng nhập.",
    remedy_en="Choose a longer one that isn't like the log-in name.",
)
UNIT_NEEDED = define(
    "PEO-006",
    vi="Vai trò «{role}» phải gắn với một đơn vị.",
    en="The role `{role}` needs a unit.",
    remedy_vi="Cho biết đơn vị.",
    remedy_en="Name the unit.",
)
ALREADY_ENDED = define(
    "PEO-007",
    vi="Vai trò này đã kết thúc ngày {day}.",
    en="This membership ended on {day}.",
    remedy_vi="Không cần làm gì thêm.",
    remedy_en="Nothing more is needed.",
)
UNKNOWN_ROLE = define(
    "PEO-008",
    vi="Không có vai trò «{role}».",
    en="There is no role `{role}`.",
    remedy_vi="Chọn một trong: {known}.",
    remedy_en="Choose one of: {known}.",
)
HELD_ALREADY = define(
    "PEO-009",
    vi="Người này đã giữ vai trò «{role}» ở đơn vị này từ ngày {day}.",
    en="This person has held the role `{role}` at this unit since {day}.",
    remedy_vi="Không cần giao lại; xem bằng «danbiet people list».",
    remedy_en="Nothing more is needed; `danbiet people list` shows it.",
)
ENDS_BEFORE_IT_BEGINS = define(
    "PEO-010",
    vi="Vai trò kết thúc ngày {last}, trước ngày bắt đầu {first}.",
    en="The role would end on {last}, before it begins on {first}.",
    remedy_vi="Sửa lại ngày bắt đầu hoặc ngày kết thúc.",
    remedy_en="Correct the first or the last day.",
)
