"""Errors of the command line and of preparing an installation."""

from danbiet.base.errors import define

HOME_IN_USE = define(
    "CLI-001",
    vi="Thư mục dữ liệu {home} đang chứa một hệ thống thật.",
    en="The data folder {home} holds a real installation.",
    remedy_vi="Chọn thư mục khác bằng DANBIET_HOME cho bản trình diễn.",
    remedy_en="Choose another folder with DANBIET_HOME for the demonstration.",
)
HOME_IS_DEMONSTRATION = define(
    "CLI-002",
    vi="Thư mục dữ liệu {home} đang chứa bản trình diễn với số liệu mô phỏng.",
    en="The data folder {home} holds the demonstration with simulated data.",
    remedy_vi="Chọn thư mục khác bằng DANBIET_HOME cho hệ thống thật.",
    remedy_en="Choose another folder with DANBIET_HOME for real use.",
)
NOT_PREPARED = define(
    "CLI-003",
    vi="Hệ thống trong {home} chưa được chuẩn bị.",
    en="The installation in {home} has not been prepared.",
    remedy_vi="Chạy «danbiet init --province MÃ» (dùng thật) hoặc «danbiet demo» (trình diễn) trước.",
    remedy_en="Run `danbiet init --province CODE` (real use) or `danbiet demo` (demonstration) first.",
)
HOME_NOT_WRITABLE = define(
    "CLI-004",
    vi="Không ghi được vào thư mục dữ liệu {home}: {reason}.",
    en="The data folder {home} can't be written: {reason}.",
    remedy_vi="Cấp quyền ghi cho tài khoản chạy danbiet hoặc đặt DANBIET_HOME sang nơi khác.",
    remedy_en="Let the account that runs danbiet write there, or set DANBIET_HOME to another place.",
)
HOME_NOT_EMPTY = define(
    "CLI-005",
    vi="Thư mục dữ liệu {home} đã có bản trình diễn.",
    en="The data folder {home} holds a demonstration already.",
    remedy_vi="Thêm --reset để dựng lại từ đầu, hoặc --if-empty để dùng bản đang có.",
    remedy_en="Add --reset to build it anew, or --if-empty to use the one that is there.",
)
NO_SERVER = define(
    "CLI-006",
    vi="Không kết nối được cơ sở dữ liệu: {reason}",
    en="The database can't be reached: {reason}",
    remedy_vi="Xem PostgreSQL có chạy không và DATABASE_URL có đúng không.",
    remedy_en="See whether PostgreSQL runs and DATABASE_URL is right.",
)
