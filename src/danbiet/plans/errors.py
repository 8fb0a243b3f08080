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
    remedy_vi="Ghi quyết định cho từng nghi vấn trong tệp --resolutions rồi trình lại.",
    remedy_en="Decide each in the --resolutions file and propose again.",
)
ALREADY_ADOPTED = define(
    "PLAN-011",
    vi="Kế hoạch số {number} ngày {day} đã được đưa vào thực hiện.",
    en="The plan {number} of {day} has been adopted already.",
    remedy_vi="Để thay đổi, dùng «danbiet plan amend» hoặc «replace».",
    remedy_en="To change it, use `danbiet plan amend` or `replace`.",
)
INCOMPLETE = define(
    "PLAN-012",
    vi="Dự thảo chưa có {missing}.",
    en="The draft lacks {missing}.",
    remedy_vi="Bổ sung bằng quyết định «value» trong tệp --resolutions.",
    remedy_en="Add it by a `value` decision in the --resolutions file.",
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
    vi="Dự thảo đã thay đổi kể từ khi bạn đọc.",
    en="The draft changed since you read it.",
    remedy_vi="Đọc lại bản hiện tại rồi duyệt.",
    remedy_en="Read the current version and approve that.",
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
