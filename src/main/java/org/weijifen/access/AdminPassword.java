package org.weijifen.access;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.Config;
import org.weijifen.embedded.CommandDatabase;
import org.weijifen.embedded.SecretFile;
import org.weijifen.platform.Call;
import org.weijifen.platform.Ids;
import org.weijifen.platform.SqlQuery;
import org.weijifen.platform.database.StartRefusal;

/**
 * The command {@code admin-password}: gives the user {@code admin} a new password, and takes
 * the second factor away. It asks for no password and needs none, because
 * it runs where the service runs, and with the rights of the service in the database. Nobody can call it over HTTP.
 */
public final class AdminPassword {
    private AdminPassword() {}

    /**
     * Sets the password, whether or not the service runs meanwhile.
     *
     * @return what it did, in English and in Chinese
     * @throws org.weijifen.platform.database.StartRefusedException when the database can't be reached or was never used
     */
    public static List<String> run(Config config, Log log) {
        return CommandDatabase.of(config).use((connection, folder) -> set(connection, folder, log));
    }

    /** Writes lines of the security log in the transaction of a connection. */
    @FunctionalInterface
    public interface Log {
        void append(Connection connection, List<SecurityEvent> events) throws SQLException;
    }

    private static List<String> set(Connection connection, Optional<Path> folder, Log log) throws SQLException {
        String password = Secrets.newPassword();
        String hash = Secrets.hash(password);
        List<String> said = new ArrayList<>();
        connection.setAutoCommit(false);
        if (setOf(connection, hash) == 0) {
            FirstAdmin.insert(connection, Ids.next(), hash, Instant.now());
            said.add("There was no user admin; it is here now. / 原先没有用户 admin，现已创建。");
        }
        int disabled = disablePublished(connection);
        if (disabled > 0) {
            said.add(("%d accounts had the published password of the demo, and are disabled."
                            + " / 有 %1$d 个账号使用演示的公开密码，已停用。")
                    .formatted(disabled));
        }
        // Before the commit, so that nobody has a password that nobody knows.
        said.add(folder.map(data -> keep(data, password))
                .orElseGet(() -> "The new password of the user admin: " + password + " / 用户 admin 的新密码见上。"));
        log.append(connection, List.of(event(connection, disabled)));
        connection.commit();
        said.add("The account is active, without a second factor. Whoever was signed in as admin has to sign in again."
                + " / 账号已启用，未设第二因素。以 admin 登录的都须重新登录。");
        return said;
    }

    private static SecurityEvent event(Connection connection, int disabled) throws SQLException {
        UUID id = new SqlQuery("select id from access_user where username = ?", FirstAdmin.USERNAME)
                .list(connection, row -> row.getObject(1, UUID.class))
                .get(0);
        SecurityEvent event = SecurityEvent.of(SecurityEventKind.CHANGE, Call.internal("admin-password"))
                .about("user", id)
                .with(
                        FieldChange.secret("password"),
                        FieldChange.secret("secondFactor"),
                        FieldChange.of("role", null, StaffRole.ADMIN),
                        FieldChange.of("status", null, AccountStatus.ACTIVE));
        return disabled == 0 ? event : event.with(FieldChange.of("accountsDisabled", null, disabled));
    }

    private static int setOf(Connection connection, String hash) throws SQLException {
        return new SqlQuery("""
                        update access_user set password_hash = ?, role = 'admin', merchant_id = null, status = 'active',
                            epoch = epoch + 1, password_change_required = false, second_factor_secret = null,
                            second_factor_confirmed_at = null, second_factor_step = null, second_factor_recovery = null
                        where username = ?
                        """, hash, FirstAdmin.USERNAME).update(connection);
    }

    private static int disablePublished(Connection connection) throws SQLException {
        int users = 0;
        // Former versions hashed it each time anew.
        for (String hash : new SqlQuery("select password_hash from access_user where status = 'active'")
                .list(connection, row -> row.getString(1))) {
            if (Secrets.matches(PasswordRule.PUBLISHED, hash)) {
                users += new SqlQuery("""
                        update access_user set status = 'disabled', epoch = epoch + 1
                        where password_hash = ? and status = 'active'
                        """, hash).update(connection);
            }
        }
        return users + new SqlQuery("""
                                update access_client set status = 'disabled', epoch = epoch + 1
                                where ? in (secret_hash, previous_secret_hash) and status = 'active'
                                """, Published.CLIENT_SECRET_HASH).update(connection);
    }

    private static String keep(Path folder, String password) {
        Path file = folder.resolve(FirstAdmin.PASSWORD_FILE);
        try {
            SecretFile.write(file, password);
        } catch (IOException e) {
            throw StartRefusal.PASSWORD_NOT_SET.with(file + " can't be written");
        }
        return "The new password of the user admin is in " + file.toAbsolutePath()
                + ". Change it with PUT /v1/me/password, and delete the file. / 用户 admin 的新密码在上述文件中，请修改密码后删除该文件。";
    }
}
