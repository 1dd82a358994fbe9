package org.weijifen.access;

import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.weijifen.platform.ErrorCode;
import org.weijifen.platform.ProblemException;

/** Creates the user {@code admin} at the first start, when there is nobody yet who could create users. */
@Singleton
class FirstAdmin {
    private static final String USERNAME = "admin";
    private static final String DEMO_PASSWORD = "weijifen-demo";

    /** Before anything that may want to sign in. */
    private static final int EARLY = 1_000;

    private final Accounts accounts;
    private final Optional<String> givenPassword;

    FirstAdmin(Accounts accounts, @ConfigProperty(name = "weijifen.admin-password") Optional<String> givenPassword) {
        this.accounts = accounts;
        this.givenPassword = givenPassword;
    }

    void create(@Observes @Priority(EARLY) StartupEvent event) {
        givenPassword.ifPresent(FirstAdmin::requireSafe);
        if (accounts.userNamed(USERNAME).isPresent()) {
            return;
        }
        String password = givenPassword.orElseGet(Secrets::generate);
        try {
            accounts.addUser(USERNAME, password, StaffRole.ADMIN, List.of());
        } catch (ProblemException e) {
            if (e.code() != ErrorCode.CONFLICT) {
                throw e;
            }
            return; // Another instance was first.
        }
        if (givenPassword.isEmpty()) {
            // To the terminal and not to the log: it is shown this once, and logs are kept.
            System.out.println("First start: sign in as " + USERNAME + " with the password " + password
                    + " (shown this once) / 首次启动：请用 " + USERNAME + " 和此密码登录，密码仅显示这一次");
        }
    }

    private static void requireSafe(String password) {
        if (!password.matches(UserDetails.PASSWORD)) {
            throw new IllegalStateException(
                    "WEIJIFEN_ADMIN_PASSWORD must have 8 to 72 printable ASCII characters; choose another one");
        }
        if (LaunchMode.current() == LaunchMode.NORMAL && password.equals(DEMO_PASSWORD)) {
            throw new IllegalStateException(
                    "WEIJIFEN_ADMIN_PASSWORD is the published password of the demo; choose another one");
        }
    }
}
