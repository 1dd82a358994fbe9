/* A disk on which bringing data to it takes five seconds, while a file named by SLOW_FSYNC is there: for PostgreSQL only. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void wait_if_slow(void) {
    const char *switch_file = getenv("SLOW_FSYNC");
    if (switch_file && strcmp(program_invocation_short_name, "postgres") == 0 && access(switch_file, F_OK) == 0) {
        sleep(5);
    }
}

#define SLOW(name)                                                      \
    int name(int file) {                                                \
        static int (*real)(int);                                        \
        if (!real) {                                                    \
            real = (int (*)(int))dlsym(RTLD_NEXT, #name);               \
        }                                                               \
        wait_if_slow();                                                 \
        return real(file);                                              \
    }

SLOW(fsync)
SLOW(fdatasync)
