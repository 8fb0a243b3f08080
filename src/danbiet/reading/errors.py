"""Why a document can't be read at all."""

from danbiet.base.errors import define

EMPTY = define(
    "READ-001",
    vi="Tệp rỗng hoặc không có chữ.",
    en="The file is empty or holds no text.",
    remedy_vi="Kiểm tra lại tệp; nếu là bản chụp, hãy nhận dạng chữ rồi lưu thành DOCX hoặc văn bản thuần.",
    remedy_en="Check the file; if it is a scan, recognise its text and save it as DOCX or plain text.",
)
TOO_LARGE = define(
    "READ-002",
    vi="Tệp lớn {size} MB, quá giới hạn {limit} MB của một kế hoạch.",
    en="The file has {size} MB, over the limit of {limit} MB for a plan.",
    remedy_vi="Bỏ ảnh và phụ lục không liên quan rồi lưu lại.",
    remedy_en="Leave out pictures and unrelated annexes and save it again.",
)
ENCRYPTED = define(
    "READ-003",
    vi="Tệp được đặt mật khẩu hoặc là định dạng .doc cũ.",
    en="The file is encrypted or in the old .doc format.",
    remedy_vi="Mở bằng Word, bỏ mật khẩu và lưu thành .docx.",
    remedy_en="Open it in Word, remove the password and save it as .docx.",
)
BROKEN_DOCX = define(
    "READ-004",
    vi="Tệp DOCX bị hỏng: {reason}.",
    en="The DOCX is broken: {reason}.",
    remedy_vi="Mở bằng Word, lưu thành tệp mới rồi đọc lại.",
    remedy_en="Open it in Word, save it as a new file and read that.",
)
UNSAFE_DOCX = define(
    "READ-005",
    vi="Tệp DOCX nén bất thường ({reason}), vượt giới hạn an toàn.",
    en="The DOCX is packed abnormally ({reason}), beyond the safety limits.",
    remedy_vi="Mở bằng Word, lưu thành tệp mới rồi đọc lại; không mở nếu không rõ nguồn.",
    remedy_en="Open it in Word, save it as a new file and read that; don't if you don't know where it is from.",
)
UNREADABLE_TEXT = define(
    "READ-006",
    vi="Tệp không phải văn bản Unicode.",
    en="The file isn't Unicode text.",
    remedy_vi="Lưu lại dưới dạng văn bản UTF-8 hoặc DOCX.",
    remedy_en="Save it as UTF-8 text or as DOCX.",
)
PDF_NOT_READ = define(
    "READ-007",
    vi="Kế hoạch dạng PDF chưa đọc được.",
    en="Plans in PDF aren't read yet.",
    remedy_vi="Dùng bản Word (.docx) hoặc văn bản thuần của kế hoạch.",
    remedy_en="Use the plan's Word document (.docx) or its plain text.",
)
NOT_A_PLAN = define(
    "READ-008",
    vi="Không nhận ra đây là kế hoạch: thiếu {missing}.",
    en="This isn't recognised as a plan: {missing} missing.",
    remedy_vi="Chọn đúng tệp kế hoạch có bảng phân công nhiệm vụ (đơn vị chủ trì, phối hợp, thời gian).",
    remedy_en="Choose the plan with its assignment table (lead unit, coordinating units, time).",
)
BAD_COLUMNS = define(
    "READ-009",
    vi="Bảng phân công có {wrong} trên {rows} dòng không đúng số cột.",
    en="{wrong} of {rows} rows of the assignment table have the wrong number of columns.",
    remedy_vi="Sửa bảng trong tệp nguồn: mỗi dòng phải có đủ các cột của dòng tiêu đề.",
    remedy_en="Mend the table in the source: every row needs the columns of its header.",
)
NOT_FOUND = define(
    "READ-010",
    vi="Không mở được tệp {path}: {reason}.",
    en="The file {path} can't be opened: {reason}.",
    remedy_vi="Kiểm tra đường dẫn và quyền đọc.",
    remedy_en="Check the path and the right to read it.",
)
FOREIGN_DRAFT = define(
    "READ-011",
    vi="Bản thảo có dạng «{schema}» không đọc được.",
    en="A draft of the form `{schema}` can't be read.",
    remedy_vi="Đọc lại văn bản nguồn bằng phiên bản hiện tại.",
    remedy_en="Read the source document again with this version.",
)
TOO_MANY_CELLS = define(
    "READ-012",
    vi="Các bảng có {cells} ô, quá giới hạn {limit} ô của một kế hoạch.",
    en="The tables have {cells} cells, over the limit of {limit} for a plan.",
    remedy_vi="Bỏ các bảng số liệu không thuộc kế hoạch rồi lưu lại.",
    remedy_en="Leave out data tables that aren't part of the plan and save it again.",
)
