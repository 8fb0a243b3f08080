"""Errors of duties."""

from danbiet.base.errors import define

UNKNOWN_DUTY = define(
    "DUTY-001",
    vi="Không có nghĩa vụ mang mã {public_id}.",
    en="There is no duty {public_id}.",
    remedy_vi="Kiểm tra lại mã, hoặc tìm trong «Việc của tôi».",
    remedy_en="Check the id, or look in `My work`.",
)
ALREADY_FULFILLED = define(
    "DUTY-002",
    vi="Nghĩa vụ này đã có minh chứng «{label}».",
    en="This duty already has the evidence `{label}`.",
    remedy_vi="Không cần gửi lại. Nếu minh chứng sai, hãy rút rồi ghi lại.",
    remedy_en="Nothing more is needed. If the evidence is wrong, withdraw it and record again.",
)
CLOSED = define(
    "DUTY-003",
    vi="Nghĩa vụ này đã đóng ({state}).",
    en="This duty is closed ({state}).",
    remedy_vi="Không cần làm gì thêm; nếu cần mở lại, liên hệ đơn vị theo dõi kế hoạch.",
    remedy_en="Nothing more is needed; to have it opened again, ask the unit in charge of the plan.",
)
UNKNOWN_EVIDENCE = define(
    "DUTY-004",
    vi="Không có minh chứng mang mã {public_id}.",
    en="There is no evidence {public_id}.",
    remedy_vi="Kiểm tra lại mã trong trang nghĩa vụ.",
    remedy_en="Check the id on the duty's page.",
)
ALREADY_WITHDRAWN = define(
    "DUTY-005",
    vi="Minh chứng này đã được rút ngày {day}.",
    en="This evidence was withdrawn on {day}.",
    remedy_vi="Không cần làm gì thêm.",
    remedy_en="Nothing more is needed.",
)
REASON_NEEDED = define(
    "DUTY-006",
    vi="Phải nêu lý do.",
    en="A reason is needed.",
    remedy_vi="Ghi lý do trong một câu.",
    remedy_en="Give the reason in a sentence.",
)
BAD_DOCUMENT = define(
    "DUTY-007",
    vi="Văn bản chưa đủ: {missing}.",
    en="The document is incomplete: {missing}.",
    remedy_vi="Ghi số và ngày như văn thư đã cấp.",
    remedy_en="Give number and date as the registry issued them.",
)
FUTURE_DOCUMENT = define(
    "DUTY-008",
    vi="Ngày văn bản {day} muộn hơn hôm nay.",
    en="The document's date {day} lies after today.",
    remedy_vi="Kiểm tra lại ngày của văn bản.",
    remedy_en="Check the document's date.",
)
UNKNOWN_RULE = define(
    "DUTY-009",
    vi="Quy tắc nghĩa vụ «{rule}» chưa được khai báo.",
    en="The duty rule `{rule}` isn't registered.",
    remedy_vi="Khai báo quy tắc trong rules.py của phòng tạo ra nghĩa vụ.",
    remedy_en="Register it in the rules.py of the room that makes the duty.",
)
UNKNOWN_KIND = define(
    "DUTY-010",
    vi="Loại minh chứng «{kind}» chưa được khai báo.",
    en="The kind of evidence `{kind}` isn't registered.",
    remedy_vi="Dùng một loại đã khai báo, ví dụ official-document.",
    remedy_en="Use a registered kind such as official-document.",
)
NOT_LATE = define(
    "DUTY-011",
    vi="Nghĩa vụ này không quá hạn nên không báo cáo lên cấp trên.",
    en="This duty isn't late, so it isn't reported to a superior.",
    remedy_vi="Chỉ báo cáo việc được giao đã quá hạn và chưa xong; việc được đề nghị thì không.",
    remedy_en="Only assigned work that is late and not done is reported; requested work never is.",
)
LEVEL_TOLD = define(
    "DUTY-012",
    vi="Cấp này đã được báo cáo, hoặc không phải cấp trên tiếp theo của đơn vị.",
    en="This level has been told, or isn't the unit's next superior.",
    remedy_vi="Tải lại trang nghĩa vụ để xem đã báo cáo đến cấp nào.",
    remedy_en="Reload the duty's page to see which levels have been told.",
)
NO_LEADER = define(
    "DUTY-013",
    vi="{unit} chưa có tài khoản lãnh đạo để nhận báo cáo.",
    en="{unit} has no leader's account to report to.",
    remedy_vi="Nhờ quản trị đơn vị cấp vai trò lãnh đạo duyệt ở đơn vị đó.",
    remedy_en="Have the administrator grant the role of approver at that unit.",
)
EXPLANATION_NEEDED = define(
    "DUTY-030",
    vi="Chưa có lời giải thích nào để rút.",
    en="There is no explanation to take back.",
    remedy_vi="Viết lời giải thích, hoặc để trang như đang có.",
    remedy_en="Write one, or leave the page as it is.",
)
EXPLANATION_TOO_LONG = define(
    "DUTY-031",
    vi="Lời giải thích dài {length} ký tự, tối đa {most}.",
    en="The explanation has {length} characters; {most} is the most.",
    remedy_vi="Viết gọn lại; nội dung dài để trong văn bản của đơn vị.",
    remedy_en="Shorten it; what is longer belongs in a document of the unit.",
)
EXPLAINED_SINCE = define(
    "DUTY-032",
    vi="Từ lúc mở trang, việc này đã có thay đổi: có lời giải thích mới, hoặc văn bản vừa được ghi nhận hay rút.",
    en="Since you opened the page this changed: a newer explanation, or a document recorded or withdrawn.",
    remedy_vi="Đọc lại trang rồi ghi nhận lần nữa nếu vẫn muốn; lời bạn vừa viết còn nguyên.",
    remedy_en="Read the page again and record once more if you still want to; what you wrote is still there.",
)
