/* Ends the process, or fails, at the n-th call that changes what lies below a folder. Preloaded by test_faults.py.

   v2a_arm(folder, n, error): from now on the n-th call (from 0) gets `error` as its errno, or SIGKILL when that is 0.
   v2a_calls(): how many calls there have been since. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

static char place[PATH_MAX];
static long calls, fatal = -1;
static int fault;

void v2a_arm(const char *folder, long n, int error) {
    snprintf(place, sizeof place, "%s", folder);
    calls = 0, fatal = n, fault = error;
}
long v2a_calls(void) { return calls; }

static int hit(const char *path) {
    if (fatal < 0 || !path || strncmp(path, place, strlen(place))) return 0;
    if (calls++ != fatal) return 0;
    if (!fault) kill(getpid(), SIGKILL), pause();
    errno = fault;
    return 1;
}
static int hit_fd(int fd) {
    char link[64], path[PATH_MAX];
    if (fatal < 0) return 0;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t n = readlink(link, path, sizeof path - 1);
    if (n < 0) return 0;
    path[n] = 0;
    return hit(path);
}
#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

int rename(const char *a, const char *b) { REAL(rename); return hit(b) ? -1 : real(a, b); }
int unlink(const char *a) { REAL(unlink); return hit(a) ? -1 : real(a); }
int rmdir(const char *a) { REAL(rmdir); return hit(a) ? -1 : real(a); }
int mkdir(const char *a, mode_t m) { REAL(mkdir); return hit(a) ? -1 : real(a, m); }
int chmod(const char *a, mode_t m) { REAL(chmod); return hit(a) ? -1 : real(a, m); }
int fsync(int fd) { REAL(fsync); return hit_fd(fd) ? -1 : real(fd); }
int ftruncate64(int fd, off64_t n) { REAL(ftruncate64); return hit_fd(fd) ? -1 : real(fd, n); }
ssize_t write(int fd, const void *b, size_t n) { REAL(write); return hit_fd(fd) ? -1 : real(fd, b, n); }
int open64(const char *a, int flags, ...) {
    REAL(open64);
    va_list rest;
    va_start(rest, flags);
    mode_t m = va_arg(rest, mode_t);
    va_end(rest);
    return (flags & O_CREAT) && hit(a) ? -1 : real(a, flags, m);
}
int open(const char *a, int flags, ...) {
    REAL(open);
    va_list rest;
    va_start(rest, flags);
    mode_t m = va_arg(rest, mode_t);
    va_end(rest);
    return (flags & O_CREAT) && hit(a) ? -1 : real(a, flags, m);
}
