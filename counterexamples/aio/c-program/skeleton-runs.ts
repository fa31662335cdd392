/** The part of the program that makes the runs, and collects what came of each. `//@` behind a line: see partsWith(). */

export const OUTCOMES = String.raw`static int by_name(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool is_left(int t)
{
	return !tasks[t].is_back || tasks[t].is_released;
}

static void print_events(FILE *out, const char *key, bool cancelled)
{
	fprintf(out, ",\"%s\":{", key);
	for (int i = 0; i < REQUESTS; i++) {
		const char *comma = "";

		fprintf(out, "%s\"%d\":[", i ? "," : "", i);
		for (int t = 0; t <= TASKS; t++) {
			const struct taken *from = cancelled ? &tasks[t].cancelled : &tasks[t].taken;

			for (int e = 0; e < from->nr; e++) {
				if ((int)from->events[e].data != i)
					continue;
				fprintf(out, "%s[%lld,%lld]", comma, (long long)from->events[e].res, (long long)from->events[e].res2);
				comma = ",";
			}
		}
		fprintf(out, "]");
	}
	fprintf(out, "}");
}

/* As "kioctx outcomes --json" has it, as far as it can be seen from here: events in the order in which they were read. */
static char *outcome(void)
{
	const char *stuck[TASKS + 1];
	char *text = NULL;
	size_t size;
	int nr = 0;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		die("open_memstream");
	for (int t = 0; t < TASKS; t++)
		if (is_left(t))
			stuck[nr++] = tasks[t].name;
	qsort(stuck, nr, sizeof(stuck[0]), by_name);
	fprintf(out, "{\"end\":\"%s\",\"stuck\":[", nr ? "stuck" : "done");
	for (int s = 0; s < nr; s++)
		fprintf(out, "%s\"%s\"", s ? "," : "", stuck[s]);
	fprintf(out, "],\"returns\":{");
	for (int t = 0; t < TASKS; t++) {
		fprintf(out, "%s\"%s\":[", t ? "," : "", tasks[t].name);
		for (int r = 0; r < tasks[t].nr_returns; r++)
			fprintf(out, "%s%ld", r ? "," : "", tasks[t].returns[r]);
		fprintf(out, "]");
	}
	fprintf(out, "}");
	print_events(out, "events", false);
	print_events(out, "cancel_events", true);
	fprintf(out, "}");
	fclose(out);
	return text;
}

static struct seen {
	char *outcome;
	long count;
} *seen;
static int nr_seen;

static void count_outcome(char *text)
{
	for (int s = 0; s < nr_seen; s++) {
		if (strcmp(seen[s].outcome, text) == 0) {
			seen[s].count++;
			free(text);
			return;
		}
	}
	seen = realloc(seen, (nr_seen + 1) * sizeof(*seen));
	if (!seen)
		die("realloc");
	seen[nr_seen++] = (struct seen){ text, 1 };
}

static void print_table(void)
{
	for (int s = 0; s < nr_seen; s++)
		printf("{\"count\":%ld,\"outcome\":%s}\n", seen[s].count, seen[s].outcome);
	fflush(stdout);
}`;

export const MAIN = String.raw`static void *task(void *arg)
{
	struct task *me = arg;

	pthread_barrier_wait(&barrier);
	me->calls(me);
	me->is_back = true;
	return NULL;
}

static void start_thread(pthread_t *thread, void *(*of)(void *), void *arg)
{
	errno = pthread_create(thread, NULL, of, arg);
	if (errno)
		die("pthread_create");
}

static void prepare_run(void)
{
	run_began = now();
	accepted = 0;
	for (int t = 0; t <= TASKS; t++) {
		tasks[t].in = "its calls";
		tasks[t].waits_for = 0;
		tasks[t].is_back = tasks[t].is_released = false;
		tasks[t].random = rand();
		tasks[t].nr_returns = tasks[t].taken.nr = tasks[t].cancelled.nr = 0;
	}
	for (int i = 0; i < REQUESTS; i++)
		prepare_request(i);
	tasks[TASKS].in = "io_setup";
	ctx = 0;
	if (!SETS_UP && syscall(__NR_io_setup, RING_EVENTS, &ctx))
		die("io_setup");
}

static void one_run(void)
{
	pthread_t at_devices[REQUESTS]; //@devices
 //@devices
	prepare_run();
	for (int t = 0; t < TASKS; t++)
		start_thread(&tasks[t].thread, task, &tasks[t]);
	for (long i = 0; i < REQUESTS; i++) //@devices
		if (shapes[i].opcode == CMD_POLL) //@devices
			start_thread(&at_devices[i], device, (void *)i); //@devices
	wait_for_tasks();
	for (int t = 0; t < TASKS; t++)
		pthread_join(tasks[t].thread, NULL);
	for (int i = 0; i < REQUESTS; i++) //@devices
		if (shapes[i].opcode == CMD_POLL) //@devices
			pthread_join(at_devices[i], NULL); //@devices
	tasks[TASKS].in = "waiting for an event that io_submit has promised";
	while (!DESTROYS && inserted() < accepted)
		pause_us(100);
	drain(&tasks[TASKS]);
	count_outcome(outcome());
	tasks[TASKS].in = "io_destroy";
	/* In vain where a task has done it. */
	syscall(__NR_io_destroy, ctx);
	for (int i = 0; i < REQUESTS; i++) {
		if (fds[i] >= 0)
			close(fds[i]);
		if (shapes[i].opcode == CMD_POLL) //@devices
			close(devices[i]); //@devices
	}
}

/* All threads block Ctrl-C: it ends the program behind the run that goes on, with what was seen so far. */
static bool is_interrupted(void)
{
	sigset_t pending;

	sigpending(&pending);
	return sigismember(&pending, SIGINT) || sigismember(&pending, SIGTERM);
}

int main(int argc, char **argv)
{
	const char *folder = argc > 2 ? argv[2] : ".";
	pthread_t at_watchdog;
	sigset_t ending;
	char *rest = "";

	if (argc > 1)
		runs = strtol(argv[1], &rest, 10);
	if (argc > 3 || *rest || runs < 1) {
		fprintf(stderr, "usage: %s [runs [folder of the test files]]\n", argv[0]);
		return 2;
	}
	srand(time(NULL) ^ getpid());
	sigaction(SIGUSR1, &(struct sigaction){ .sa_handler = on_signal }, NULL);
	sigemptyset(&ending);
	sigaddset(&ending, SIGINT);
	sigaddset(&ending, SIGTERM);
	sigprocmask(SIG_BLOCK, &ending, NULL);
	pthread_barrier_init(&barrier, NULL, TASKS + DEVICES);
	for (int i = 0; i < REQUESTS; i++)
		create_file(i, folder);
	run_began = now();
	fputs(STAND_INS, stderr); //@devices
	start_thread(&at_watchdog, watchdog, NULL);
	start_thread(&at_watchdog, send_signals, NULL); //@signals
#ifdef DIRTY_PAGES //@dirties
	start_thread(&at_watchdog, dirty_pages, NULL); //@dirties
#endif //@dirties
	for (run = 1; run <= runs && !is_interrupted(); run++)
		one_run();
	print_table();
	remove_files();
	return 0;
}`;
