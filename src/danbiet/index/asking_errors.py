"""Errors of estimating an index from what people answered: codes IDX-300 to IDX-399."""

from danbiet.base.errors import define

NO_QUESTIONNAIRE = define(
    "IDX-301",
    vi="Chưa có (hoặc có nhiều hơn một) bảng hỏi của chỉ số {index} năm {year}. Đang có: {known}.",
    en="There is no questionnaire of {index} for {year}, or more than one. There are: {known}.",
    remedy_vi="Chỉ rõ --questionnaire: tên một bảng hỏi ở trên, hoặc tệp YAML của bảng hỏi (xem index/questionnaires).",
    remedy_en="Say which with --questionnaire: one of these, or a YAML file of your own (see index/questionnaires).",
)
UNKNOWN_ITEM = define(
    "IDX-302",
    vi="Khung chỉ số năm {years} không có chỉ tiêu {code}.",
    en="The framework of {years} has no indicator {code}.",
    remedy_vi="Sửa mã chỉ tiêu, hoặc sửa năm ở khóa «years».",
    remedy_en="Correct the indicator's code or the key `years`.",
)
NO_ANCHORS = define(
    "IDX-303",
    vi="Chỉ tiêu {code} được so với tỉnh thấp nhất và cao nhất, nhưng tệp không cho biết hai mức đó (cột {column}).",
    en="Indicator {code} is set against the lowest and highest province, but the file doesn't give them (column "
    "{column}).",
    remedy_vi="Đưa hai mức đã công bố bằng --anchor {code}=thấp:cao, hoặc dùng --mode clean.",
    remedy_en="Give the published ones with --anchor {code}=low:high, or use --mode clean.",
)
NOTHING_ASKED = define(
    "IDX-304",
    vi="Bảng hỏi {key} không có đủ chỉ tiêu cho nội dung nào của chỉ số {index} năm {year}.",
    en="The questionnaire {key} has not all indicators of any part of {index} for {year}.",
    remedy_vi="Bổ sung chỉ tiêu vào tệp bảng hỏi, hoặc ước lượng từng câu hỏi bằng --measure.",
    remedy_en="Add the indicators to the questionnaire's file, or estimate single questions with --measure.",
)
ONE_SOURCE = define(
    "IDX-305",
    vi="Chỉ tiêu {code} cần đúng một trong các khóa question, count, difference.",
    en="The indicator {code} needs exactly one of question, count, difference.",
    remedy_vi="Giữ lại một khóa: một câu hỏi, các lựa chọn được đếm, hoặc hiệu của hai câu hỏi.",
    remedy_en="Keep one: a question, the options that are counted, or the difference of two questions.",
)
