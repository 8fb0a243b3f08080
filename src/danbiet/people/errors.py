"""Errors of accounts and permissions."""

from danbiet.base.errors import define

FORBIDDEN = define(
    "PEO-001",
    vi="Tài khoản «{person}» không có quyền «{permission}» đối với đơn vị này.",
    en="The account `{person}` may not `{permission}` for this unit.",
    remedy_vi="Việc này dành cho: {roles}. Nhờ người có vai trò đó hoặc quản trị đơn vị cấp quyền.",
    remedy_en="It is for: {roles}. Ask someone with that role, or have the unit's administrator grant it.",
)
OWN_WORK = define(
    "PEO-002",
    vi="Người trình không được tự duyệt.",
    en="Nobody approves his own submission.",
    remedy_vi="Nhờ một người có quyền duyệt khác.",
    remedy_en="Have another person with the right to approve do it.",
)
UNKNOWN_PERSON = define(
    "PEO-003",
    vi="Không có tài khoản «{username}» đang hoạt động.",
    en="There is no active account `{username}`.",
    remedy_vi="Kiểm tra tên đăng nhập; liệt kê bằng «danbiet people list».",
    remedy_en="Check the log-in name; `danbiet people list` shows them.",
)
NAME_TAKEN = define(
    "PEO-004",
    vi="Tên đăng nhập «{username}» đã có.",
    en="The log-in name `{username}` is taken.",
    remedy_vi="Chọn tên khác.",
    remedy_en="Choose another name.",
)
WEAK_PASSWORD = define(
    "PEO-005",
    vi="Mật khẩu chưa đủ mạnh: {reasons}",
    en="The password is too weak: {reasons}",
    remedy_vi="Đặt mật khẩu dài hơn, không trùng tên đăng nhập.",
    remedy_en="Choose a longer one that isn't like the log-in name.",
)
UNIT_NEEDED = define(
    "PEO-006",
    vi="Vai trò «{role}» phải gắn với một đơn vị.",
    en="The role `{role}` needs a unit.",
    remedy_vi="Cho biết đơn vị.",
    remedy_en="Name the unit.",
)
ALREADY_ENDED = define(
    "PEO-007",
    vi="Vai trò này đã kết thúc ngày {day}.",
    en="This membership ended on {day}.",
    remedy_vi="Không cần làm gì thêm.",
    remedy_en="Nothing more is needed.",
)
UNKNOWN_ROLE = define(
    "PEO-008",
    vi="Không có vai trò «{role}».",
    en="There is no role `{role}`.",
    remedy_vi="Chọn một trong: {known}.",
    remedy_en="Choose one of: {known}.",
)
HELD_ALREADY = define(
    "PEO-009",
    vi="Người này đã giữ vai trò «{role}» ở đơn vị này từ ngày {day}.",
    en="This person has held the role `{role}` at this unit since {day}.",
    remedy_vi="Không cần giao lại; xem bằng «danbiet people list».",
    remedy_en="Nothing more is needed; `danbiet people list` shows it.",
)
ENDS_BEFORE_IT_BEGINS = define(
    "PEO-010",
    vi="Vai trò kết thúc ngày {last}, trước ngày bắt đầu {first}.",
    en="The role would end on {last}, before it begins on {first}.",
    remedy_vi="Sửa lại ngày bắt đầu hoặc ngày kết thúc.",
    remedy_en="Correct the first or the last day.",
)
DECISION_NEEDED = define(
    "PEO-011",
    vi="Thiếu số hoặc ngày của quyết định giao vai trò.",
    en="The number or the date of the decision that gives the role is missing.",
    remedy_vi="Ghi số, ký hiệu và ngày của quyết định, ví dụ 12/QĐ-UBND ngày 01/9/2016.",
    remedy_en="Give the decision's number and date, e.g. 12/QĐ-UBND of 1 September 2016.",
)
TO_ONESELF = define(
    "PEO-012",
    vi="Không ai tự giao vai trò cho mình.",
    en="Nobody gives a role to himself.",
    remedy_vi="Nhờ quản trị đơn vị khác hoặc đơn vị cấp trên giao.",
    remedy_en="Have another administrator, or one of the unit above, give it.",
)
OWN_ACCOUNT = define(
    "PEO-013",
    vi="Không ai tự đóng tài khoản của mình hoặc tự cấp phiếu cho mình.",
    en="Nobody closes his own account or hands a slip to himself.",
    remedy_vi="Bàn giao vai trò trước, rồi nhờ quản trị đơn vị khác hoặc đơn vị cấp trên thực hiện.",
    remedy_en="Hand over the roles first, then have another administrator or one of the unit above do it.",
)
UNKNOWN_CODE = define(
    "PEO-020",
    vi="Mã này không đúng, hoặc đã được thay bằng mã mới.",
    en="This code isn't right, or a newer one has taken its place.",
    remedy_vi="Kiểm tra lại từng chữ trên phiếu mới nhất; nếu vẫn không được, nhờ quản trị đơn vị cấp phiếu khác.",
    remedy_en="Check each letter on the latest slip; if it still fails, ask the unit's administrator for another.",
)
CODE_USED = define(
    "PEO-021",
    vi="Mã này đã được dùng.",
    en="This code has been used.",
    remedy_vi="Nếu chính bạn đã dùng, hãy đăng nhập. Nếu không, báo ngay cho quản trị đơn vị.",
    remedy_en="If it was you, log in. If not, tell the unit's administrator at once.",
)
CODE_WITHDRAWN = define(
    "PEO-022",
    vi="Mã này đã bị thu hồi.",
    en="This code was withdrawn.",
    remedy_vi="Hỏi quản trị đơn vị; nếu vẫn cần, quản trị cấp mã khác.",
    remedy_en="Ask the unit's administrator, who can give another code.",
)
CODE_EXPIRED = define(
    "PEO-023",
    vi="Mã này đã hết hạn ngày {day}.",
    en="This code expired on {day}.",
    remedy_vi="Nhờ quản trị đơn vị cấp mã mới; lời mời cũ vẫn còn, chỉ cần bấm «Cấp lại mã».",
    remedy_en="Ask the unit's administrator for a new code; the invitation is still there, a click renews it.",
)
INVITATION_OVER = define(
    "PEO-024",
    vi="Lời mời này đã xong: {state}.",
    en="This invitation is over: {state}.",
    remedy_vi="Nếu cần, mời lại với quyết định đang có hiệu lực.",
    remedy_en="If needed, invite again on the decision in force.",
)
NOT_YOUR_ROLE = define(
    "PEO-030",
    vi="Vai trò này không phải của bạn hoặc đã kết thúc.",
    en="This role isn't yours or has ended.",
    remedy_vi="Chỉ người giữ vai trò mới ủy quyền được; chọn một vai trò đang giữ.",
    remedy_en="Only whoever holds a role delegates it; choose one that you hold.",
)
DELEGATE_OF_A_DELEGATE = define(
    "PEO-031",
    vi="Vai trò được ủy quyền không được ủy quyền lại.",
    en="A delegated role can't be delegated again.",
    remedy_vi="Báo để người ủy quyền chọn người khác.",
    remedy_en="Tell the person who delegated it, who can choose another.",
)
DELEGATE_TO_ONESELF = define(
    "PEO-032",
    vi="Không ủy quyền cho chính mình.",
    en="One doesn't delegate to oneself.",
    remedy_vi="Chọn một người khác của đơn vị.",
    remedy_en="Choose somebody else of the unit.",
)
NOT_OF_THE_UNIT = define(
    "PEO-033",
    vi="«{person}» không giữ vai trò nào của đơn vị này trong những ngày đó.",
    en="{person} holds no role of this unit on those days.",
    remedy_vi="Chọn người của đơn vị; người mới thì quản trị đơn vị mời trước.",
    remedy_en="Choose somebody of the unit; the unit's administrator invites newcomers first.",
)
BEGINS_IN_THE_PAST = define(
    "PEO-034",
    vi="Ngày bắt đầu {day} đã qua.",
    en="The first day, {day}, has passed.",
    remedy_vi="Chọn từ hôm nay trở đi.",
    remedy_en="Choose today or a later day.",
)
BEYOND_THE_ROLE = define(
    "PEO-035",
    vi="Vai trò chỉ có từ {first} đến {last}.",
    en="The role is held from {first} to {last} only.",
    remedy_vi="Chọn những ngày nằm trong thời gian giữ vai trò.",
    remedy_en="Choose days within that time.",
)
DELEGATED_ALREADY = define(
    "PEO-036",
    vi="Trong những ngày đó vai trò này đã được ủy quyền cho «{person}».",
    en="On those days the role is delegated to {person} already.",
    remedy_vi="Kết thúc lần ủy quyền kia trước, hoặc chọn ngày khác.",
    remedy_en="End that delegation first, or choose other days.",
)
GROUND_NEEDED = define(
    "PEO-037",
    vi="Thiếu căn cứ ủy quyền.",
    en="The ground of the delegation is missing.",
    remedy_vi="Ghi văn bản hoặc lý do, ví dụ: nghỉ phép theo đơn ngày 01/9/2016.",
    remedy_en="Name the document or the reason, e.g. on leave by the note of 1 September 2016.",
)
NOTHING_TO_HAND_OVER = define(
    "PEO-040",
    vi="«{person}» không có vai trò nào để bàn giao từ ngày {day}.",
    en="{person} has no role to hand over from {day}.",
    remedy_vi="Chọn ngày sau ngày bắt đầu vai trò, và trước ngày kết thúc.",
    remedy_en="Choose a day after the role begins and before it ends.",
)
SAME_PERSON = define(
    "PEO-041",
    vi="Người giao và người nhận là một.",
    en="Giver and taker are the same person.",
    remedy_vi="Chọn người nhận khác.",
    remedy_en="Choose another taker.",
)
LOCKED_OUT = define(
    "PEO-050",
    vi="Tên đăng nhập này tạm khóa từ nơi bạn đang dùng, vì đã nhập sai {limit} lần.",
    en="This log-in name is locked for a while from where you are, after {limit} wrong tries.",
    remedy_vi="Chờ {minutes} phút rồi thử lại, hoặc nhờ quản trị đơn vị mở khóa; quên mật khẩu thì xin đặt lại.",
    remedy_en="Wait {minutes} minutes, or have the unit's administrator unlock it; ask for a reset if you forgot it.",
)
WRONG_STEP_CODE = define(
    "PEO-051",
    vi="Mã xác thực chưa đúng hoặc đã dùng rồi.",
    en="The verification code isn't right or was used already.",
    remedy_vi="Chờ mã tiếp theo rồi nhập; kiểm tra giờ của điện thoại. Mất điện thoại: dùng mã dự phòng.",
    remedy_en="Wait for the next code on the phone; check the phone's time. Without the phone use a recovery code.",
)
STEP_IS_REQUIRED = define(
    "PEO-052",
    vi="Vai trò của bạn bắt buộc có mã xác thực.",
    en="Your role requires the verification code.",
    remedy_vi="Đổi điện thoại thì cài lại mã trên điện thoại mới; không tắt được.",
    remedy_en="With a new phone set it up again there; it can't be turned off.",
)
NO_STEP = define(
    "PEO-053",
    vi="Chưa bắt đầu cài mã xác thực.",
    en="Setting up the verification code hasn't begun.",
    remedy_vi="Mở lại trang cài đặt và quét mã mới.",
    remedy_en="Open the page again and scan the new code.",
)
WRONG_PASSWORD = define(
    "PEO-054",
    vi="Mật khẩu hiện tại chưa đúng.",
    en="The current password isn't right.",
    remedy_vi="Nhập lại; nếu quên, xin quản trị đơn vị cấp phiếu đặt lại.",
    remedy_en="Type it again; if forgotten, ask the unit's administrator for a slip.",
)
UNKNOWN_MATTER = define(
    "PUB-001",
    vi="Bảng công khai không có mục «{matter}».",
    en="The publication table has no matter `{matter}`.",
    remedy_vi="Chọn một mục trong bảng công khai của tỉnh.",
    remedy_en="Choose a matter of the province's publication table.",
)
NEVER_PUBLIC = define(
    "PUB-002",
    vi="«{matter}» không bao giờ đưa ra trang công khai.",
    en="`{matter}` never goes on a public page.",
    remedy_vi="Không có quyết định nào của tỉnh mở được mục này. Chọn mục khác.",
    remedy_en="No decision of the province can open it. Choose another matter.",
)
STANDS_BESIDE = define(
    "PUB-003",
    vi="«{matter}» đi cùng {others}, không quyết định riêng.",
    en="`{matter}` goes with {others} and isn't decided apart.",
    remedy_vi="Quyết định về mục kia; phần giải thích tự hiện hoặc ẩn theo.",
    remedy_en="Decide on that matter; the explanation follows it.",
)
OPEN_ALREADY = define(
    "PUB-004",
    vi="«{matter}» đã công khai, từ {day}.",
    en="`{matter}` is public already, from {day}.",
    remedy_vi="Không cần quyết định lại. Muốn đổi ngày bắt đầu thì đóng trước rồi mở lại.",
    remedy_en="Nothing more is needed. To change the first day, close it and open it again.",
)
CLOSED_ALREADY = define(
    "PUB-005",
    vi="«{matter}» đang không công khai.",
    en="`{matter}` isn't public now.",
    remedy_vi="Không cần đóng.",
    remedy_en="Nothing is to be closed.",
)
TOO_SOON = define(
    "PUB-006",
    vi="«{matter}» chỉ mở được từ {earliest}, không phải {day}.",
    en="`{matter}` can be opened from {earliest} on, not from {day}.",
    remedy_vi="Chọn ngày đó hoặc muộn hơn: các đơn vị được xem trước và giải thích.",
    remedy_en="Choose that day or a later one: the units see first what will be said and may explain.",
)
LAW_ORDERS_IT = define(
    "PUB-007",
    vi="«{matter}» do pháp luật buộc công khai ({article}); muốn đóng phải ghi điều luật cho phép.",
    en="`{matter}` is disclosed by order of law ({article}); closing it needs the article that allows it.",
    remedy_vi="Ghi điều, khoản vào ô «Lý do», hoặc để mục này công khai.",
    remedy_en="Name the article as the reason, or leave the matter public.",
)
FUTURE_DECISION = define(
    "PUB-008",
    vi="Ngày quyết định {day} ở sau hôm nay.",
    en="The decision's date {day} lies ahead.",
    remedy_vi="Ghi ngày trên quyết định đã ký.",
    remedy_en="Give the date of the signed decision.",
)
SETTLED = define(
    "PUB-009",
    vi="Bản chuẩn bị này không còn chờ quyết định.",
    en="This preparation no longer waits for a decision.",
    remedy_vi="Mở lại bảng công khai để xem quyết định hoặc bản chuẩn bị mới.",
    remedy_en="Open the publication table again to see the decision or the newer preparation.",
)
DECISION_MISSING = define(
    "PUB-010",
    vi="Thiếu số hoặc ngày của quyết định công khai.",
    en="The number or the date of the decision on publication is missing.",
    remedy_vi="Ghi số, ký hiệu và ngày của quyết định đã ký, ví dụ 12/QĐ-UBND ngày 01/9/2016.",
    remedy_en="Give the number and date of the signed decision, e.g. 12/QĐ-UBND of 1 September 2016.",
)
