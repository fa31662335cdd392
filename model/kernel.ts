/** The modelled kernel's memory: every struct with its pool, and the notation bound to it. */
import { defineFor, editFor, type Pools, type Services, type Struct } from './core/index.ts';
import { context_log, request, task_log } from './env/ledger.ts';
import type { World } from './env/world.ts';
import { aio_globals, file, io_event, kiocb, kioctx, mm_struct } from './include/linux/aio.ts';
import { bio, dio } from './include/linux/bio.ts';
import { task_struct, wait_queue_t } from './include/linux/wait.ts';

/** The sizes on which field ranges depend. */
export interface Bounds {
  readonly ring_nr: number;
  readonly contexts: number;
  readonly requests: number;
  /** The most system calls that one task makes. */
  readonly calls: number;
}

export const structs = ({ ring_nr, contexts, requests, calls }: Bounds) => ({
  kiocb,
  kioctx: kioctx(ring_nr, contexts, requests),
  io_event,
  mm_struct,
  aio_globals,
  file,
  wait_queue_t,
  task_struct,
  dio,
  bio,
  request,
  task_log: task_log(calls),
  context_log,
});

export type Structs = ReturnType<typeof structs>;
export type Kernel = Pools<Structs> & Services<World>;

/** A kernel whose kiocb has the fields that a patch adds. */
export type KernelWith<Added extends Readonly<Record<string, Struct['fields']>>> = Omit<Pools<Structs>, keyof Added> &
  Pools<{ [N in keyof Added]: N extends keyof Structs ? Struct<Structs[N]['fields'] & Added[N]> : never }> &
  Services<World>;

export const proc = defineFor<Kernel>();
export const edit = editFor<Kernel>();

/** The one context, the one mm and fs/aio.c's globals. */
export const CTX = 0;
export const MM = 0;
export const GLOBALS = 0;
