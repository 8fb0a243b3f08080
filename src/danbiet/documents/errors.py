"""Errors of documents."""

from danbiet.base.errors import define

INCOMPLETE = define(
    "DOC-001",
    vi="Công văn thiếu {missing}.",
    en="The letter lacks {missing}.",
    remedy_vi="Bổ sung rồi tạo lại.",
    remedy_en="Add it and make the letter again.",
)
RAGGED = define(
    "DOC-002",
    vi="Bảng có {columns} cột nhưng dòng {row} có {cells} ô.",
    en="The table has {columns} columns, but row {row} has {cells} cells.",
    remedy_vi="Mỗi dòng cần đủ ô; ô trống ghi chuỗi rỗng.",
    remedy_en="Every row needs all its cells; leave a cell empty where there is nothing to say.",
)
FOREIGN_ELEMENT = define(
    "DOC-003",
    vi="Biểu đồ có phần tử không được phép: {element}.",
    en="The chart has an element that isn't allowed: {element}.",
    remedy_vi="Báo cho người phát triển: biểu đồ chỉ gồm nét, mảng và chữ.",
    remedy_en="Tell the developers: a chart is made of lines, areas and text only.",
)
