package org.weijifen.access;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.PreventFurtherStepsException;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.weijifen.embedded.DatabaseStart;
import org.weijifen.embedded.SecretFile;
import org.weijifen.platform.Call;
import org.weijifen.platform.Ids;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.Writes;

/** Creates the first user, {@code admin}, so that somebody can sign in to a new service. Later starts change nothing. */
@Singleton
final class FirstAdmin {
    static final String USERNAME = "admin";

    static final String PASSWORD_FILE = "first-admin-password";

    private final Writes writes;
    private final SecurityLog log;
    private final Clock clock;
    private final Optional<String> given;

    FirstAdmin(
            Writes writes,
            SecurityLog log,
            Clock clock,
            @ConfigProperty(name = "weijifen.admin-password") Optional<String> given) {
        this.writes = writes;
        this.log = log;
        this.clock = clock;
        this.given = given;
    }

    void start(@Observes StartupEvent event) {
        writes.write(connection -> isEmpty(connection) ? add(connection) : 0);
    }

    private int add(Connection connection) throws SQLException {
        UUID id = Ids.next();
        int added = insert(connection, id, hash(password()), clock.instant());
        if (added > 0) {
            log.append(
                    connection,
                    List.of(SecurityEvent.of(SecurityEventKind.ADD, Call.internal("first-admin"))
                            .about("user", id)
                            .with(FieldChange.of("role", null, StaffRole.ADMIN))));
        }
        return added;
    }

    private String password() {
        if (LaunchMode.current() == LaunchMode.NORMAL) {
            given.ifPresent(FirstAdmin::requireSafe);
        }
        return given.orElseGet(FirstAdmin::newPassword);
    }

    /** Refuses a password that is easy to guess. */
    static void requireSafe(String password) {
        if (password.length() < Secrets.MIN_LENGTH) {
            throw refusal(
                    "WEIJIFEN_ADMIN_PASSWORD has fewer than %d characters. Set a longer one.",
                    "密码 WEIJIFEN_ADMIN_PASSWORD 少于 %d 个字符，请换一个更长的。", Secrets.MIN_LENGTH);
        }
        if (!Secrets.isShortEnough(password)) {
            throw refusal(
                    "WEIJIFEN_ADMIN_PASSWORD has more than %d bytes, more than bcrypt looks at. Set a shorter one.",
                    "密码 WEIJIFEN_ADMIN_PASSWORD 超过 %d 字节，bcrypt 不会看更后面的内容，请换一个更短的。", Secrets.MAX_BYTES);
        }
        if (password.equalsIgnoreCase(PasswordRule.PUBLISHED)) {
            throw refusal(
                    "WEIJIFEN_ADMIN_PASSWORD is the published password of the demo. Set another one.",
                    "WEIJIFEN_ADMIN_PASSWORD 是演示用的公开密码，请换一个。");
        }
        if (PasswordRule.broken(password, USERNAME).isPresent()) {
            throw refusal(
                    "WEIJIFEN_ADMIN_PASSWORD is easy to guess: common words, names, repeats or rows of keys. Set another one.",
                    "密码 WEIJIFEN_ADMIN_PASSWORD 容易被猜到：常用词、名称、重复或键盘顺序。请换一个。");
        }
    }

    /**
     * Writes a random password to a file in the data folder. It is not printed, because logs are kept and sent to
     * others. The file is written before the user is created, so that a crash leaves no user without a known password.
     */
    private static String newPassword() {
        Path file = DatabaseStart.dataFolder()
                .orElseThrow(() -> refusal(
                        "This database has no users yet, and no data folder for a password. Name one for the first, admin, in"
                                + " WEIJIFEN_ADMIN_PASSWORD.",
                        "这个数据库中还没有用户，也没有可存放密码的数据目录。请用 WEIJIFEN_ADMIN_PASSWORD 指定首个用户 admin 的密码。"))
                .resolve(PASSWORD_FILE);
        String password = Secrets.newPassword();
        try {
            SecretFile.write(file, password);
        } catch (IOException e) {
            throw refusal(
                    "The password of the first user can't be written to %s. Name one in WEIJIFEN_ADMIN_PASSWORD.",
                    "无法将首个用户的密码写入 %s。请用 WEIJIFEN_ADMIN_PASSWORD 指定密码。", file);
        }
        System.out.println("First start: the password of the user " + USERNAME + " is in " + file.toAbsolutePath()
                + ". Change it with PUT /v1/me/password, and delete the file. / 首次启动：用户 " + USERNAME
                + " 的密码在上述文件中，请修改密码后删除该文件。");
        return password;
    }

    /**
     * The text is in both languages, because the reader's language is not known yet. Quarkus takes no further step for
     * this exception, but neither says why nor ends the process.
     */
    private static PreventFurtherStepsException refusal(String english, String chinese, Object... arguments) {
        String message = english.formatted(arguments) + " / " + chinese.formatted(arguments);
        System.err.println(message);
        Quarkus.asyncExit(1);
        return new PreventFurtherStepsException(message, 1);
    }

    private static boolean isEmpty(Connection connection) throws SQLException {
        return new SqlQuery("select 1 from access_user limit 1")
                .list(connection, row -> row.getInt(1))
                .isEmpty();
    }

    private static String hash(String password) {
        return password.equals(PasswordRule.PUBLISHED) ? Published.PASSWORD_HASH : Secrets.hash(password);
    }

    /** When several instances start at once, one creates the user and the others find the name taken. */
    static int insert(Connection connection, UUID id, String passwordHash, Instant now) throws SQLException {
        return new SqlQuery(
                        """
                        insert into access_user (id, username, password_hash, role, communities, status, created_at)
                        values (?, ?, ?, 'admin', '{}', 'active', ?) on conflict do nothing
                        """,
                        id,
                        USERNAME,
                        passwordHash,
                        OffsetDateTime.ofInstant(now.truncatedTo(ChronoUnit.MILLIS), ZoneOffset.UTC))
                .update(connection);
    }
}
