/** The part of the program that makes files ready for the requests of each run. `//@` behind a line: see partsWith(). */

/** Where a request makes several bios. */
export const SPLIT_FILES = String.raw`/*
 * Takes a block of 4 KB out between the pieces of a file: they are not adjacent on the disk then, and a request for all of them
 * makes a bio for each. ext4 and xfs can do it, from 3.15 on.
 */
static bool split(int fd, int bios)
{
	const off_t piece = 4 / bios * 4096;

	for (int i = 1; i < bios; i++)
		if (fallocate(fd, FALLOC_FL_COLLAPSE_RANGE, i * piece, 4096))
			return false;
	return true;
}`;

export const FILES = String.raw`/* Each request has a file of its own, whose blocks are on the disk. */
static void create_file(int i, const char *folder)
{
	const int gaps = shapes[i].appends ? 0 : shapes[i].bios - 1; //@splits
	int fd;

	if (shapes[i].opcode == CMD_POLL) //@devices
		return; //@devices
	if (asprintf(&paths[i], "%s/kioctx-%ld-%d", folder, (long)getpid(), i) < 0)
		die("asprintf");
	fd = open(paths[i], O_RDWR | O_CREAT | O_TRUNC, 0600);
	if (fd < 0 || pwrite(fd, buffers[i], NBYTES, 0) != NBYTES)
		die(paths[i]);
	for (int gap = 0; gap < gaps; gap++) //@splits
		if (pwrite(fd, buffers[i], 4096, NBYTES + gap * 4096) != 4096) //@splits
			die(paths[i]); //@splits
	if (fsync(fd))
		die(paths[i]);
	if (gaps > 0 && !split(fd, shapes[i].bios)) { //@splits
		fprintf(stderr, "request %d: one bio, or as the disk has it: this file system takes no blocks out (%s)\n", i, //@splits
			strerror(errno)); //@splits
		if (ftruncate(fd, NBYTES)) //@splits
			die(paths[i]); //@splits
	} //@splits
	close(fd);
}

static int open_file(int i)
{
	static bool is_told;
	int fd = open(paths[i], O_RDWR | shapes[i].flags);

	if (fd >= 0 || errno != EINVAL || !(shapes[i].flags & O_DIRECT))
		return fd;
	if (!is_told)
		fprintf(stderr, "%s: no O_DIRECT on this file system: requests go through the page cache, and complete in io_submit\n",
			paths[i]);
	is_told = true;
	return open(paths[i], O_RDWR | (shapes[i].flags & ~O_DIRECT));
}

/* A file that is written has cached pages, so that a direct write has something to invalidate. */
static void cache_pages(int i)
{
	static char page_cache[NBYTES];
	int fd = open(paths[i], O_RDWR);

	if (fd < 0 || (shapes[i].appends && ftruncate(fd, NBYTES)) || pread(fd, page_cache, NBYTES, 0) != NBYTES)
		die(paths[i]);
	close(fd);
}

static void prepare_request(int i)
{
	const struct shape *shape = &shapes[i];

	if (shape->opcode == CMD_POLL) { //@devices
		prepare_device(i); //@devices
		return; //@devices
	} //@devices
	if (shape->opcode == IOCB_CMD_PWRITE)
		cache_pages(i);
	fds[i] = open_file(i);
	if (fds[i] < 0)
		die(paths[i]);
	iocbs[i] = (struct iocb){
		.aio_data = i,
		.aio_lio_opcode = shape->opcode,
		.aio_fildes = fds[i],
		.aio_buf = (unsigned long)buffers[i],
		.aio_nbytes = NBYTES,
		.aio_offset = shape->appends ? NBYTES : 0,
	};
}`;

/** Where a scenario has requests that no file of today has. */
export const DEVICES = String.raw`/* What a request waits for that only stands in for one of the scenario: its file, and another descriptor of it. */
static int devices[REQUESTS + 1];

static void prepare_device(int i)
{
	fds[i] = eventfd(0, EFD_NONBLOCK);
	devices[i] = dup(fds[i]);
	if (fds[i] < 0 || devices[i] < 0)
		die("eventfd");
	iocbs[i] = (struct iocb){ .aio_data = i, .aio_lio_opcode = CMD_POLL, .aio_fildes = fds[i], .aio_buf = POLLIN };
}

/* Completes it, some time after the calls begin. */
static void *device(void *arg)
{
	const long i = (long)arg;
	unsigned long long one = 1;

	pthread_barrier_wait(&barrier);
	pause_us(rand() % 200);
	if (write(devices[i], &one, sizeof(one)) < 0)
		die("eventfd");
	return NULL;
}`;

/** Where the scenario lists the fault. */
export const DIRTY_PAGES = String.raw`#ifdef DIRTY_PAGES
/* Writes through mappings into the files, so that invalidations meet pages that are dirty or busy. */
static void *dirty_pages(void *arg)
{
	volatile char *maps[REQUESTS + 1] = { 0 };

	for (int i = 0; i < REQUESTS; i++) {
		int fd = paths[i] ? open(paths[i], O_RDWR) : -1;
		void *map = fd < 0 ? MAP_FAILED : mmap(NULL, NBYTES, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

		if (map != MAP_FAILED)
			maps[i] = map;
		close(fd);
	}
	for (;;)
		for (int i = 0; i < REQUESTS; i++)
			if (maps[i])
				for (int at = 0; at < NBYTES; at += 4096)
					maps[i][at]++;
	return arg;
}
#endif`;
