package org.weijifen.embedded;

import java.util.Locale;

/** The service's machine, with the names that the archives of PostgreSQL's programs use. */
record Platform(String system, String processor) {

    static Platform current() {
        return of(System.getProperty("os.name"), System.getProperty("os.arch"));
    }

    static Platform of(String osName, String osArch) {
        String name = osName.toLowerCase(Locale.ROOT);
        String system = name.startsWith("windows") ? "windows" : name.startsWith("mac") ? "darwin" : name;
        String processor =
                switch (osArch) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64" -> "arm_64";
                    default -> osArch;
                };
        return new Platform(system, processor);
    }

    boolean isWindows() {
        return system.equals("windows");
    }

    /** Name of the archive on the class path. */
    String archive() {
        return "postgres-" + system + "-" + processor + ".txz";
    }

    String executable(String program) {
        return isWindows() ? program + ".exe" : program;
    }

    @Override
    public String toString() {
        return system + " " + processor;
    }
}
