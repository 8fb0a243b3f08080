"""Why a table of scores can't be read (READ-030 to READ-037), and what is doubtful in one (from READ-040)."""

from danbiet.base.errors import define

EMPTY = define(
    "READ-030",
    vi="Tệp rỗng hoặc không có ô nào có dữ liệu.",
    en="The file is empty or no cell holds anything.",
    remedy_vi="Chọn lại tệp số liệu.",
    remedy_en="Choose the file of scores again.",
)
TOO_LARGE = define(
    "READ-031",
    vi="Tệp lớn {size} MB, quá giới hạn {limit} MB của một bảng số liệu.",
    en="The file has {size} MB, over the limit of {limit} MB for a table of scores.",
    remedy_vi="Bỏ ảnh và các bảng không liên quan rồi lưu lại.",
    remedy_en="Leave out pictures and unrelated sheets and save it again.",
)
ENCRYPTED = define(
    "READ-032",
    vi="Tệp được đặt mật khẩu hoặc là định dạng .xls cũ.",
    en="The file is encrypted or in the old .xls format.",
    remedy_vi="Mở bằng Excel, bỏ mật khẩu và lưu thành .xlsx.",
    remedy_en="Open it in Excel, remove the password and save it as .xlsx.",
)
BROKEN = define(
    "READ-033",
    vi="Tệp bảng tính bị hỏng: {reason}.",
    en="The workbook is broken: {reason}.",
    remedy_vi="Mở bằng Excel, lưu thành tệp mới rồi gửi lại.",
    remedy_en="Open it in Excel, save it as a new file and send that.",
)
UNSAFE = define(
    "READ-034",
    vi="Tệp vượt giới hạn an toàn ({reason}).",
    en="The file goes beyond the safety limits ({reason}).",
    remedy_vi="Chỉ giữ các bảng số liệu, lưu thành tệp mới; không mở nếu không rõ nguồn.",
    remedy_en="Keep only the tables of scores and save them as a new file; don't open it if you don't know its source.",
)
NOT_A_TABLE = define(
    "READ-035",
    vi="Tệp không phải XLSX, XLSM hay CSV Unicode.",
    en="The file is neither XLSX, XLSM nor Unicode CSV.",
    remedy_vi="Lưu bảng số liệu thành .xlsx hoặc .csv (UTF-8).",
    remedy_en="Save the table of scores as .xlsx or .csv (UTF-8).",
)
NO_SCORES = define(
    "READ-036",
    vi="Không trang nào của tệp là bảng điểm theo tỉnh và năm ({sheets}).",
    en="No sheet of the file is a table of scores by province and year ({sheets}).",
    remedy_vi="Mỗi trang cần tên các tỉnh ở một hàng hoặc một cột và năm trong tên trang.",
    remedy_en="A sheet needs the provinces' names in one row or column and the year in its title.",
)
BAD_CSV = define(
    "READ-037",
    vi="Tệp CSV thiếu cột {missing}, hoặc dòng {line} không có đủ các ô.",
    en="The CSV lacks the columns {missing}, or line {line} lacks cells.",
    remedy_vi="Dùng các cột year, province, element, value và nếu có se, n.",
    remedy_en="Use the columns year, province, element, value and, if there are any, se and n.",
)
MACRO = define(
    "READ-040",
    vi="Tệp có macro. Macro không được chạy và không được đọc.",
    en="The file contains macros. They are neither run nor read.",
    remedy_vi="Không cần làm gì; đừng bật macro khi mở tệp này.",
    remedy_en="Nothing is needed; don't enable macros when you open this file.",
)
HIDDEN_SHEET = define(
    "READ-041",
    vi="Trang này bị ẩn trong tệp; không lấy số liệu từ trang ẩn.",
    en="This sheet is hidden in the file; no figures are taken from hidden sheets.",
    remedy_vi="Bỏ ẩn trang trong Excel nếu đúng là số liệu cần nhập.",
    remedy_en="Unhide it in Excel if its figures are meant.",
)
HIDDEN_LINES = define(
    "READ-042",
    vi="Có {count} hàng hoặc cột bị ẩn trong bảng; số liệu trong đó vẫn được đọc.",
    en="{count} rows or columns of the table are hidden; their figures are read all the same.",
    remedy_vi="Bỏ ẩn và xem lại các số liệu này.",
    remedy_en="Unhide them and look at these figures.",
)
MERGED = define(
    "READ-043",
    vi="Ô gộp {area} nằm trong phần số liệu: chỉ ô đầu có giá trị, các ô khác coi là thiếu.",
    en="The merged cells {area} lie among the figures: only the first has a value, the others count as missing.",
    remedy_vi="Bỏ gộp ô trong tệp nguồn và điền từng giá trị.",
    remedy_en="Unmerge them in the source and fill in each value.",
)
FORMULA = define(
    "READ-044",
    vi="{count} số liệu ở đây là công thức; lấy giá trị đã lưu trong tệp, không tính lại.",
    en="{count} figures here are formulas; the values stored in the file are taken, nothing is recalculated.",
    remedy_vi="Đối chiếu với nguồn công bố; tốt nhất dùng tệp chỉ có giá trị.",
    remedy_en="Compare them with what was published; a file of plain values is better.",
)
UNCACHED = define(
    "READ-045",
    vi="{count} công thức ở đây không có giá trị lưu trong tệp.",
    en="{count} formulas here have no value stored in the file.",
    remedy_vi="Mở bằng Excel, tính lại, chép thành giá trị rồi lưu.",
    remedy_en="Open it in Excel, recalculate, paste as values and save.",
)
TEXT_NUMBER = define(
    "READ-046",
    vi="{count} số ở đây được ghi dạng chữ («{text}»), đã đọc thành số.",
    en="{count} numbers here are stored as text (`{text}`) and were read as numbers.",
    remedy_vi="Xem lại các giá trị này; đổi ô sang kiểu số trong tệp nguồn.",
    remedy_en="Look at these values; turn the cells into numbers in the source.",
)
COMMA = define(
    "READ-047",
    vi="{count} số ở đây dùng dấu phẩy thập phân («{text}»), đã đọc thành số.",
    en="{count} numbers here have a decimal comma (`{text}`) and were read as numbers.",
    remedy_vi="Xem lại các giá trị này.",
    remedy_en="Look at these values.",
)
NO_DATA = define(
    "READ-048",
    vi="{count} ô ở đây ghi «{text}» thay cho số; coi là thiếu.",
    en="{count} cells here say `{text}` instead of a number; they count as missing.",
    remedy_vi="Không cần làm gì nếu nguồn công bố đúng là không có số liệu.",
    remedy_en="Nothing is needed if the published source has no data here.",
)
CELL_ERROR = define(
    "READ-049",
    vi="{count} ô ở đây là lỗi của Excel («{text}»); coi là thiếu.",
    en="{count} cells here are errors of Excel (`{text}`); they count as missing.",
    remedy_vi="Sửa công thức trong tệp nguồn hoặc thay bằng giá trị đã công bố.",
    remedy_en="Mend the formula in the source, or put the published value in its place.",
)
NO_NAME = define(
    "READ-050",
    vi="Có {count} số liệu ở đây mà không có tên tỉnh; ô có thể bị lệch.",
    en="{count} figures stand here without a province's name; cells may be shifted.",
    remedy_vi="Kiểm tra các hàng, cột bị chèn hoặc xóa trong tệp nguồn.",
    remedy_en="Check the source for inserted or deleted rows and columns.",
)
NO_LABEL = define(
    "READ-051",
    vi="Có {count} số liệu ở đây mà không có tên chỉ số; ô có thể bị lệch.",
    en="{count} figures stand here without a label; cells may be shifted.",
    remedy_vi="Kiểm tra các hàng, cột bị chèn hoặc xóa trong tệp nguồn.",
    remedy_en="Check the source for inserted or deleted rows and columns.",
)
DERIVED = define(
    "READ-052",
    vi="Trang này được tính bằng công thức từ trang {source}; không phải bộ số liệu riêng nên không nhập.",
    en="This sheet is computed by formulas from the sheet {source}; it is no edition of its own and isn't imported.",
    remedy_vi="Không cần làm gì: số liệu được lấy từ trang gốc.",
    remedy_en="Nothing is needed: the figures are taken from the sheet it is made of.",
)
NO_YEAR = define(
    "READ-053",
    vi="Không rõ bảng này của năm nào.",
    en="It isn't clear which year this table is of.",
    remedy_vi="Ghi năm vào tên trang (ví dụ «2016») rồi gửi lại.",
    remedy_en="Put the year into the sheet's title (such as `2016`) and send it again.",
)
NOT_SCORES = define(
    "READ-054",
    vi="Trang này không phải bảng điểm theo tỉnh; bỏ qua.",
    en="This sheet is no table of scores by province; it is left out.",
    remedy_vi="Không cần làm gì nếu đúng như vậy.",
    remedy_en="Nothing is needed if that is right.",
)
OTHER_YEAR = define(
    "READ-055",
    vi="Nhãn «{text}» nêu năm {other}, bảng là của năm {year}.",
    en="The label `{text}` names {other}; the table is of {year}.",
    remedy_vi="Đối chiếu với nguồn công bố xem số liệu là của năm nào.",
    remedy_en="Compare with what was published to see which year the figures are of.",
)
TWICE = define(
    "READ-056",
    vi="«{text}» của cùng một tỉnh có hai giá trị trong tệp ({first} và {second}).",
    en="`{text}` of one province has two values in the file ({first} and {second}).",
    remedy_vi="Giữ lại một giá trị đúng.",
    remedy_en="Keep the one that is right.",
)
DIFFERS = define(
    "READ-057",
    vi="Cột «{text}» của trang tính này khác trang gốc {source} ở {count} tỉnh ({first}, trang gốc {second}).",
    en="`{text}` of this computed sheet isn't what {source} says for {count} provinces ({first}, there {second}).",
    remedy_vi="Đừng dùng số liệu của trang tính này; công thức của nó bỏ sót cột.",
    remedy_en="Don't use the figures of this sheet; its formulas leave columns out.",
)
