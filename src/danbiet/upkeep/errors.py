"""Errors of backups, restoring and the state of health."""

from danbiet.base.errors import define

CANNOT_WRITE = define(
    "UPK-001",
    vi="Không ghi được {path}: {reason}.",
    en="{path} can't be written: {reason}.",
    remedy_vi="Không có bản sao lưu dở dang nào để lại. Giải phóng chỗ hoặc chọn nơi khác rồi chạy lại.",
    remedy_en="No half archive was left. Free some space or choose another place and run it again.",
)
NO_SPACE = define(
    "UPK-002",
    vi="{path} còn {free} MB trống, cần khoảng {need} MB.",
    en="{path} has {free} MB free and about {need} MB are needed.",
    remedy_vi="Chưa ghi gì. Giải phóng chỗ hoặc chọn ổ đĩa khác.",
    remedy_en="Nothing was written. Free some space or choose another disk.",
)
TARGET_EXISTS = define(
    "UPK-003",
    vi="Đã có tệp {path}.",
    en="There is a file {path} already.",
    remedy_vi="Chọn tên khác, hoặc chỉ tên thư mục để hệ thống tự đặt tên theo ngày giờ.",
    remedy_en="Choose another name, or name a folder and the file is named by day and hour.",
)
NOT_AN_ARCHIVE = define(
    "UPK-004",
    vi="{path} không phải bản sao lưu của Dân Biết hoặc không đọc được.",
    en="{path} isn't a backup of Dân Biết or can't be read.",
    remedy_vi="Kiểm tra đường dẫn; bản sao lưu có tên dạng danbiet-NĂMTHÁNGNGÀY-GIỜ.tar.",
    remedy_en="Check the path; a backup has a name like danbiet-YYYYMMDD-HHMMSS.tar.",
)
DAMAGED = define(
    "UPK-005",
    vi="Bản sao lưu bị hỏng ở «{member}».",
    en="The backup is damaged at `{member}`.",
    remedy_vi="Dùng bản sao lưu khác; kiểm tra trước bằng «danbiet backup --verify TỆP». Chưa có gì bị thay đổi.",
    remedy_en="Use another backup; check it first with `danbiet backup --verify FILE`. Nothing was changed.",
)
INCOMPLETE = define(
    "UPK-006",
    vi="Bản sao lưu dừng giữa chừng, sau «{member}».",
    en="The backup ends too soon, after `{member}`.",
    remedy_vi="Tệp đã bị cắt khi chép; chép lại từ bản gốc hoặc dùng bản khác. Chưa có gì bị thay đổi.",
    remedy_en="The file was cut off in copying; copy it again or use another. Nothing was changed.",
)
UNEXPECTED = define(
    "UPK-007",
    vi="Bản sao lưu chứa «{member}», không thuộc định dạng này.",
    en="The backup holds `{member}`, which doesn't belong to this format.",
    remedy_vi="Tệp này không do Dân Biết tạo ra nguyên vẹn. Không khôi phục từ nó.",
    remedy_en="Dân Biết did not make this file as it is. Don't restore from it.",
)
NEWER = define(
    "UPK-008",
    vi="Bản sao lưu do phiên bản {version} tạo, mới hơn phiên bản đang cài ({own}): {what}.",
    en="The backup was made by version {version}, newer than the one installed ({own}): {what}.",
    remedy_vi="Cài phiên bản {version} hoặc mới hơn rồi khôi phục lại.",
    remedy_en="Install version {version} or newer and restore again.",
)
OTHER_ENGINE = define(
    "UPK-009",
    vi="Bản sao lưu là của {engine}, còn hệ thống này dùng {own}.",
    en="The backup is of {engine} and this installation uses {own}.",
    remedy_vi="Đặt DATABASE_URL trỏ tới cơ sở dữ liệu cùng loại với bản sao lưu.",
    remedy_en="Let DATABASE_URL name a database of the backup's kind.",
)
NOT_EMPTY = define(
    "UPK-010",
    vi="Hệ thống trong {home} đã có dữ liệu.",
    en="The installation in {home} holds data already.",
    remedy_vi="Khôi phục vào một DANBIET_HOME trống, hoặc thêm --replace để thay thế (dữ liệu cũ được cất riêng).",
    remedy_en="Restore into an empty DANBIET_HOME, or add --replace to take its place (the old data are put aside).",
)
IN_USE = define(
    "UPK-011",
    vi="Cơ sở dữ liệu đang được dùng.",
    en="The database is in use.",
    remedy_vi="Dừng dịch vụ trước («systemctl stop danbiet»), rồi khôi phục.",
    remedy_en="Stop the service first (`systemctl stop danbiet`), then restore.",
)
OTHER_KIND = define(
    "UPK-012",
    vi="Bản sao lưu và hệ thống trong {home} không cùng loại: một bên là số liệu mô phỏng, một bên là thật.",
    en="The backup and the installation in {home} aren't of a kind: one is a demonstration with simulated data.",
    remedy_vi="Khôi phục vào một DANBIET_HOME trống, để số liệu mô phỏng và số liệu thật không bao giờ lẫn nhau.",
    remedy_en="Restore into an empty DANBIET_HOME, so that simulated and real data never mix.",
)
SCHEMA_DIFFERS = define(
    "UPK-013",
    vi="Bảng {table} trong bản sao lưu không khớp với bảng mà phiên bản này dựng ({what}).",
    en="The table {table} of the backup doesn't fit the one this version builds ({what}).",
    remedy_vi="Cài đúng phiên bản đã tạo bản sao lưu, khôi phục, rồi nâng cấp. Dữ liệu cũ còn nguyên.",
    remedy_en="Install the version that made the backup, restore, then upgrade. The old data are as they were.",
)
KEEP_NEEDS_FOLDER = define(
    "UPK-014",
    vi="--keep cần một thư mục và một số từ 1 trở lên.",
    en="--keep needs a folder and a number from 1.",
    remedy_vi="Ví dụ: danbiet backup /var/backups/danbiet --keep 14.",
    remedy_en="For example: danbiet backup /var/backups/danbiet --keep 14.",
)
UNSOUND = define(
    "UPK-015",
    vi="Cơ sở dữ liệu trong bản sao lưu không lành lặn: {what}.",
    en="The database in the backup isn't sound: {what}.",
    remedy_vi="Dùng bản sao lưu khác. Dữ liệu cũ còn nguyên.",
    remedy_en="Use another backup. The old data are as they were.",
)
FILE_MISSING = define(
    "UPK-016",
    vi="Tệp lưu trữ {sha256} thiếu hoặc đã hỏng trên đĩa.",
    en="The stored file {sha256} is missing or damaged on the disk.",
    remedy_vi="Bản sao lưu vẫn được tạo, không có tệp này. Tìm tệp trong các bản sao lưu trước.",
    remedy_en="The backup was made without it. Look for the file in earlier backups.",
)
OTHER_KEY = define(
    "UPK-017",
    vi="Khóa nhật ký ở đây khác khóa của hệ thống đã sao lưu.",
    en="The journal's key here isn't that of the installation that was backed up.",
    remedy_vi="Chép dòng DANBIET_JOURNAL_KEY của danbiet.env cũ vào {env}. Thiếu nó nhật ký vẫn kiểm tra được, "
    "nhưng không xóa được giá trị cá nhân đã ghi trước đây.",
    remedy_en="Copy the line DANBIET_JOURNAL_KEY of the old danbiet.env into {env}. Without it the journal can "
    "still be verified, but personal values recorded before can't be erased.",
)
HEAD_DIFFERS = define(
    "UPK-018",
    vi="Sau khi khôi phục, chuỗi nhật ký {chain} không dừng ở đúng mục {seq} mà bản sao lưu ghi.",
    en="After restoring, the chain {chain} doesn't end at entry {seq} as the backup says.",
    remedy_vi="Không dùng dữ liệu này trước khi đối chiếu với bản sao lưu khác và các mã băm đã in.",
    remedy_en="Don't use these data before comparing with other backups and the hashes on paper.",
)
NO_SECRETS = define(
    "UPK-019",
    vi="Bản sao lưu này không kèm khóa bí mật.",
    en="This backup holds no secret keys.",
    remedy_vi="Bỏ --with-secrets; chép danbiet.env của hệ thống cũ từ nơi cất riêng.",
    remedy_en="Leave out --with-secrets; copy the old danbiet.env from where it is kept.",
)
NOT_REMOVED = define(
    "UPK-020",
    vi="Không xóa {path} khi dọn bản cũ: {reason}.",
    en="{path} was not pruned: {reason}.",
    remedy_vi="Xem tệp đó rồi tự xóa nếu không cần.",
    remedy_en="Look at the file and remove it yourself if it isn't needed.",
)

