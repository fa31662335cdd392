/** The part of the program that waits for its tasks, and says who does not come back. */

export const WATCHDOG = String.raw`/* The head of the ring, which the kernel maps at ctx. Of the 127 entries and more a run never takes all, so tail counts events. */
struct ring {
	unsigned id, nr, head, tail;
};

static long inserted(void)
{
	return ((volatile struct ring *)ctx)->tail;
}

static long unread(void)
{
	return inserted() - ((volatile struct ring *)ctx)->head;
}

/* Takes what is in the ring, without waiting. */
static void drain(struct task *me)
{
	struct io_event event;

	while (syscall(__NR_io_getevents, ctx, 0L, 1L, &event, &(struct timespec){ 0 }) == 1)
		keep(&me->taken, &event);
}

static bool are_back(void)
{
	for (int t = 0; t < TASKS; t++)
		if (!tasks[t].is_back)
			return false;
	return true;
}

static int taking(int t)
{
	int nr = 0;

	while (nr < MOST_NR && ((volatile struct io_event *)tasks[t].taking)[nr].obj)
		nr++;
	return nr;
}

/*
 * Whether no event is to come, and whoever is not back waits for more than there are. The model has that as an end too, and it is
 * no mistake of the kernel's. Where the events are there, somebody was not woken.
 */
static bool wait_for_ever(void)
{
	if (DESTROYS || inserted() < accepted)
		return false;
	for (int t = 0; t < TASKS; t++)
		if (!tasks[t].is_back && taking(t) + unread() >= tasks[t].waits_for)
			return false;
	return true;
}

static void wait_for_tasks(void)
{
	int looks = 0;

	while (!are_back()) {
		pause_us(100);
		looks = wait_for_ever() ? looks + 1 : 0;
		/* Again and again: a task may not be asleep yet. */
		for (int t = 0; looks > 100 && t < TASKS; t++) {
			if (tasks[t].is_back)
				continue;
			tasks[t].is_released = true;
			pthread_kill(tasks[t].thread, SIGUSR1);
		}
	}
}

static void on_signal(int signal)
{
	(void)signal;
}

/* To each task that may get one, a signal that does nothing, some time or other. */ //@signals
static void *send_signals(void *arg) //@signals
{ //@signals
	for (;;) { //@signals
		pause_us(rand() % 200); //@signals
		pthread_mutex_lock(&signalling); //@signals
		for (int t = 0; t < TASKS; t++) //@signals
			if (tasks[t].may_be_signalled) //@signals
				pthread_kill(tasks[t].thread, SIGUSR1); //@signals
		pthread_mutex_unlock(&signalling); //@signals
	} //@signals
	return arg; //@signals
} //@signals
 //@signals
/* Says who is not back, prints what was seen, and ends the program: threads that sleep in the kernel cannot be ended. */
static void stuck(void)
{
	fprintf(stderr, "run %ld is stuck after %d s:", (long)run, WATCHDOG_SECONDS);
	for (int t = 0; t < TASKS; t++)
		if (!tasks[t].is_back)
			fprintf(stderr, " %s has not come back from %s;", tasks[t].name, tasks[t].in);
	if (are_back())
		fprintf(stderr, " main has not come back from %s;", tasks[TASKS].in);
	fprintf(stderr, " %ld of %ld runs have ended\n", (long)run - 1, runs);
	if (!are_back()) {
		for (int t = 0; t < TASKS; t++)
			for (int e = 0; !tasks[t].is_back && e < taking(t); e++)
				keep(&tasks[t].taken, &tasks[t].taking[e]);
		if (!DESTROYS)
			drain(&tasks[TASKS]);
	}
	count_outcome(outcome());
	print_table();
	remove_files();
	_exit(1);
}

static void *watchdog(void *arg)
{
	for (;;) {
		pause_us(100000);
		if (now() - run_began > WATCHDOG_SECONDS * 1000000000LL)
			stuck();
	}
	return arg;
}`;
