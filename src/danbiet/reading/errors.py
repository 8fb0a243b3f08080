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
SCANNED_PDF = define(
    "READ-007",
    vi="PDF chỉ có ảnh chụp ({pages} trang), không có lớp chữ để đọc.",
    en="The PDF holds only pictures ({pages} pages), no text layer to read.",
    remedy_vi="Gửi tệp Word (.docx) đã in ra bản này; nếu không còn, nhận dạng chữ bằng máy rồi gửi văn bản thuần.",
    remedy_en="Send the Word document (.docx) it was printed from; else have it read by machine and send the text.",
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
BROKEN_PDF = define(
    "READ-013",
    vi="Tệp PDF bị hỏng: {reason}.",
    en="The PDF is broken: {reason}.",
    remedy_vi="Xuất lại PDF từ tệp Word, hoặc gửi chính tệp .docx.",
    remedy_en="Export the PDF from the Word document again, or send the .docx itself.",
)
ENCRYPTED_PDF = define(
    "READ-014",
    vi="Tệp PDF được đặt mật khẩu.",
    en="The PDF is locked with a password.",
    remedy_vi="Bỏ mật khẩu rồi lưu lại, hoặc gửi tệp .docx.",
    remedy_en="Remove the password and save it again, or send the .docx.",
)
UNSAFE_PDF = define(
    "READ-015",
    vi="Tệp PDF vượt giới hạn an toàn: {reason}.",
    en="The PDF goes beyond the safety limits: {reason}.",
    remedy_vi="Chỉ gửi các trang của kế hoạch, xuất lại PDF từ Word; không mở nếu không rõ nguồn.",
    remedy_en="Send only the plan's pages, exported from Word again; don't open it if you don't know where it is from.",
)
SLOW_PDF = define(
    "READ-016",
    vi="Đọc PDF quá {seconds} giây mà chưa xong.",
    en="Reading the PDF took over {seconds} seconds and was stopped.",
    remedy_vi="Gửi tệp .docx, hoặc xuất lại PDF từ Word chỉ với các trang của kế hoạch.",
    remedy_en="Send the .docx, or export the PDF from Word again with the plan's pages only.",
)
LEGACY_PDF = define(
    "READ-017",
    vi="Chữ trong PDF không phải Unicode ({kind}, trang {pages}), đọc ra sẽ sai.",
    en="The PDF's text isn't Unicode ({kind}, page {pages}); it would be read wrongly.",
    remedy_vi="Mở tệp Word gốc, chuyển mã sang Unicode rồi gửi .docx hoặc xuất lại PDF.",
    remedy_en="Open the Word original, convert it to Unicode and send the .docx, or export the PDF again.",
)
NOT_DOCX = define(
    "READ-018",
    vi="Chỉ ghi chú được vào tệp DOCX; tệp này không phải DOCX.",
    en="Only a DOCX can be given comments; this file isn't one.",
    remedy_vi="Dùng tệp Word (.docx) của kế hoạch, hoặc bỏ --annotate để xem nghi vấn trên màn hình.",
    remedy_en="Use the plan's Word document (.docx), or leave out --annotate to see the doubts on the screen.",
)
SAME_FILE = define(
    "READ-019",
    vi="Tệp ghi chú trùng với tệp nguồn {path}.",
    en="The annotated file would overwrite its source {path}.",
    remedy_vi="Chọn tên khác cho tệp ghi chú; tệp nguồn được giữ nguyên.",
    remedy_en="Choose another name for the annotated file; the source stays as it is.",
)
NOT_WRITTEN = define(
    "READ-020",
    vi="Không ghi được tệp {path}: {reason}.",
    en="The file {path} can't be written: {reason}.",
    remedy_vi="Kiểm tra thư mục, quyền ghi và chỗ trống trên đĩa.",
    remedy_en="Check the folder, the right to write there and the space on the disk.",
)