# --- the state of health ---------------------------------------------------------------------------------------------
NOT_MIGRATED = define(
    "UPK-101",
    vi="Còn {count} bước chuyển đổi cơ sở dữ liệu chưa chạy, đầu tiên là {first}.",
    en="{count} migration(s) aren't applied, the first is {first}.",
    remedy_vi="Dừng dịch vụ, sao lưu, chạy «danbiet manage migrate», mở lại dịch vụ.",
    remedy_en="Stop the service, back up, run `danbiet manage migrate`, start the service again.",
)
LITTLE_SPACE = define(
    "UPK-102",
    vi="Ổ đĩa dữ liệu còn {free} MB trống, dưới mức {least} MB.",
    en="The data disk has {free} MB free, less than {least} MB.",
    remedy_vi="Chuyển bản sao lưu cũ sang máy khác hoặc mở rộng ổ đĩa trước khi việc ghi bị từ chối.",
    remedy_en="Move old backups to another machine or enlarge the disk before writing is refused.",
)
NO_BACKUP = define(
    "UPK-103",
    vi="Không có bản sao lưu nào trong 26 giờ qua; lần cuối: {last}.",
    en="No backup was made in the last 26 hours; last: {last}.",
    remedy_vi="Chạy «danbiet backup THƯ-MỤC» và xem bộ hẹn giờ («systemctl list-timers danbiet-backup»).",
    remedy_en="Run `danbiet backup FOLDER` and look at the timer (`systemctl list-timers danbiet-backup`).",
)
BACKUP_LACKS = define(
    "UPK-104",
    vi="Bản sao lưu gần nhất thiếu {count} tệp lưu trữ.",
    en="The latest backup lacks {count} stored file(s).",
    remedy_vi="Chạy «danbiet backup» để xem tên các tệp, tìm chúng trong bản sao lưu trước.",
    remedy_en="Run `danbiet backup` to see which, and look for them in earlier backups.",
)

