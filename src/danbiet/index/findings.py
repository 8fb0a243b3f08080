"""Errors of importing an index and what is found in its source: codes IDX-100 to IDX-199.

A finding is told like an error, with its place and remedy, but it is kept with the edition: what is wrong in a
published file stays wrong for everybody who reads it. Which findings keep an edition from being accepted is said in
:data:`BLOCKING`.
"""

from danbiet.base.errors import define

UNKNOWN_EDITION = define(
    "IDX-100",
    vi="Chưa có bộ số liệu chỉ số {index} năm {year}.",
    en="There is no edition of the index {index} for {year}.",
    remedy_vi="Xem các bộ đã nhận ở trang chỉ số, hoặc nhập tệp bằng «danbiet index import».",
    remedy_en="See the accepted editions on the index page, or import a file with `danbiet index import`.",
)
