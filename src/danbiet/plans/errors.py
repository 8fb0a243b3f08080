"""Errors of plans."""

from danbiet.base.errors import define

UNKNOWN_DRAFT = define(
    "PLAN-001",
    vi="Không có dự thảo mang mã {public_id}.",
    en="There is no draft {public_id}.",
    remedy_vi="Xem các dự thảo bằng «danbiet plan list».",
    remedy_en="`danbiet plan list` shows the drafts.",
)
UNKNOWN_PLAN = define(
    "PLAN-002",
    vi="Không có kế hoạch mang mã {public_id}.",
    en="There is no plan {public_id}.",
    remedy_vi="Xem các kế hoạch bằng «danbiet plan list».",
    remedy_en="`danbiet plan list` shows the plans.",
)
BLOCKED = define(
    "PLAN-010",
    vi="Còn {count} nghi vấn phải giải quyết: {doubts}.",
    en="{count} doubts must be resolved first: {doubts}.",
    remedy_vi="Quyết định từng nghi vấn trên trang dự thảo (hoặc trong tệp --resolutions) rồi duyệt lại.",
    remedy_en="Decide each on the draft's page (or in the --resolutions file), then approve again.",
)
ALREADY_ADOPTED = define(
    "PLAN-011",
    vi="Kế hoạch số {number} ngày {day} đã được đưa vào thực hiện.",
    en="The plan {number} of {day} has been adopted already.",
    remedy_vi="Nếu văn bản này sửa đổi, thay thế nó, chọn như vậy khi trình («danbiet plan amend», «replace»).",
    remedy_en="If this document amends or replaces it, say so when proposing (`danbiet plan amend`, `replace`).",
)
INCOMPLETE = define(
    "PLAN-012",
    vi="Dự thảo chưa có {missing}.",
    en="The draft lacks {missing}.",
    remedy_vi="Bổ sung ở nghi vấn tương ứng trên trang dự thảo, hoặc bằng «value» trong tệp --resolutions.",
    remedy_en="Add it at its doubt on the draft's page, or by `value` in the --resolutions file.",
)
OWN_DECISIONS = define(
    "PLAN-031",
    vi="Bạn đã tự quyết định {count} điểm của dự thảo này, ví dụ {first}; người duyệt phải là người khác.",
    en="You decided {count} points of this draft yourself, for example {first}; another person must approve it.",
    remedy_vi="Nhờ một người có quyền duyệt khác, hoặc để người trình quyết định lại các điểm đó.",
    remedy_en="Have another person approve it, or let the proposer decide those points again.",
)
BAD_RESOLUTIONS = define(
    "PLAN-013",
    vi="Tệp quyết định không đọc được: {reason}.",
    en="The resolutions can't be read: {reason}.",
    remedy_vi="Tạo lại tệp mẫu bằng «danbiet plan resolutions» rồi điền.",
    remedy_en="Write the template anew with `danbiet plan resolutions` and fill it in.",
)
UNKNOWN_DOUBT = define(
    "PLAN-014",
    vi="Dự thảo không có nghi vấn {doubt}.",
    en="The draft has no doubt {doubt}.",
    remedy_vi="Văn bản có thể đã đổi; tạo lại tệp mẫu từ văn bản này.",
    remedy_en="The document may have changed; write the template anew from it.",
)
BAD_DECISION = define(
    "PLAN-015",
    vi="Quyết định cho {doubt} chưa dùng được: {reason}.",
    en="The decision for {doubt} can't be used: {reason}.",
    remedy_vi="Xem các dạng quyết định trong plans/README.md.",
    remedy_en="plans/README.md lists the forms of decisions.",
)
WITHDRAWN = define(
    "PLAN-016",
    vi="Dự thảo này đã được rút hoặc đã được duyệt.",
    en="This draft was withdrawn or approved already.",
    remedy_vi="Trình một dự thảo mới nếu cần thay đổi.",
    remedy_en="Propose a new draft to change something.",
)
CHANGED_SINCE = define(
    "PLAN-017",
    vi="Dự thảo đã thay đổi kể từ khi bạn đọc: {changes}.",
    en="The draft changed since you read it: {changes}.",
    remedy_vi="Xem các thay đổi này rồi làm lại trên bản hiện tại; chưa có gì được ghi.",
    remedy_en="Look at these changes, then do it again on the current version; nothing was stored.",
)
CLOSED_PLAN = define(
    "PLAN-018",
    vi="Kế hoạch này đã kết thúc.",
    en="This plan has ended.",
    remedy_vi="Trình một kế hoạch mới.",
    remedy_en="Propose a new plan.",
)
BAD_DAY = define(
    "PLAN-019",
    vi="Ngày {day} không dùng được: {reason}.",
    en="The day {day} can't be used: {reason}.",
    remedy_vi="Kiểm tra lại ngày, dạng NĂM-THÁNG-NGÀY.",
    remedy_en="Check the day, as YYYY-MM-DD.",
)
GROUND_NEEDED = define(
    "PLAN-020",
    vi="Phải nêu căn cứ (số và ngày của văn bản).",
    en="A ground is needed (number and date of the document).",
    remedy_vi="Ghi căn cứ bằng --ground.",
    remedy_en="Give it with --ground.",
)
NO_SUCH_EVENT = define(
    "PLAN-021",
    vi="Kế hoạch không nêu sự kiện «{key}».",
    en="The plan names no event `{key}`.",
    remedy_vi="Các sự kiện có trong kế hoạch: {known}.",
    remedy_en="Events the plan names: {known}.",
)
EVENT_DECLARED = define(
    "PLAN-022",
    vi="Sự kiện này đã được ghi nhận cho ngày {day}.",
    en="This event was declared for {day} already.",
    remedy_vi="Không cần ghi lại.",
    remedy_en="Nothing more is needed.",
)
DECIDED_SINCE = define(
    "PLAN-023",
    vi="Trong lúc bạn đọc, chỗ này đã có quyết định khác: {changes}.",
    en="While you were reading, this was decided otherwise: {changes}.",
    remedy_vi="Xem quyết định đó. Nếu vẫn cần đổi, gửi lại: nội dung bạn nhập còn nguyên.",
    remedy_en="Look at that decision. To change it all the same, send yours again: what you typed is still here.",
)
UNIT_GONE = define(
    "PLAN-024",
    vi="Đơn vị {unit} trong phân công của nhiệm vụ {task} không có vào ngày {day}.",
    en="The unit {unit}, assigned to task {task}, doesn't exist on {day}.",
    remedy_vi="Tải lại bảng phân công theo ngày của văn bản rồi phân công lại.",
    remedy_en="Download the sheet of assignments anew for the document's day and assign again.",
)
SHEET_FOREIGN = define(
    "PLAN-025",
    vi="Bảng này không phải bảng phân công của dự thảo {draft} (ô này ghi «{found}»).",
    en="This isn't the sheet of assignments of the draft {draft} (the cell says `{found}`).",
    remedy_vi="Tải bảng từ trang của dự thảo này, điền rồi gửi lại; giữ nguyên các dòng đầu.",
    remedy_en="Download the sheet from this draft's page, fill it in and send it; leave its head as it is.",
)
SHEET_HEAD = define(
    "PLAN-026",
    vi="«{found}» không phải {what} của bảng này, hoặc đứng hai lần.",
    en="`{found}` isn't {what} of this sheet, or stands twice.",
    remedy_vi="Tải lại bảng từ trang dự thảo và chỉ sửa các ô C, P; chưa có gì được ghi.",
    remedy_en="Download the sheet anew from the draft's page and change only the cells of C and P; nothing was stored.",
)
SHEET_LACKS = define(
    "PLAN-027",
    vi="Bảng thiếu {what}: {missing}.",
    en="The sheet lacks {what}: {missing}.",
    remedy_vi="Không xóa dòng hay cột: để trống ô nếu đơn vị không tham gia. Tải lại bảng rồi điền.",
    remedy_en="Delete no row or column: leave the cell empty where a unit has no part. Download it anew.",
)
BAD_MARK = define(
    "PLAN-028",
    vi="«{text}» không phải C (chủ trì), P (phối hợp) hay ô trống.",
    en="`{text}` is neither C (leads), P (coordinates) nor empty.",
    remedy_vi="Sửa ô này rồi gửi lại cả bảng; chưa có gì được ghi.",
    remedy_en="Mend the cell and send the whole sheet again; nothing was stored.",
)
SHEET_STALE = define(
    "PLAN-029",
    vi="Bảng được tải về từ một bản cũ của dự thảo: {changes}.",
    en="The sheet is of an older version of the draft: {changes}.",
    remedy_vi="Tải bảng mới, chép các ô đã sửa sang rồi gửi lại; chưa có gì được ghi.",
    remedy_en="Download the current sheet, copy your changes into it and send that; nothing was stored.",
)
NOT_DOCX = define(
    "PLAN-030",
    vi="Dự thảo này không được trình bằng tệp DOCX nên không có bản ghi chú.",
    en="This draft wasn't proposed as a DOCX, so there is no copy with comments.",
    remedy_vi="Xem các nghi vấn trên trang dự thảo, hoặc trình lại bằng tệp .docx.",
    remedy_en="Read the doubts on the draft's page, or propose the .docx.",
)
UNKNOWN_QUESTION = define(
    "PLAN-040",
    vi="Không có câu hỏi mang mã {public_id}.",
    en="There is no question {public_id}.",
    remedy_vi="Mở lại câu hỏi từ trang kế hoạch.",
    remedy_en="Open the question from the plan's page.",
)
ANSWER_NEEDED = define(
    "PLAN-041",
    vi="Câu trả lời cần có chữ, tối đa {most} ký tự.",
    en="An answer needs words, at most {most} characters.",
    remedy_vi="Ghi câu trả lời; nội dung dài thì dẫn số và ngày của văn bản.",
    remedy_en="Write the answer; for a long one name the document's number and date.",
)
ANSWERED = define(
    "PLAN-042",
    vi="Câu hỏi này đã được trả lời ngày {day}.",
    en="This question was answered on {day}.",
    remedy_vi="Đọc câu trả lời đó; nếu cần sửa, gửi lại thành đính chính.",
    remedy_en="Read that answer; to change it, send yours as a correction.",
)
ANSWER_GONE = define(
    "PLAN-043",
    vi="Câu trả lời bạn đính chính không còn là câu trả lời hiện hành.",
    en="The answer you correct isn't the one that stands now.",
    remedy_vi="Đọc câu trả lời hiện hành rồi gửi lại nếu vẫn cần.",
    remedy_en="Read the one that stands, then send yours again if it is still needed.",
)
NOT_ABOUT_UNITS = define(
    "PLAN-044",
    vi="Câu hỏi này không hỏi đơn vị nào được giao việc.",
    en="This question doesn't ask which units are meant.",
    remedy_vi="Bỏ phần đơn vị, chỉ ghi câu trả lời.",
    remedy_en="Leave out the units and write the answer alone.",
)
NOBODY_MEANT = define(
    "PLAN-045",
    vi="Ngày {day} chưa có đơn vị nào đứng sau cách gọi «{designation}».",
    en="On {day} no unit stands behind the designation `{designation}`.",
    remedy_vi="Nêu từng đơn vị, hoặc chọn cách gọi khác.",
    remedy_en="Name the units one by one, or choose another designation.",
)
NO_SUCH_UNIT = define(
    "PLAN-046",
    vi="Tỉnh không có đơn vị {unit} vào ngày {day}.",
    en="The province has no unit {unit} on {day}.",
    remedy_vi="Chọn một đơn vị đang hoạt động của tỉnh.",
    remedy_en="Choose a unit of the province that exists that day.",
)
ASKED_UNKNOWN = define(
    "PLAN-060",
    vi="«{code}» không phải nội dung thành phần của khung chỉ số ({known}).",
    en="`{code}` isn't a sub-dimension of the framework ({known}).",
    remedy_vi="Sửa mã trong citizen_questions.yaml.",
    remedy_en="Correct the code in citizen_questions.yaml.",
)
ASKED_TWICE = define(
    "PLAN-061",
    vi="Nội dung thành phần {code} có cả trong phần chung và phần riêng của khung.",
    en="The sub-dimension {code} stands both among the shared ones and among the framework's own.",
    remedy_vi="Giữ một chỗ: phần riêng nếu các khung khác nhau.",
    remedy_en="Keep one: the framework's own where the frameworks differ.",
)
ASKED_MISSING = define(
    "PLAN-062",
    vi="Khung {framework} thiếu câu hỏi cho nội dung thành phần {codes}.",
    en="The framework {framework} has no questions for the sub-dimensions {codes}.",
    remedy_vi="Bổ sung vào phần chung hoặc phần riêng của khung.",
    remedy_en="Add them among the shared ones or the framework's own.",
)
ASKED_NUMBER = define(
    "PLAN-063",
    vi="Nội dung thành phần {code} có {number} câu hỏi; cần hai hoặc ba.",
    en="The sub-dimension {code} has {number} questions; two or three are wanted.",
    remedy_vi="Gộp hoặc thêm câu để còn hai, ba câu bằng lời thường.",
    remedy_en="Merge or add, so that two or three in plain words remain.",
)
