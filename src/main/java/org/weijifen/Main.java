package org.weijifen;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.annotations.QuarkusMain;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.weijifen.access.AdminPassword;
import org.weijifen.audit.CommandLog;
import org.weijifen.embedded.DatabaseStart;
import org.weijifen.platform.database.Distribution;
import org.weijifen.platform.database.SettingsCheck;
import org.weijifen.platform.database.StartRefusal;
import org.weijifen.platform.database.StartRefusedException;
import org.weijifen.platform.http.ConnectionExtension;

/**
 * Starts the service, its own database first when none is configured. With an argument it does something else instead, and ends:
 * {@code distribute} spreads the tables of a database over the servers of Citus, {@code admin-password} wins back the forgotten
 * password of {@code admin}.
 */
@QuarkusMain
public final class Main {
    private static final List<String> DISTRIBUTE = List.of("distribute");
    private static final List<String> ADMIN_PASSWORD = List.of("admin-password");

    public static void main(String... arguments) {
        ConnectionExtension.enable();
        if (Recording.isRequested()) {
            Recording.run(arguments);
            return;
        }
        try {
            if (List.of(arguments).equals(DISTRIBUTE)) {
                SettingsCheck.check(ConfigProvider.getConfig());
                Distribution.run(ConfigProvider.getConfig()).forEach(System.out::println);
                return;
            }
            if (List.of(arguments).equals(ADMIN_PASSWORD)) {
                SettingsCheck.check(ConfigProvider.getConfig());
                AdminPassword.run(ConfigProvider.getConfig(), CommandLog::append)
                        .forEach(System.out::println);
                return;
            }
            if (arguments.length > 0) {
                throw StartRefusal.ARGUMENT_UNKNOWN.with(String.join(" ", arguments));
            }
            DatabaseStart.prepare();
        } catch (StartRefusedException e) {
            print(e.getMessage());
            System.exit(1);
        }
        Quarkus.run(arguments);
    }

    /** Logging isn't there yet. Where the system's character set has no Chinese, UTF-8 is the best guess at the terminal's. */
    private static void print(String message) {
        Charset system = Charset.defaultCharset();
        Charset charset = system.newEncoder().canEncode(message) ? system : StandardCharsets.UTF_8;
        System.err.writeBytes((message + System.lineSeparator()).getBytes(charset));
        System.err.flush();
    }
}