# --- what is unsafe about a deployment -------------------------------------------------------------------------------
NO_SECRET_KEY = define(
    "UPK-201",
    vi="Chưa có khóa bí mật (DANBIET_SECRET_KEY); mỗi lần khởi động sẽ dùng một khóa khác.",
    en="There is no secret key (DANBIET_SECRET_KEY); every start would use another.",
    remedy_vi="Chạy «danbiet init», lệnh này ghi khóa vào danbiet.env.",
    remedy_en="Run `danbiet init`, which writes one to danbiet.env.",
)
DEBUG_ON = define(
    "UPK-202",
    vi="DANBIET_DEBUG đang bật: trang lỗi sẽ phơi bày mã và dữ liệu.",
    en="DANBIET_DEBUG is on: error pages would show code and data.",
    remedy_vi="Bỏ DANBIET_DEBUG khỏi danbiet.env và môi trường của dịch vụ.",
    remedy_en="Take DANBIET_DEBUG out of danbiet.env and the service's environment.",
)
NO_HTTPS = define(
    "UPK-203",
    vi="DANBIET_HTTPS chưa bật: mật khẩu và phiên làm việc đi qua mạng không mã hóa.",
    en="DANBIET_HTTPS is off: passwords and sessions cross the network in clear.",
    remedy_vi="Đặt nginx có chứng thư TLS phía trước, rồi DANBIET_HTTPS=true và DANBIET_PROXY=true trong danbiet.env.",
    remedy_en="Put nginx with a TLS certificate in front, then set DANBIET_HTTPS=true and DANBIET_PROXY=true.",
)
HOSTS_OPEN = define(
    "UPK-204",
    vi="DANBIET_HOSTS là «{hosts}».",
    en="DANBIET_HOSTS is `{hosts}`.",
    remedy_vi="Ghi đúng tên miền của hệ thống, ví dụ DANBIET_HOSTS=papi.camau.example.",
    remedy_en="Name the site's own host, e.g. DANBIET_HOSTS=papi.camau.example.",
)
NO_JOURNAL_KEY = define(
    "UPK-205",
    vi="Nhật ký chưa có khóa riêng (DANBIET_JOURNAL_KEY).",
    en="The journal has no key of its own (DANBIET_JOURNAL_KEY).",
    remedy_vi="Chạy «danbiet init»; không đổi khóa của hệ thống đã có nhật ký.",
    remedy_en="Run `danbiet init`; don't change the key of an installation that has a record.",
)
READABLE = define(
    "UPK-206",
    vi="Tài khoản khác trên máy đọc được {path}.",
    en="Other accounts of the machine can read {path}.",
    remedy_vi="Chạy «chmod {mode} {path}».",
    remedy_en="Run `chmod {mode} {path}`.",
)
JOURNAL_WRITABLE = define(
    "UPK-207",
    vi="Tài khoản cơ sở dữ liệu «{role}» sửa hoặc xóa được nhật ký.",
    en="The database role `{role}` could change or remove the record.",
    remedy_vi="Cho dịch vụ dùng một tài khoản riêng: «danbiet grants TÀI-KHOẢN --apply» bằng tài khoản chủ sở hữu.",
    remedy_en="Give the service a role of its own: `danbiet grants ROLE --apply` as the owner.",
)
NO_ADDRESS = define(
    "UPK-208",
    vi="Chưa đặt DANBIET_ADDRESS; liên kết trong thư và trên bản in lấy theo tên mà trình duyệt gửi.",
    en="DANBIET_ADDRESS isn't set; links in letters and on paper follow the name a browser sends.",
    remedy_vi="Đặt địa chỉ đầy đủ, ví dụ DANBIET_ADDRESS=https://papi.camau.example.",
    remedy_en="Set the whole address, e.g. DANBIET_ADDRESS=https://papi.camau.example.",
)
AS_ROOT = define(
    "UPK-209",
    vi="Đang chạy bằng tài khoản root.",
    en="This runs as root.",
    remedy_vi="Chạy bằng tài khoản riêng: «runuser -u danbiet -- danbiet check».",
    remedy_en="Run it as an account of its own: `runuser -u danbiet -- danbiet check`.",
)
IS_DEMONSTRATION = define(
    "UPK-210",
    vi="Đây là bản trình diễn: số liệu mô phỏng, mật khẩu nằm trong tệp, đồng hồ đứng yên.",
    en="This is a demonstration: simulated data, passwords in a file, a clock that stands still.",
    remedy_vi="Dùng thật thì chọn một DANBIET_HOME khác và chạy «danbiet init».",
    remedy_en="For real use choose another DANBIET_HOME and run `danbiet init`.",
)
PUBLIC_DEMONSTRATION = define(
    "UPK-211",
    vi="Bản trình diễn không mở ra ngoài máy này ({address}): tài khoản của nó có mật khẩu in sẵn.",
    en="A demonstration isn't opened beyond this machine ({address}): its accounts have printed passwords.",
    remedy_vi="Bỏ --address, hoặc thêm --demonstration-in-public nếu đúng là muốn cho mọi người vào xem.",
    remedy_en="Leave out --address, or add --demonstration-in-public if everybody is meant to come in.",
)
CHECK_FAILED = define(
    "UPK-212",
    vi="Kiểm tra của khung phần mềm báo lỗi {id}: {message}",
    en="A check of the framework failed, {id}: {message}",
    remedy_vi="Xem thiết lập tương ứng trong danbiet.env.",
    remedy_en="See the setting it concerns in danbiet.env.",
)
ONLY_POSTGRESQL = define(
    "UPK-213",
    vi="Phân quyền chỉ có trên PostgreSQL; hệ thống này dùng SQLite.",
    en="Rights of roles exist on PostgreSQL only; this installation uses SQLite.",
    remedy_vi="Không cần làm gì: quyền trên tệp cơ sở dữ liệu là quyền của tài khoản dịch vụ.",
    remedy_en="Nothing to do: the rights to the database file are those of the service's account.",
)
BEHIND_NOTHING = define(
    "UPK-214",
    vi="DANBIET_HTTPS bật mà DANBIET_PROXY tắt: ứng dụng không nhận ra kết nối đã mã hóa và sẽ chuyển hướng mãi.",
    en="DANBIET_HTTPS is on and DANBIET_PROXY off: the application can't tell a TLS connection and redirects for ever.",
    remedy_vi="Đặt DANBIET_PROXY=true, và để nginx luôn ghi đè X-Forwarded-Proto.",
    remedy_en="Set DANBIET_PROXY=true, and let nginx always overwrite X-Forwarded-Proto.",
)
