"""What a plan's figures are found to be, and why they couldn't be checked: codes PLAN-100 to PLAN-129.

Findings are told like errors, with what is stated, what the published edition gives, and what to do.
"""

from danbiet.base.errors import define

WRONG_SCORE = define(
    "PLAN-101",
    vi="{name} ({element}) năm {year}: kế hoạch ghi {stated} điểm, số công bố là {recomputed}.",
    en="{name} ({element}) in {year}: the plan gives {stated} points, {recomputed} was published.",
    remedy_vi="Sửa điểm trong bảng theo bộ số liệu đã công bố.",
    remedy_en="Mend the score in the table to the published one.",
)
COPIED_ROW = define(
    "PLAN-102",
    vi="{name} ({element}) năm {year}: kế hoạch ghi {stated} điểm, chép lại dòng {other}; số công bố là {recomputed}.",
    en="{name} ({element}) in {year}: {stated} points, copied from row {other}; {recomputed} was published.",
    remedy_vi="Chép lại cả dòng từ bộ số liệu đã công bố.",
    remedy_en="Copy the whole row anew from the published edition.",
)
WRONG_MEDIAN = define(
    "PLAN-103",
    vi="{name} ({element}) năm {year}: kế hoạch ghi trung vị {stated}, tính lại trên {n} tỉnh là {recomputed}.",
    en="{name} ({element}) in {year}: the plan gives a median of {stated}; over {n} provinces it is {recomputed}.",
    remedy_vi="Sửa trung vị trong bảng.",
    remedy_en="Mend the median in the table.",
)
WRONG_RANK = define(
    "PLAN-104",
    vi="{name} ({element}) năm {year}: kế hoạch ghi hạng {stated}, tính lại là hạng {recomputed} trong {n} tỉnh.",
    en="{name} ({element}) in {year}: the plan gives rank {stated}; it is {recomputed} of {n} provinces.",
    remedy_vi="Sửa thứ hạng trong bảng và mọi câu dựa vào nó.",
    remedy_en="Mend the rank in the table and every sentence that rests on it.",
)
RANK_BY_ROUNDING = define(
    "PLAN-105",
    vi="{name} ({element}) năm {year}: kế hoạch ghi hạng {stated}, tính lại là hạng {recomputed} trong {n} tỉnh; "
    "chỉ khi làm tròn {decimals} chữ số thì các tỉnh bằng điểm nhau mới ở hạng {low}-{high}.",
    en="{name} ({element}) in {year}: the plan gives rank {stated}; it is {recomputed} of {n} provinces; "
    "only with scores rounded to {decimals} decimals do equal provinces share ranks {low}-{high}.",
    remedy_vi="Ghi hạng tính từ điểm chưa làm tròn.",
    remedy_en="Give the rank that follows from the scores before rounding.",
)
WRONG_SUM = define(
    "PLAN-106",
    vi="{name} ({element}) năm {year}: kế hoạch ghi {stated} nhưng các thành phần cộng lại được {recomputed} "
    "(cho phép lệch {tolerance}).",
    en="{name} ({element}) in {year}: the plan gives {stated}, but its parts add up to {recomputed} "
    "(allowed {tolerance}).",
    remedy_vi="Xem thành phần nào bị chép sai.",
    remedy_en="See which of the parts was miscopied.",
)
TOTAL_OF_ROUNDED = define(
    "PLAN-107",
    vi="Lời văn ghi tổng điểm năm {year} là {stated}: đó là tổng các điểm đã làm tròn; số công bố là {recomputed}.",
    en="The text gives a total of {stated} for {year}: the sum of rounded scores; {recomputed} was published.",
    remedy_vi="Ghi tổng điểm đã công bố.",
    remedy_en="Give the published total.",
)
WRONG_TOTAL = define(
    "PLAN-108",
    vi="Lời văn ghi «{stated}»; điểm công bố năm {year} là {recomputed}.",
    en='The text says "{stated}"; {recomputed} was published for {year}.',
    remedy_vi="Sửa lời văn theo điểm đã công bố.",
    remedy_en="Mend the text to the published score.",
)
WRONG_COUNT = define(
    "PLAN-109",
    vi="Lời văn ghi «{stated}»; theo số công bố năm {year}: {readings}.",
    en='The text says "{stated}"; by the published figures of {year}: {readings}.',
    remedy_vi="Sửa con số hoặc nêu rõ cách tính.",
    remedy_en="Mend the figure or say how it was counted.",
)
WRONG_GROUP = define(
    "PLAN-110",
    vi="Lời văn ghi «{stated}»; theo số công bố năm {year}, {name} ở nhóm {recomputed}.",
    en='The text says "{stated}"; by the published figures of {year} {name} is in the group: {recomputed}.',
    remedy_vi="Sửa tên nhóm.",
    remedy_en="Mend the group.",
)
CLAIMED_RANK = define(
    "PLAN-111",
    vi="Lời văn ghi «{stated}»; {name} năm {year} ở hạng {recomputed} trong {n} tỉnh có số liệu.",
    en='The text says "{stated}"; {name} in {year} is at rank {recomputed} of {n} provinces with figures.',
    remedy_vi="Sửa thứ hạng.",
    remedy_en="Mend the rank.",
)
CLAIMED_CHANGE = define(
    "PLAN-112",
    vi="Lời văn ghi «{stated}»; {name} từ năm {before} đến năm {year} thay đổi {recomputed}.",
    en='The text says "{stated}"; {name} changed by {recomputed} from {before} to {year}.',
    remedy_vi="Sửa mức thay đổi.",
    remedy_en="Mend the change.",
)
WITHIN_NOISE = define(
    "PLAN-113",
    vi="«{stated}»: với {name} ({element}), thay đổi từ {before} đến {year} ({change}) nằm trong sai số của mẫu "
    "(khoảng tin cậy {level} %: {low} đến {high}; {source}).",
    en='"{stated}": of {name} ({element}), the change from {before} to {year} ({change}) lies within the noise of the '
    "sample ({level} % interval: {low} to {high}; {source}).",
    remedy_vi="Không nên đọc thay đổi này là tiến bộ hay thụt lùi.",
    remedy_en="Don't read this change as progress or decline.",
)
WRONG_NUMBER = define(
    "PLAN-114",
    vi="«{stated}»: bộ số liệu năm {year} có {recomputed} chỉ số nội dung.",
    en='"{stated}": the edition of {year} has {recomputed} dimensions.',
    remedy_vi="Sửa số chỉ số nội dung.",
    remedy_en="Mend the number of dimensions.",
)
ACROSS_BREAK = define(
    "PLAN-115",
    vi="«{stated}»: với {name} ({element}), cách đo đã đổi giữa {before} và {year}, hai điểm không so sánh được.",
    en='"{stated}": of {name} ({element}), the method changed between {before} and {year}; no comparison.',
    remedy_vi="Bỏ so sánh này, hoặc chỉ so sánh các phần còn so được.",
    remedy_en="Drop the comparison, or compare only the parts that are comparable.",
)
TRUNCATED = define(
    "PLAN-116",
    vi="{name} ({element}) năm {year}: {stated} là số cắt bớt chữ số, làm tròn là {recomputed}.",
    en="{name} ({element}) in {year}: {stated} was cut off, not rounded ({recomputed}).",
    remedy_vi="Chấp nhận được; nên dùng một cách làm tròn cho cả bảng.",
    remedy_en="Acceptable; better round the whole table in one way.",
)
FEWER_PROVINCES = define(
    "PLAN-117",
    vi="Bảng ghi hạng năm {year} so với {stated} tỉnh; năm đó chỉ {recomputed} tỉnh có số liệu.",
    en="The table ranks {year} among {stated} provinces; only {recomputed} have figures of that year.",
    remedy_vi="Ghi rõ số tỉnh có số liệu.",
    remedy_en="Say how many provinces have figures.",
)
NOT_IN_FRAMEWORK = define(
    "PLAN-118",
    vi="Dòng {element} «{stated}» không có trong khung chỉ số năm {year}.",
    en='Row {element} "{stated}" isn\'t in the framework of {year}.',
    remedy_vi="Xem lại tên nội dung; dòng này không kiểm tra được.",
    remedy_en="Check the name; this row couldn't be checked.",
)
MISSING_EDITION = define(
    "PLAN-120",
    vi="Chưa có bộ số liệu đã công bố năm {years} để đối chiếu.",
    en="The published edition of {years} isn't here to check against.",
    remedy_vi="Nhập bộ số liệu bằng «danbiet index import TỆP --accept» rồi kiểm tra lại.",
    remedy_en="Import it with `danbiet index import FILE --accept`, then check again.",
)
UNKNOWN_PROVINCE = define(
    "PLAN-121",
    vi="Không rõ kế hoạch là của tỉnh nào ({text}).",
    en="It isn't clear which province the plan is of ({text}).",
    remedy_vi="Ghi rõ bằng --province, theo tên hoặc mã hai chữ số.",
    remedy_en="Name it with --province, by name or two-digit code.",
)
NO_SCORES = define(
    "PLAN-122",
    vi="Kế hoạch không có bảng điểm và lời văn không nêu con số nào của chỉ số.",
    en="The plan has no score table and its text states no figure of the index.",
    remedy_vi="Xem tệp có đủ trang không; bảng điểm phải là bảng có cột năm.",
    remedy_en="See whether the file is complete; a score table has columns for years.",
)
NOT_COMPUTED = define(
    "PLAN-124",
    vi="Đánh giá này chưa tính xong.",
    en="This evaluation isn't computed yet.",
    remedy_vi="Chờ máy tính xong (thường trong vài phút) rồi cho ý kiến.",
    remedy_en="Wait until it is computed (a few minutes as a rule), then give an opinion.",
)
OTHER_EVALUATION = define(
    "PLAN-125",
    vi="Đánh giá đã được tính lại từ khi bạn mở trang.",
    en="The evaluation was computed anew since you opened the page.",
    remedy_vi="Đọc bản mới rồi cho ý kiến lại.",
    remedy_en="Read the new one, then give your opinion again.",
)
REMARK_MISSING = define(
    "PLAN-126",
    vi="Ý kiến khác phải có lời giải thích.",
    en="A dissent needs its reasons.",
    remedy_vi="Ghi ý kiến vào ô bên dưới.",
    remedy_en="Write them in the field below.",
)
BAD_DAY = define(
    "PLAN-123",
    vi="«{text}» không phải là một ngày.",
    en="`{text}` isn't a day.",
    remedy_vi="Ghi ngày dạng 14/9/2016 hoặc 2016-09-14.",
    remedy_en="Write the day as 2016-09-14 or 14/9/2016.",
)
NO_PLAN_OF_YEAR = define(
    "PLAN-127",
    vi="{province} không có kế hoạch năm {year} đã được đưa vào thực hiện ở đây.",
    en="{province} has no adopted plan of {year} here.",
    remedy_vi="Bỏ --store để chỉ xem kết quả, hoặc đưa kế hoạch vào trước («danbiet plan adopt»).",
    remedy_en="Leave out --store to only see the result, or adopt the plan first (`danbiet plan adopt`).",
)
NOT_EVALUATED = define(
    "PLAN-128",
    vi="Chưa đánh giá được: {reason}",
    en="It couldn't be evaluated: {reason}",
    remedy_vi="Bổ sung số liệu còn thiếu rồi yêu cầu lại.",
    remedy_en="Supply what is missing, then ask again.",
)
