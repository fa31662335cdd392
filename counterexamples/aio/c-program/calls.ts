/** The system calls of a scenario in C: what makes each, and in what a kernel differs from the model. */
import type { CallName } from '../../../model/calls.ts';
import {
  type AnswerByScenarioCall,
  answerForScenarioCall,
  nameOfCall,
  type ScenarioCall,
} from '../../../model/scenarios/format/calls.ts';

interface CallInC {
  /** The function that makes it. */
  readonly code: string;
  /** What to know of it beside. */
  readonly note: string | null;
}

const inC: Readonly<Record<CallName, CallInC>> = {
  io_submit: {
    code: String.raw`static void submit(struct task *me, int nr, const int *requests)
{
	struct iocb *list[REQUESTS + 1];
	long ret;

	if (me->is_released)
		return;
	for (int i = 0; i < nr; i++)
		list[i] = &iocbs[requests[i]];
	begin(me, "io_submit");
	ret = returned(syscall(__NR_io_submit, ctx, (long)nr, list));
	if (ret > 0)
		accepted += ret;
	end(me, ret);
	for (int i = 0; i < nr; i++) {
		if (!shapes[requests[i]].closes)
			continue;
		close(fds[requests[i]]);
		fds[requests[i]] = -1;
	}
}`,
    note: null,
  },
  io_getevents: {
    code: String.raw`static void getevents(struct task *me, long min_nr, long nr, bool may_time_out, bool may_be_signalled, long until)
{
	struct timespec timeout = { .tv_nsec = draw(me, 200000) };
	bool waits = min_nr > 0 && !may_time_out && !may_be_signalled;
	long ret, got = 0;

	me->waits_for = waits ? min_nr : until > 0;
	do {
		if (me->is_released)
			return;
		memset(me->taking, 0, sizeof(me->taking));
		begin(me, "io_getevents");
		may_get_signals(me, may_be_signalled); //@signals
		ret = returned(syscall(__NR_io_getevents, ctx, min_nr, nr, me->taking, may_time_out ? &timeout : NULL));
		may_get_signals(me, false); //@signals
		for (int i = 0; i < ret; i++)
			keep(&me->taken, &me->taking[i]);
		got += ret > 0 ? ret : 0;
	} while (got < until && (ret >= 0 || ret == -EINTR));
	me->waits_for = 0;
	end(me, got > 0 ? got : ret);
}`,
    note: null,
  },
  io_cancel: {
    code: String.raw`static void cancel(struct task *me, int request)
{
	struct io_event event = { 0 };
	long ret;

	if (me->is_released)
		return;
	begin(me, "io_cancel");
	ret = returned(syscall(__NR_io_cancel, ctx, &iocbs[request], &event));
	if (ret == 0) {
		accepted--;
		event.data = request;
		keep(&me->cancelled, &event);
	}
	end(me, ret);
}`,
    note:
      'io_cancel: since 3.10 it hands out no event and returns -EINPROGRESS (-115) where the model has 0; the event comes ' +
      'through the ring. Of a request without a cancel method it returns -EINVAL (-22), then as now.',
  },
  io_destroy: {
    code: String.raw`static void destroy(struct task *me)
{
	if (me->is_released)
		return;
	begin(me, "io_destroy");
	end(me, returned(syscall(__NR_io_destroy, ctx)));
}`,
    note:
      'io_destroy frees the ring: events that nobody has read are gone then, and are missing in "events" (the model lists them). ' +
      'Kernels since 2011 wake tasks that sleep in io_getevents then, which return -EINVAL (-22) or what they have. Whoever waits for ' +
      'ever on a context that is destroyed is told by the watchdog.',
  },
  io_setup: {
    code: String.raw`static void setup(struct task *me)
{
	if (me->is_released)
		return;
	begin(me, "io_setup");
	end(me, returned(syscall(__NR_io_setup, RING_EVENTS, &ctx)));
}`,
    note: 'io_setup: the number of the context is where all tasks look for it as soon as the kernel has put it there.',
  },
  reap: {
    code: String.raw`static void reap(struct task *me, long nr)
{
	volatile struct {
		unsigned id, nr, head, tail, magic, compat_features, incompat_features, header_length;
		struct io_event events[];
	} *ring = (void *)ctx;

	begin(me, "its look at the ring");
	for (long i = 0; i < nr; i++) {
		struct io_event event;
		unsigned head;

		while (ring->head == ring->tail)
			if (me->is_released)
				return;
		atomic_thread_fence(memory_order_acquire);
		head = ring->head;
		event = ring->events[head];
		keep(&me->taken, &event);
		atomic_thread_fence(memory_order_release);
		ring->head = (head + 1) % ring->nr;
	}
	end(me, nr);
}`,
    note: null,
  },
  exit: {
    code: String.raw`static void leave(struct task *me)
{
	me->in = "its end";
}`,
    note: 'exit: here the thread ends and its process goes on, so that exit_aio() does not run: for that a process would have to end with each run.',
  },
  sync_io: {
    code: String.raw`static void do_itself(struct task *me, int request)
{
	const struct iocb *iocb = &iocbs[request];
	void *buffer = (void *)(unsigned long)iocb->aio_buf;
	long ret;

	if (me->is_released)
		return;
	begin(me, "its read() or write()");
	switch (iocb->aio_lio_opcode) {
	case IOCB_CMD_PREAD:
		ret = pread(iocb->aio_fildes, buffer, iocb->aio_nbytes, iocb->aio_offset);
		break;
	case CMD_POLL: //@devices
		ret = poll(&(struct pollfd){ .fd = iocb->aio_fildes, .events = POLLIN }, 1, -1); //@devices
		break; //@devices
	default:
		ret = pwrite(iocb->aio_fildes, buffer, iocb->aio_nbytes, iocb->aio_offset);
		break;
	}
	end(me, returned(ret));
	if (shapes[request].closes) {
		close(fds[request]);
		fds[request] = -1;
	}
}`,
    note:
      'sync_io: read() or write() at an offset. A kernel waits by do_sync_read() and do_sync_write() up to 4.0, and for a request that only ' +
      'stands in for one of a driver poll() waits instead, which returns 1 where the model has 16384.',
  },
};

const statements: AnswerByScenarioCall<string> = {
  io_submit: (iocbs) =>
    iocbs.length === 0 ? 'submit(me, 0, NULL);' : `submit(me, ${iocbs.length}, (const int[]){ ${iocbs.join(', ')} });`,
  io_getevents: ({ min_nr, nr, timeout, signals, until }) =>
    `getevents(me, ${min_nr}, ${nr}, ${timeout === 'may'}, ${signals === 'may'}, ${until ?? 0});`,
  io_cancel: (iocb) => `cancel(me, ${iocb});`,
  io_destroy: () => 'destroy(me);',
  io_setup: () => 'setup(me);',
  reap: (nr) => `reap(me, ${nr});`,
  exit: () => 'leave(me);',
  sync_io: (iocb) => `do_itself(me, ${iocb});`,
};

export const callInC = (made: ScenarioCall): string => answerForScenarioCall(statements, made);

/** What these calls need, each once. */
export function functionsFor(calls: readonly ScenarioCall[]): readonly CallInC[] {
  const made = new Set(calls.map(nameOfCall));
  return (Object.keys(inC) as CallName[]).filter((name) => made.has(name)).map((name) => inC[name]);
}
