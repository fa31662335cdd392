/** Giving files back (fs/file_table.c). Their counts are atomic; the last one frees, which nobody here comes between. */
import type { Kernel } from '../kernel.ts';

/** fput (142): drops a reference, and frees the file with the last one. */
export function fput(k: Kernel, id: number): void {
  k.might_sleep();
  const file = k.file(id);
  file.f_count -= 1;
  if (file.f_count === 0) k.free('file', id);
}

/** __fput (153): frees the file, whose count was found to be 0. It may sleep. */
export function __fput(k: Kernel, id: number): void {
  k.might_sleep();
  void k.file(id).f_count;
  k.free('file', id);
}
