"""Errors of the demonstration."""

from danbiet.base.errors import define

NO_EXAMPLE = define(
    "DEMO-001",
    vi="Không thấy kế hoạch ví dụ {path}.",
    en="The example plan {path} isn't there.",
    remedy_vi="Chạy bản trình diễn từ thư mục mã nguồn (git clone), nơi có thư mục examples.",
    remedy_en="Run the demonstration from a source checkout (git clone), which holds the folder examples.",
)
TOO_MANY = define(
    "DEMO-002",
    vi="Chỉ mô phỏng được từ 1 đến {most} tỉnh, không phải {count}.",
    en="1 to {most} provinces can be simulated, not {count}.",
    remedy_vi="Chọn số tỉnh trong khoảng đó.",
    remedy_en="Choose a number in that range.",
)
