package org.weijifen.platform.database;

/** Why the service does not start, each with its remedy. */
public enum StartRefusal {
    FOLDER_UNUSABLE(
            "The data folder %1$s can't be created or written (%2$s). Make it writable, or name another one in WEIJIFEN_DATA_DIR.",
            "无法创建或写入数据目录 %1$s（%2$s）。请授予写入权限，或用 WEIJIFEN_DATA_DIR 指定其他目录。"),
    FOLDER_IN_USE(
            "The data folder %1$s is in use by another Weijifen (process %2$s). Stop that one first, or name another folder in"
                    + " WEIJIFEN_DATA_DIR.",
            "数据目录 %1$s 正被另一个微积分服务使用（进程 %2$s）。请先停止它，或用 WEIJIFEN_DATA_DIR 指定其他目录。"),
    OTHER_VERSION(
            "The data folder %1$s was made by PostgreSQL %2$s, this service brings PostgreSQL %3$s. Start the release that made it"
                    + " and move the data with pg_dump, or name another folder in WEIJIFEN_DATA_DIR.",
            "数据目录 %1$s 由 PostgreSQL %2$s 创建，而本服务自带 PostgreSQL %3$s。请用原版本启动并以 pg_dump 迁移数据，或用 WEIJIFEN_DATA_DIR 指定其他目录。"),
    PLATFORM_MISSING(
            "This build brings no PostgreSQL for %1$s. Build it on that platform, or name a database in QUARKUS_DATASOURCE_JDBC_URL.",
            "此构建不含适用于 %1$s 的 PostgreSQL。请在该平台上构建，或用 QUARKUS_DATASOURCE_JDBC_URL 指定数据库。"),
    ROOT_REFUSED(
            "PostgreSQL doesn't run as root, and 'unshare --user' is not possible here (%1$s). Start the service as another user, or"
                    + " name a database in QUARKUS_DATASOURCE_JDBC_URL.",
            "PostgreSQL 不能以 root 身份运行，且此处无法使用 unshare --user（%1$s）。请以其他用户启动服务，或用 QUARKUS_DATASOURCE_JDBC_URL 指定数据库。"),
    PROGRAMS_UNUSABLE(
            "PostgreSQL's programs in the data folder %1$s don't run here (%2$s). Start the service as the user who owns that folder,"
                    + " name another folder in WEIJIFEN_DATA_DIR, or a database in QUARKUS_DATASOURCE_JDBC_URL.",
            "数据目录 %1$s 中的 PostgreSQL 程序无法在此运行（%2$s）。请以该目录所有者的身份启动服务，或用 WEIJIFEN_DATA_DIR 指定其他目录，或用 QUARKUS_DATASOURCE_JDBC_URL 指定数据库。"),
    PASSWORD_MISSING(
            "The data folder %1$s holds a database, but the password file %2$s is missing. Restore that file from a backup, or name"
                    + " another folder in WEIJIFEN_DATA_DIR.",
            "数据目录 %1$s 中有数据库，但缺少密码文件 %2$s。请从备份中恢复该文件，或用 WEIJIFEN_DATA_DIR 指定其他目录。"),
    PORT_UNUSABLE(
            "Port %1$s of 127.0.0.1 is taken or not to be had, so PostgreSQL can't listen there. Name another one in weijifen.database.port.",
            "127.0.0.1 的端口 %1$s 已被占用或不可用，PostgreSQL 无法在其上监听。请用 weijifen.database.port 指定其他端口。"),
    PREVIOUS_SERVER_STUCK(
            "A PostgreSQL left over from an earlier start still runs on the data folder %1$s and can't be stopped (process %2$s)."
                    + " End that process, then start again.",
            "上次启动遗留的 PostgreSQL 仍在使用数据目录 %1$s，且无法停止（进程 %2$s）。请结束该进程后再启动。"),
    NOT_STARTED(
            "PostgreSQL on the data folder %1$s did not start: %2$s. Its log is in %3$s.",
            "数据目录 %1$s 上的 PostgreSQL 未能启动：%2$s。日志见 %3$s。"),
    ARGUMENT_UNKNOWN(
            "Weijifen takes no argument but distribute or admin-password, and was given: %1$s.",
            "微积分只接受参数 distribute 或 admin-password，而收到的是：%1$s。"),
    SETTING_OUT_OF_BOUNDS(
            "The setting %1$s is %2$s, and must be a whole number from %3$s to %4$s.",
            "设置 %1$s 的值是 %2$s，应为 %3$s 到 %4$s 之间的整数。"),
    PERIOD_OUT_OF_BOUNDS(
            "The setting %1$s is %2$s, and must be a period from %3$s to %4$s, such as P3Y for three years.",
            "设置 %1$s 的值是 %2$s，应为 %3$s 到 %4$s 之间的期间，例如 P3Y 表示三年。"),
    TIME_OUT_OF_BOUNDS(
            "The setting %1$s is %2$s, and must be a time from %3$s to %4$s, such as 90s, 30m or 2h.",
            "设置 %1$s 的值是 %2$s，应为 %3$s 到 %4$s 之间的时长，例如 90s、30m 或 2h。"),
    ADDRESS_UNREADABLE(
            "The setting %1$s names %2$s, and must name addresses or networks, such as 10.0.0.0/8.",
            "设置 %1$s 中的 %2$s 不是地址或网段，应类似 10.0.0.0/8。"),
    OWNER_INCOMPLETE(
            "The setting %1$s is missing: the role that owns the tables needs both %2$s. Without both one role does everything.",
            "缺少设置 %1$s：拥有数据表的角色须同时设置 %2$s。两者都不设置时，由同一个角色承担全部工作。"),
    KEY_MISSING(
            "The key-encryption key is missing, without which nobody may keep secrets in a database of your own. Make one by 'openssl rand"
                    + " -base64 32', keep it apart from the database and its backups, and name the file with it in"
                    + " WEIJIFEN_KEY_ENCRYPTION_KEY_FILE, or the key itself in WEIJIFEN_KEY_ENCRYPTION_KEY.",
            "缺少密钥加密密钥，没有它就不能在自有数据库中保存机密。请用 openssl rand -base64 32 生成一个，与数据库及其备份分开保管，"
                    + "并用 WEIJIFEN_KEY_ENCRYPTION_KEY_FILE 指定密钥文件，或用 WEIJIFEN_KEY_ENCRYPTION_KEY 指定密钥本身。"),
    KEY_NAMED_TWICE(
            "WEIJIFEN_KEY_ENCRYPTION_KEY and WEIJIFEN_KEY_ENCRYPTION_KEY_FILE are both set. Set one of them.",
            "WEIJIFEN_KEY_ENCRYPTION_KEY 与 WEIJIFEN_KEY_ENCRYPTION_KEY_FILE 同时设置了，请只设置其中一个。"),
    KEY_FILE_UNREADABLE(
            "The file %1$s that WEIJIFEN_KEY_ENCRYPTION_KEY_FILE names can't be read (%2$s). Restore it, or name the right one.",
            "无法读取 WEIJIFEN_KEY_ENCRYPTION_KEY_FILE 指定的文件 %1$s（%2$s）。请恢复该文件，或指定正确的文件。"),
    KEY_MALFORMED(
            "A key-encryption key is not 32 bytes in Base64, or there is none. Name keys as 'openssl rand -base64 32' makes them in"
                    + " WEIJIFEN_KEY_ENCRYPTION_KEY, with commas between them, or one a line in WEIJIFEN_KEY_ENCRYPTION_KEY_FILE.",
            "密钥加密密钥不是 Base64 编码的 32 字节，或其中没有密钥。请用 openssl rand -base64 32 生成，"
                    + "在 WEIJIFEN_KEY_ENCRYPTION_KEY 中以逗号分隔，或在 WEIJIFEN_KEY_ENCRYPTION_KEY_FILE 的文件中每行一个。"),
    KEY_PUBLISHED(
            "The key-encryption key is the published one of development mode. Make another by 'openssl rand -base64 32'.",
            "密钥加密密钥是开发模式的公开密钥。请用 openssl rand -base64 32 另行生成。"),
    DEVELOPMENT_DATA(
            "This database was filled by development mode, whose users, passwords and keys are published, so it is not for real use. Name"
                    + " another data folder in WEIJIFEN_DATA_DIR, or another database in QUARKUS_DATASOURCE_JDBC_URL.",
            "此数据库由开发模式填充，其用户、密码和密钥都是公开的，不能用于正式环境。请用 WEIJIFEN_DATA_DIR 指定其他数据目录，"
                    + "或用 QUARKUS_DATASOURCE_JDBC_URL 指定其他数据库。"),
    PUBLISHED_PASSWORDS(
            "This database has active accounts with the published password of the demo, as development mode makes them. Name another data"
                    + " folder in WEIJIFEN_DATA_DIR, or another database in QUARKUS_DATASOURCE_JDBC_URL. To keep these data, run"
                    + " 'weijifen admin-password' first: it gives admin another password and disables the other such accounts.",
            "此数据库中有使用演示公开密码的有效账号，它们由开发模式创建。请用 WEIJIFEN_DATA_DIR 指定其他数据目录，"
                    + "或用 QUARKUS_DATASOURCE_JDBC_URL 指定其他数据库。若要保留这些数据，请先运行 weijifen admin-password："
                    + "它为 admin 设置新密码，并停用其他此类账号。"),
    SECRETS_LOCKED(
            "None of the key-encryption keys opens the secrets of this database. Restore the key that it was used with (the file"
                    + " key-encryption-key of the data folder, or what WEIJIFEN_KEY_ENCRYPTION_KEY_FILE or WEIJIFEN_KEY_ENCRYPTION_KEY"
                    + " named). docs/running.md says what to do when it is lost.",
            "现有的密钥加密密钥都无法解开此数据库中的机密。请恢复此前使用的密钥（数据目录中的文件 key-encryption-key，"
                    + "或 WEIJIFEN_KEY_ENCRYPTION_KEY_FILE、WEIJIFEN_KEY_ENCRYPTION_KEY 所指定的）。密钥丢失时的办法见 docs/running.md。"),
    PASSWORD_NOT_SET("The password of admin can't be set: %1$s.", "无法设置 admin 的密码：%1$s。"),
    NOT_DISTRIBUTED("The tables can't be spread over the servers of the database: %1$s.", "无法将数据表分布到数据库的各台服务器：%1$s。"),
    DATABASE_CLOSED(
            "The database doesn't let the service in: %1$s. Check QUARKUS_DATASOURCE_JDBC_URL, _USERNAME and _PASSWORD, and whether the"
                    + " server runs.",
            "无法连接数据库：%1$s。请检查 QUARKUS_DATASOURCE_JDBC_URL、_USERNAME 和 _PASSWORD，并确认数据库服务器正在运行。"),
    SERVER_TOO_OLD(
            "The database server is PostgreSQL %1$s, and the service needs %2$s or later. Upgrade the server.",
            "数据库服务器为 PostgreSQL %1$s，本服务需要 %2$s 或更高版本。请升级数据库服务器。"),
    SERVER_FORGETS(
            "The database server runs with %1$s=off and may lose bookings it has acknowledged. Set %1$s=on there (also for the role"
                    + " and the database), or weijifen.database.allow-unsafe=true for a trial.",
            "数据库服务器的 %1$s=off，可能丢失已确认的记账。请在服务器上（包括角色和数据库级别）设置 %1$s=on；仅供试用时可设置 weijifen.database.allow-unsafe=true。");

    private final String english;
    private final String chinese;

    StartRefusal(String english, String chinese) {
        this.english = english;
        this.chinese = chinese;
    }

    /** The refusal in both languages, because the reader's language is not known yet. Always a single line. */
    String describe(Object... arguments) {
        return (english.formatted(arguments) + " / " + chinese.formatted(arguments)).replaceAll("\\s*\\R\\s*", " ");
    }

    public StartRefusedException with(Object... arguments) {
        return new StartRefusedException(this, arguments);
    }
}
