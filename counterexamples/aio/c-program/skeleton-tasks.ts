/** The part of the program that is the same for all scenarios, from the includes to what every call of a task begins with. `//@` behind a line: see partsWith(). */

export const INCLUDES = String.raw`#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/aio_abi.h>
#include <poll.h> //@devices
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h> //@devices
#include <sys/mman.h> //@dirties
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

/* A run that takes longer is stuck: -DWATCHDOG_SECONDS=300 where the machine is slow. */
#ifndef WATCHDOG_SECONDS
#define WATCHDOG_SECONDS 30
#endif`;

/** Needs NBYTES, REQUESTS, TASKS, MOST_CALLS, MOST_NR. */
export const TASKS = String.raw`/* What a request is; flags: of open(), beside O_RDWR. */
struct shape {
	int opcode, flags;
	int bios;
	/* It writes behind the end of its file; its descriptor is closed as soon as io_submit returns. */
	bool appends, closes;
};

struct taken {
	struct io_event events[4 * REQUESTS + 4];
	int nr;
};

struct task {
	const char *name;
	void (*calls)(struct task *);
	pthread_t thread;
	/* The call that it is in. */
	const char *_Atomic in;
	/* It waits for so many events, without a timeout; 0: it does not. */
	atomic_long waits_for;
	/* is_released: it waited for events that nobody sends, and was sent a signal. */
	atomic_bool is_back, is_released;
	/* A signal may come to it, from send_signals(). */ //@signals
	bool may_be_signalled; //@signals
	unsigned random;
	long returns[MOST_CALLS + 1];
	int nr_returns;
	/* Events that io_getevents and io_cancel have handed out; those of the io_getevents that runs. */
	struct taken taken, cancelled;
	struct io_event taking[MOST_NR + 1];
};

static aio_context_t ctx;
static struct iocb iocbs[REQUESTS + 1];
static int fds[REQUESTS + 1];
static char *paths[REQUESTS + 1];
static char buffers[REQUESTS + 1][NBYTES] __attribute__((aligned(4096)));
static pthread_barrier_t barrier;
static atomic_llong run_began;
static atomic_long run;
static long runs = 1000;
/* Requests that io_submit took, less those that io_cancel took back. */
static atomic_long accepted;

static long long now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000000LL + t.tv_nsec;
}

static void pause_us(long us)
{
	nanosleep(&(struct timespec){ .tv_nsec = us * 1000 }, NULL);
}

static void remove_files(void)
{
	for (int i = 0; i < REQUESTS; i++)
		if (paths[i])
			unlink(paths[i]);
}

/* Exit code 2: nothing is said about the kernel. */
static void die(const char *what)
{
	fprintf(stderr, "%s: %s\n", what, strerror(errno));
	remove_files();
	exit(2);
}

static void keep(struct taken *in, const struct io_event *event)
{
	if (in->nr < (int)(sizeof(in->events) / sizeof(in->events[0])))
		in->events[in->nr++] = *event;
}`;

/** What every call begins and ends with; where none is made, nobody needs it. */
export const AROUND_CALLS = String.raw`static unsigned draw(struct task *me, unsigned below)
{
	me->random = me->random * 1664525 + 1013904223;
	return (me->random >> 8) % below;
}

/* Goes in front of each call: every other time a wait of up to 50 us, so that calls meet in other ways in each run. */
static void begin(struct task *me, const char *name)
{
	long long until = now() + (draw(me, 2) ? draw(me, 50000) : 0);

	while (now() < until)
		;
	me->in = name;
}

static void end(struct task *me, long ret)
{
	me->in = "its calls";
	if (!me->is_released)
		me->returns[me->nr_returns++] = ret;
}

static pthread_mutex_t signalling = PTHREAD_MUTEX_INITIALIZER; //@signals
 //@signals
static void may_get_signals(struct task *me, bool may) //@signals
{ //@signals
	pthread_mutex_lock(&signalling); //@signals
	me->may_be_signalled = may; //@signals
	pthread_mutex_unlock(&signalling); //@signals
} //@signals
 //@signals
/* What the kernel returned, as the model has it. */
static long returned(long ret)
{
	return ret < 0 ? -errno : ret;
}`;
