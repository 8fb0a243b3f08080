"""Errors of asking for estimates and keeping them: codes SUR-001 to SUR-099."""

from danbiet.base.errors import define

BAD_MEASURE = define(
    "SUR-001",
    vi="Không hiểu «{text}» cần ước lượng gì.",
    en="`{text}` says nothing that can be estimated.",
    remedy_vi="Viết mean:cột, share:cột=1 (hoặc 1|2), ratio:cột/cột, total:cột hoặc people; thêm « as tên» để đặt tên.",
    remedy_en="Write mean:column, share:column=1 (or 1|2), ratio:column/column, total:column or people; ` as name` "
    "names it.",
)
BAD_DESIGN = define(
    "SUR-002",
    vi="Không hiểu «{text}» trong thiết kế mẫu ({why}).",
    en="`{text}` in the design can't be read ({why}).",
    remedy_vi="Viết papi, hoặc strata=cột,clusters=cột,weight=cột[,fpc=cột][,certainty=cột,next_stage=cột][,nested]"
    "[,singletons=refuse|certainty|average|centre].",
    remedy_en="Write papi, or strata=column,clusters=column,weight=column[,fpc=column][,certainty=column,next_stage="
    "column][,nested][,singletons=refuse|certainty|average|centre].",
)
NOTHING_ASKED = define(
    "SUR-003",
    vi="Chưa nói cần ước lượng gì.",
    en="Nothing is asked for.",
    remedy_vi="Thêm --measure (ví dụ --measure share:d101a=1), hoặc --index papi --year 2022.",
    remedy_en="Add --measure (for instance --measure share:d101a=1), or --index papi --year 2022.",
)
BAD_CODES = define(
    "SUR-004",
    vi="Không hiểu mã thiếu câu trả lời «{text}».",
    en="The code of a missing answer `{text}` can't be read.",
    remedy_vi="Viết papi, none, hoặc các số cách nhau bằng dấu phẩy; 888=0 nghĩa là mã 888 được tính là 0.",
    remedy_en="Write papi, none, or numbers separated by commas; 888=0 means that 888 counts as 0.",
)
BAD_ANCHOR = define(
    "SUR-005",
    vi="Không hiểu mức so sánh «{text}».",
    en="The anchor `{text}` can't be read.",
    remedy_vi="Viết MÃ=thấp:cao, ví dụ VI.2.1=0.4:3.",
    remedy_en="Write CODE=low:high, for instance VI.2.1=0.4:3.",
)
NO_YEAR = define(
    "SUR-006",
    vi="Chưa nói chỉ số {index} của năm nào.",
    en="The year of the index {index} isn't said.",
    remedy_vi="Thêm --year.",
    remedy_en="Add --year.",
)
UNKNOWN_RESULT = define(
    "SUR-007",
    vi="Không có kết quả ước lượng {public_id}.",
    en="There is no estimate {public_id}.",
    remedy_vi="Xem danh sách ở trang ước lượng.",
    remedy_en="See the list on the page of estimates.",
)
NO_TITLE = define(
    "SUR-008",
    vi="Kết quả được lưu cần có tên.",
    en="A result that is kept needs a title.",
    remedy_vi='Thêm --title, ví dụ --title "Khảo sát hài lòng 2026".',
    remedy_en='Add --title, for instance --title "Satisfaction survey 2026".',
)
NO_REASON = define(
    "SUR-009",
    vi="Chưa nói vì sao rút kết quả.",
    en="Why the result is withdrawn isn't said.",
    remedy_vi="Ghi lý do rút.",
    remedy_en="Write the reason.",
)
GONE = define(
    "SUR-010",
    vi="Kết quả này đã được rút trước đó.",
    en="This result was withdrawn before.",
    remedy_vi="Tải lại trang để xem lý do.",
    remedy_en="Load the page again to see why.",
)
EXISTS = define(
    "SUR-011",
    vi="Tệp {file} đã có.",
    en="The file {file} exists.",
    remedy_vi="Chọn tên khác, hoặc xóa tệp cũ.",
    remedy_en="Choose another name, or remove it.",
)
BAD_PROVINCE = define(
    "SUR-012",
    vi="Mã tỉnh «{code}» không có trong bộ 63 tỉnh.",
    en="The province code `{code}` isn't one of the 63.",
    remedy_vi="Dùng mã hai chữ số, ví dụ 96.",
    remedy_en="Use two-digit codes, for instance 96.",
)
BAD_LEVEL = define(
    "SUR-013",
    vi="Mức tin cậy {level} không nằm giữa 0 và 1.",
    en="The level {level} isn't between 0 and 1.",
    remedy_vi="Ví dụ --level 0.95.",
    remedy_en="For instance --level 0.95.",
)
BAD_LABEL = define(
    "SUR-014",
    vi="Không hiểu tên gọi «{text}».",
    en="The labels `{text}` can't be read.",
    remedy_vi="Viết cột=giá trị:tên,giá trị:tên, ví dụ khuvuc=1:thành thị,2:nông thôn.",
    remedy_en="Write column=value:name,value:name, for instance khuvuc=1:urban,2:rural.",
)
BAD_POPULATIONS = define(
    "SUR-015",
    vi="Không hiểu số dân theo nhóm «{text}».",
    en="The populations `{text}` can't be read.",
    remedy_vi="Viết cột nhóm=cột số dân, ví dụ tinh=PSW_province_population.",
    remedy_en="Write column of the groups=column of their populations, for instance tinh=PSW_province_population.",
)
TWO_POPULATIONS = define(
    "SUR-016",
    vi="Nhóm {cell} của cột {column} có hai số dân: {low} và {high}.",
    en="Group {cell} of column {column} has two populations: {low} and {high}.",
    remedy_vi="Mỗi nhóm có một số dân; sửa cột {population}.",
    remedy_en="A group has one population; correct column {population}.",
)
