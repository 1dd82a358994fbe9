package org.weijifen.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.weijifen.platform.database.StartRefusal;
import org.weijifen.platform.database.StartRefusedException;

/**
 * Lets PostgreSQL run when the service runs as root, which PostgreSQL refuses. In a user namespace without a mapping,
 * root's processes have no user name, but still own root's files. So the server runs without root's rights on a folder
 * that root owns.
 */
final class RootDisguise {
    private static final List<String> UNSHARE = List.of("unshare", "--user");
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private RootDisguise() {}

    /**
     * The words to put before each PostgreSQL command; none unless we are root.
     *
     * @throws StartRefusedException when we are root and the system gives us no such namespace
     */
    static List<String> prefix(DataFolder data, Platform platform) throws IOException {
        if (platform.isWindows() || !userId(data, List.of()).equals("0")) {
            return List.of();
        }
        String disguised = userId(data, UNSHARE);
        if (!disguised.matches("[1-9]\\d*")) {
            throw StartRefusal.ROOT_REFUSED.with(disguised);
        }
        return UNSHARE;
    }

    private static String userId(DataFolder data, List<String> prefix) {
        try {
            return new Command(prefix, data.commandLog())
                    .run(LIMIT, "id", "-u")
                    .output()
                    .strip();
        } catch (IOException e) {
            return e.getMessage();
        }
    }
}
