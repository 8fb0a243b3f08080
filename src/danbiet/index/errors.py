"""Errors of what the index room ships as data: frameworks and provinces. Codes IDX-001 to IDX-099."""

from danbiet.base.errors import define

UNKNOWN_FRAMEWORK = define(
    "IDX-001",
    vi="Không có khung chỉ số «{key}» ({known}).",
    en="There is no index framework `{key}` ({known}).",
    remedy_vi="Chọn một khung trong ngoặc, hoặc thêm tệp vào index/frameworks.",
    remedy_en="Take one of those in brackets, or add a file to index/frameworks.",
)
NO_FRAMEWORK = define(
    "IDX-002",
    vi="Chỉ số «{index}» chưa có khung cho năm {year} (có: {known}).",
    en="The index `{index}` has no framework for {year} (there are: {known}).",
    remedy_vi="Kiểm tra lại năm, hoặc thêm tệp khung của năm đó.",
    remedy_en="Check the year, or add a framework that holds it.",
)
YEARS_OVERLAP = define(
    "IDX-003",
    vi="Năm {year} đã thuộc khung «{other}».",
    en="The year {year} already belongs to the framework `{other}`.",
    remedy_vi="Mỗi năm của một chỉ số chỉ thuộc một khung; sửa khóa «years».",
    remedy_en="A year of an index belongs to one framework; correct `years`.",
)
UNKNOWN_PARENT = define(
    "IDX-004",
    vi="«{code}» không có phần tử cha «{parent}».",
    en="`{code}` has no parent `{parent}`.",
    remedy_vi="Thêm phần tử cha, hoặc sửa mã (I, I.1, I.1.1).",
    remedy_en="Add the parent, or correct the code (I, I.1, I.1.1).",
)
PARTS_DO_NOT_ADD_UP = define(
    "IDX-005",
    vi="Thang điểm của «{code}» là {stated}, nhưng các phần cộng lại là {found}.",
    en="`{code}` runs over {stated}, but its parts add up to {found}.",
    remedy_vi="Sửa thang điểm của phần tử hoặc của các phần.",
    remedy_en="Correct the scale of the element or of its parts.",
)
UNKNOWN_TERM = define(
    "IDX-006",
    vi="Công thức của «{code}» nhắc đến «{term}», không phải chỉ tiêu của khung này.",
    en="The formula of `{code}` names `{term}`, which is no indicator of the framework.",
    remedy_vi="Sửa mã trong công thức, hoặc thêm chỉ tiêu.",
    remedy_en="Correct the code in the formula, or add the indicator.",
)
OUTSIDE_THE_SCALE = define(
    "IDX-007",
    vi="Công thức của «{code}» cho điểm từ {low} đến {high}, ngoài thang {stated}.",
    en="The formula of `{code}` gives {low} to {high}, outside the scale {stated}.",
    remedy_vi="Sửa hằng số hoặc trọng số; nếu số liệu công bố đúng là như vậy, ghi «outside: true».",
    remedy_en="Correct the constant or the weights; if that is what is published, write `outside: true`.",
)
UNKNOWN_ELEMENT = define(
    "IDX-008",
    vi="Khung «{base}» không có phần tử «{code}» để thay đổi hoặc bỏ.",
    en="The framework `{base}` has no element `{code}` to change or drop.",
    remedy_vi="Sửa mã, hoặc thêm phần tử mới với đầy đủ khóa.",
    remedy_en="Correct the code, or write a new element with all its keys.",
)
YEAR_OUTSIDE = define(
    "IDX-009",
    vi="Năm {year} của «{code}» không thuộc khung này ({years}).",
    en="The year {year} of `{code}` isn't in this framework ({years}).",
    remedy_vi="Chuyển sang khung có năm đó, hoặc sửa năm.",
    remedy_en="Move it to the framework that holds the year, or correct it.",
)
CONCEPT_TWICE = define(
    "IDX-010",
    vi="«{code}» và «{other}» cùng mang khái niệm «{concept}».",
    en="`{code}` and `{other}` both carry the concept `{concept}`.",
    remedy_vi="Mỗi khái niệm chỉ dùng một lần trong một khung; sửa một trong hai.",
    remedy_en="A concept stands once in a framework; change one of the two.",
)
PROVINCES_CLASH = define(
    "IDX-011",
    vi="«{name}» chỉ hai tỉnh trong bộ {province_set}: {one} và {other}.",
    en="`{name}` names two provinces of the set {province_set}: {one} and {other}.",
    remedy_vi="Sửa mã, cách viết hoặc ô bản đồ của một trong hai tỉnh.",
    remedy_en="Change the code, spelling or map tile of one of the two.",
)
UNKNOWN_PROVINCE = define(
    "IDX-012",
    vi="Không có tỉnh mang mã «{code}» trong bộ {province_set} tỉnh.",
    en="No province has the code `{code}` in the set of {province_set}.",
    remedy_vi="Dùng mã hai chữ số của Tổng cục Thống kê và đúng bộ tỉnh (63 hoặc 34).",
    remedy_en="Use the official two-digit code and the right set (63 or 34).",
)
