/**
 * Before 84c4e1f89fef (Linux 5.1), carried onto 2.6.20, with the driver's queue for the file that is polled: the request has one
 * reference to its file, and whoever completes it drops that. Once the request is queued, that may be an interrupt, while the submitter
 * is still within the file's own method; and if the descriptor is closed by then, the file is gone. 84c4e1f89fef has the request keep its
 * file until submission and completion have both put it, which is how 2.6.20 has it.
 *
 *     npx kioctx prove docs/examples/kernel/poll-file.json --patch docs/examples/kernel/poll-file.ts
 *     npx kioctx prove docs/examples/kernel/poll-file.json --patch docs/examples/kernel/poll-file-fixed.ts
 */
import { __aio_put_req, __fput, ep_aio_complete, ep_aio_rwtail, queue_work, work_item } from 'kioctx/linux';
import { edit, type Hunk, type Patch, proc, to } from 'kioctx/model';

const pollsTheFile: Hunk = {
  name: 'polls-the-file',
  standsFor: 'aio_poll(): vfs_poll() goes on in the method of the file when the request has been queued',
  edits: [
    edit(ep_aio_rwtail, {
      locals: { file: 'struct file *' },
      before: {
        lock: {
          file: {
            line: 671,
            c: 'file = req->file',
            run(k, f) {
              f.file = k.kiocb(f.iocb).ki_filp;
            },
          },
        },
        queued: {
          method: {
            line: 695,
            c: 'mask = file->f_op->poll(file, &apt.pt)  /* looks at the file once more */',
            run: (k, f) => void k.file(f.file).f_count,
          },
        },
      },
    }),
  ],
};

/** What an interrupt drops last is given back by the worker, which may sleep. */
const delayed_fput = proc(
  'delayed_fput',
  'fs/file_table.c:165',
  { file: 'struct file *' },
  {
    fput: {
      line: 165,
      c: '__fput(file)',
      run: (k, f) => __fput(k, f.file),
    },
  },
);

const putsAtCompletion: Hunk = {
  name: 'puts-at-completion',
  standsFor: 'aio_poll_complete(): aio_complete(iocb, mask, 0); fput(file)',
  edits: [
    edit(ep_aio_complete, {
      locals: { file: 'struct file *' },
      before: {
        lock: {
          file: {
            line: 596,
            c: 'file = req->file',
            run(k, f) {
              f.file = k.kiocb(f.iocb).ki_filp;
            },
          },
        },
        unlock: {
          fput: {
            line: 625,
            c: 'fput(file): if (atomic_dec_and_test(&file->f_count))',
            run(k, f) {
              const file = k.file(f.file);
              file.f_count -= 1;
              return file.f_count === 0 ? 'delayed' : 'unlock';
            },
          },
          delayed: {
            line: 625,
            c: 'fput(file): schedule_delayed_work(&delayed_fput_work)',
            call: to(queue_work, (g, f: { readonly file: number }, k) => {
              g.work = work_item(k, 'delayed_fput', f.file);
            }),
          },
        },
      },
    }),
    edit(__aio_put_req, {
      replace: { fput: { line: 522, c: '/* the file is no longer put here */', go: () => 'really' } },
    }),
  ],
};

export const fixed: Patch = {
  name: 'poll-file-fixed',
  summary: 'a request that polls keeps its file until it has been put for the last time',
  hunks: [pollsTheFile],
};

export const vulnerable: Patch = {
  name: 'poll-file',
  summary: 'before 84c4e1f89fef: whoever completes a request that polls drops its file',
  works: {
    delayed_fput: {
      func: to(delayed_fput, (g, f) => {
        g.file = f.id;
      }),
      count: 'requests',
    },
  },
  hunks: [pollsTheFile, putsAtCompletion],
};

export default vulnerable;
