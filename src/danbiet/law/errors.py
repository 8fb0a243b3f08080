"""Errors of the law room: what is wrong in a parameter file, and what a question to the law can't get."""

from danbiet.base.errors import define

UNREADABLE = define(
    "LAW-001",
    vi="Không đọc được tệp YAML: {reason}.",
    en="The YAML file can't be read: {reason}.",
    remedy_vi="Sửa cú pháp YAML 1.2 tại dòng đã nêu.",
    remedy_en="Mend the YAML 1.2 syntax on the line named.",
)
DUPLICATE_KEY = define(
    "LAW-002",
    vi="Khóa «{name}» xuất hiện hai lần.",
    en="The key `{name}` appears twice.",
    remedy_vi="Xóa hoặc gộp một trong hai.",
    remedy_en="Remove or merge one of the two.",
)
UNKNOWN_KEY = define(
    "LAW-003",
    vi="Khóa «{name}» không có trong khuôn mẫu ({allowed}).",
    en="The key `{name}` isn't in the form ({allowed}).",
    remedy_vi="Sửa tên khóa hoặc bỏ đi.",
    remedy_en="Correct the key's name or drop it.",
)
MISSING_KEY = define(
    "LAW-004",
    vi="Thiếu khóa «{name}».",
    en="The key `{name}` is missing.",
    remedy_vi="Bổ sung khóa này; giá trị nào cũng phải có điều luật và nguồn.",
    remedy_en="Add it; every value needs its article and its source.",
)
WRONG_TYPE = define(
    "LAW-005",
    vi="«{name}» phải là {expected}, không phải «{found}».",
    en="`{name}` must be {expected}, not `{found}`.",
    remedy_vi="Ghi lại giá trị đúng kiểu.",
    remedy_en="Write the value in the right form.",
)
DATES_REVERSED = define(
    "LAW-006",
    vi="Ngày bắt đầu {first} sau ngày cuối {last}.",
    en="The first day {first} is after the last day {last}.",
    remedy_vi="Kiểm tra lại hai ngày với văn bản.",
    remedy_en="Check both days against the instrument.",
)
DATES_OVERLAP = define(
    "LAW-007",
    vi="Giá trị từ {first} chồng lên giá trị trước, có hiệu lực đến {last}.",
    en="The value from {first} overlaps the one before it, which holds until {last}.",
    remedy_vi="Xếp các giá trị theo ngày, ngày cuối của giá trị trước là hôm trước của giá trị sau.",
    remedy_en="Put the values in order of days, each ending the day before the next begins.",
)
AFTER_END = define(
    "LAW-008",
    vi="Giá trị từ {first} vượt quá ngày hết hiệu lực của tham số ({end}).",
    en="The value from {first} reaches past the day the parameter ends ({end}).",
    remedy_vi="Sửa khóa «end» hoặc ngày của giá trị.",
    remedy_en="Correct `end` or the value's days.",
)
RECALLED_IS_UNVERIFIED = define(
    "LAW-009",
    vi="Giá trị ghi theo trí nhớ (nguồn «recalled») không thể là «verified».",
    en="A value that is only recalled (source `recalled`) can't be `verified`.",
    remedy_vi="Đặt «status: to_verify», hoặc nêu nguồn đã đọc.",
    remedy_en="Set `status: to_verify`, or name the source that was read.",
)
UNKNOWN_PARAMETER = define(
    "LAW-010",
    vi="Không có tham số pháp luật «{key}»{near}.",
    en="There is no legal parameter `{key}`{near}.",
    remedy_vi="Xem danh sách bằng «danbiet law list».",
    remedy_en="See them all with `danbiet law list`.",
)
BEFORE_KNOWN = define(
    "LAW-011",
    vi="Chưa biết giá trị của «{key}» vào ngày {day}: giá trị sớm nhất có từ {first}.",
    en="The value of `{key}` on {day} isn't known: the earliest one holds from {first}.",
    remedy_vi="Hỏi ngày muộn hơn, hoặc bổ sung giá trị cũ kèm điều luật và nguồn.",
    remedy_en="Ask for a later day, or add the older value with its article and source.",
)
ENDED = define(
    "LAW-012",
    vi="«{key}» không còn hiệu lực vào ngày {day}: đã hết hiệu lực sau ngày {end}.",
    en="`{key}` is no longer in force on {day}: it ended after {end}.",
    remedy_vi="Dùng quy định thay thế, hoặc hỏi một ngày trước đó.",
    remedy_en="Use the rule that replaced it, or ask for an earlier day.",
)
IN_A_GAP = define(
    "LAW-013",
    vi="Không biết giá trị của «{key}» vào ngày {day}: có khoảng trống từ {first} đến {last}.",
    en="The value of `{key}` on {day} isn't known: there is a gap from {first} to {last}.",
    remedy_vi="Bổ sung giá trị của khoảng này kèm điều luật và nguồn.",
    remedy_en="Add that stretch's value with its article and source.",
)
NOT_THAT_KIND = define(
    "LAW-014",
    vi="«{key}» là {found}, không phải {wanted}.",
    en="`{key}` is a {found}, not a {wanted}.",
    remedy_vi="Chọn tham số khác bằng «danbiet law list».",
    remedy_en="Choose another parameter with `danbiet law list`.",
)
NOT_A_DURATION = define(
    "LAW-015",
    vi="«{text}» không phải thời hạn.",
    en="`{text}` isn't a duration.",
    remedy_vi="Viết số và đơn vị: 30 d (ngày), 20 wd (ngày làm việc), 3 m (tháng), 2 y (năm), 24 h (giờ).",
    remedy_en="Write a number and a unit: 30 d (days), 20 wd (working days), 3 m (months), 2 y (years), 24 h (hours).",
)
UNDECIDED_DURATION = define(
    "LAW-016",
    vi="Thời hạn «{text}» chưa xác định một con số.",
    en="The duration `{text}` doesn't settle on one number.",
    remedy_vi="Nêu rõ con số được áp dụng, ví dụ 5 y.",
    remedy_en="Say which one applies, e.g. 5 y.",
)
NEEDS_MOMENT = define(
    "LAW-017",
    vi="Thời hạn tính bằng giờ cần thời điểm bắt đầu có giờ và múi giờ.",
    en="A period in hours needs the moment it starts, with its time zone.",
    remedy_vi="Đưa vào ngày và giờ, không chỉ ngày.",
    remedy_en="Give the day and the hour, not the day alone.",
)
OFF_THE_CALENDAR = define(
    "LAW-018",
    vi="Kết quả nằm ngoài lịch (năm 1 đến 9999).",
    en="The result lies off the calendar (years 1 to 9999).",
    remedy_vi="Kiểm tra lại ngày và thời hạn đã nhập.",
    remedy_en="Check the day and the duration given.",
)
NOT_A_DAY = define(
    "LAW-019",
    vi="«{text}» không phải ngày.",
    en="`{text}` isn't a day.",
    remedy_vi="Viết ngày theo dạng 2016-09-09 hoặc 09/09/2016.",
    remedy_en="Write the day as 2016-09-09 or 09/09/2016.",
)
UNKNOWN_OPTION = define(
    "LAW-020",
    vi="«{option}» không nằm trong các lựa chọn ({options}).",
    en="`{option}` isn't one of the options ({options}).",
    remedy_vi="Sửa giá trị hoặc thêm lựa chọn kèm tên gọi.",
    remedy_en="Correct the value or add the option with its label.",
)
DAY_TWICE = define(
    "LAW-021",
    vi="Ngày {day} bị ghi hai lần.",
    en="The day {day} is listed twice.",
    remedy_vi="Xóa dòng thừa.",
    remedy_en="Remove the surplus line.",
)
