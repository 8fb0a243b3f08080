"""Errors of estimates: what is wrong with a file or a design, where, and what to do."""

from danbiet.base.errors import define

UNKNOWN_COLUMN = define(
    "STA-101",
    vi="Tệp không có cột {column}.",
    en="The file has no column {column}.",
    remedy_vi="Các cột trong tệp: {columns}. Sửa tên cột (phân biệt chữ hoa, chữ thường).",
    remedy_en="Columns of the file: {columns}. Correct the name (upper and lower case differ).",
)
NEGATIVE_WEIGHT = define(
    "STA-102",
    vi="Quyền số {weight} là số âm.",
    en="The weight {weight} is negative.",
    remedy_vi="Quyền số phải từ 0 trở lên; sửa cột {column} hoặc bỏ dòng đó.",
    remedy_en="A weight is 0 or more; correct column {column} or leave the row out.",
)
NO_DESIGN_VALUE = define(
    "STA-103",
    vi="Cột {column} của thiết kế mẫu để trống.",
    en="Column {column} of the sample's design is empty.",
    remedy_vi="Mỗi người trả lời cần có tầng, đơn vị mẫu và quyền số; điền giá trị còn thiếu.",
    remedy_en="Every respondent needs a stratum, a cluster and a weight; fill in what is missing.",
)
CLUSTER_IN_TWO_STRATA = define(
    "STA-104",
    vi="Đơn vị mẫu {cluster} nằm ở hai tầng: {first} và {second}.",
    en="Cluster {cluster} is in two strata: {first} and {second}.",
    remedy_vi="Sửa mã, hoặc khai báo mã đơn vị chỉ có nghĩa trong tầng của nó (nested).",
    remedy_en="Correct the codes, or say that cluster codes have meaning only within their stratum (nested).",
)
NOT_A_NUMBER = define(
    "STA-105",
    vi="«{text}» ở cột {column} không phải là số.",
    en="«{text}» in column {column} isn't a number.",
    remedy_vi="Sửa ô đó, hoặc khai báo nó là mã thiếu câu trả lời.",
    remedy_en="Correct the cell, or estimate the share of an answer given as text instead of a mean.",
)
EMPTY = define(
    "STA-106",
    vi="Không có người trả lời nào thuộc phạm vi đã chọn ({domain}).",
    en="Nobody who answered is in the chosen domain ({domain}).",
    remedy_vi="Chọn phạm vi khác hoặc xem lại điều kiện lọc.",
    remedy_en="Choose another domain or look at the filter again.",
)
LONE_CLUSTERS = define(
    "STA-107",
    vi="{count} tầng chỉ có một đơn vị mẫu: {strata}.",
    en="{count} strata have a single cluster: {strata}.",
    remedy_vi="Chọn quy tắc cho tầng một đơn vị: certainty, average hoặc centre; hoặc gộp tầng.",
    remedy_en="Choose the rule for strata of one cluster: certainty, average or centre; or merge strata.",
)
BAD_POPULATION = define(
    "STA-108",
    vi="Tầng {stratum}: số đơn vị trong tổng thể là {low} đến {high}, mẫu có {clusters}.",
    en="Stratum {stratum}: the population is given as {low} to {high} units, the sample has {clusters}.",
    remedy_vi="Cột {column} là số đơn vị bậc một trong tổng thể của tầng: một số duy nhất, không nhỏ hơn mẫu.",
    remedy_en="Column {column} is the number of first-stage units in the stratum's population: one number, no "
    "smaller than the sample's, and not a fraction.",
)
INFINITE = define(
    "STA-109",
    vi="Cột {column} có giá trị vô hạn.",
    en="Column {column} has an infinite value.",
    remedy_vi="Sửa ô đó.",
    remedy_en="Correct the cell.",
)
NO_FILE = define(
    "STA-110",
    vi="Không đọc được tệp {file} ({detail}).",
    en="The file {file} can't be read ({detail}).",
    remedy_vi="Kiểm tra đường dẫn và định dạng: CSV, Parquet, Stata (.dta), SPSS (.sav).",
    remedy_en="Look at the path and the format: CSV, Parquet, Stata (.dta), SPSS (.sav).",
)
NO_ENGINE = define(
    "STA-111",
    vi="Không dùng được bộ tính {engine} ({detail}).",
    en="The engine {engine} can't be used ({detail}).",
    remedy_vi="Dùng duckdb:// hoặc spark://máy:cổng (cần cài thêm gói spark).",
    remedy_en="Use duckdb:// or spark://host:port (which needs the extra «spark»).",
)
OUT_OF_MEMORY = define(
    "STA-112",
    vi="Không đủ bộ nhớ hoặc đĩa tạm để tính ({detail}).",
    en="Not enough memory or temporary disk for the estimate ({detail}).",
    remedy_vi="Tăng memory_limit, chỉ temp_directory tới ổ đĩa còn trống, hoặc ước lượng ít chỉ tiêu hơn mỗi lần.",
    remedy_en="Raise memory_limit, point temp_directory at a disk with room, or estimate fewer measures at a time.",
)
NO_TARGET = define(
    "STA-113",
    vi="Cột {column} có nhóm {cell} trong mẫu mà không có số dân lớn hơn 0.",
    en="Column {column} has the group {cell} in the sample, but no population above 0 for it.",
    remedy_vi="Bổ sung số dân của nhóm, hoặc gộp nhóm.",
    remedy_en="Add the group's population, or merge groups.",
)
NOBODY_FOR_TARGET = define(
    "STA-115",
    vi="Nhóm {cell} của cột {column} có số dân nhưng không có người trả lời.",
    en="Group {cell} of column {column} has a population but no respondents.",
    remedy_vi="Gộp nhóm đó với nhóm gần nhất.",
    remedy_en="Merge the group with the one nearest to it.",
)
NOT_CONVERGED = define(
    "STA-114",
    vi="Hiệu chỉnh quyền số theo các biên không hội tụ sau {rounds} vòng (còn lệch {off}).",
    en="Raking of the weights did not converge in {rounds} rounds (still off by {off}).",
    remedy_vi="Kiểm tra tổng các biên có bằng nhau không, hoặc gộp nhóm nhỏ.",
    remedy_en="Look whether the margins add up to the same population, or merge small groups.",
)
