// Preloaded into a process under test: makes fsync slow and steps the wall clock, as told by two
// numbers in the file named by YJX_FAULTS: nanoseconds to wait before each fsync, and nanoseconds
// to add to the wall clock. Monotonic time is left alone.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static volatile int64_t *control;
static int (*real_fsync)(int);
static int (*real_fdatasync)(int);
static int (*real_clock_gettime)(clockid_t, struct timespec *);

__attribute__((constructor)) static void begin(void) {
  real_fsync = dlsym(RTLD_NEXT, "fsync");
  real_fdatasync = dlsym(RTLD_NEXT, "fdatasync");
  real_clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
  const char *path = getenv("YJX_FAULTS");
  int file = path ? open(path, O_RDONLY | O_CLOEXEC) : -1;
  if (file >= 0) {
    void *page = mmap(NULL, 16, PROT_READ, MAP_SHARED, file, 0);
    control = page == MAP_FAILED ? NULL : page;
    close(file);
  }
}

static void wait_before_sync(void) {
  int64_t nanos = control ? control[0] : 0;
  if (nanos > 0) {
    struct timespec pause = {nanos / 1000000000, nanos % 1000000000};
    nanosleep(&pause, NULL);
  }
}

int fsync(int file) {
  wait_before_sync();
  return real_fsync(file);
}

int fdatasync(int file) {
  wait_before_sync();
  return real_fdatasync(file);
}

int clock_gettime(clockid_t clock, struct timespec *time) {
  if (!real_clock_gettime) real_clock_gettime = dlsym(RTLD_NEXT, "clock_gettime");
  int result = real_clock_gettime(clock, time);
  if (result == 0 && clock == CLOCK_REALTIME && control) {
    int64_t nanos = (int64_t)time->tv_nsec + control[1] % 1000000000;
    time->tv_sec += control[1] / 1000000000;
    if (nanos < 0) {
      nanos += 1000000000;
      time->tv_sec -= 1;
    } else if (nanos >= 1000000000) {
      nanos -= 1000000000;
      time->tv_sec += 1;
    }
    time->tv_nsec = nanos;
  }
  return result;
}

int gettimeofday(struct timeval *time, void *zone) {
  (void)zone;
  struct timespec now;
  int result = clock_gettime(CLOCK_REALTIME, &now);
  time->tv_sec = now.tv_sec;
  time->tv_usec = now.tv_nsec / 1000;
  return result;
}
