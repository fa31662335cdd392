/** Error numbers of Linux on x86 (include/asm-generic/errno-base.h, errno.h) and the kernel's own (linux/errno.h). */
export const errno = {
  EPERM: 1,
  ENOENT: 2,
  EINTR: 4,
  EIO: 5,
  ENXIO: 6,
  E2BIG: 7,
  EBADF: 9,
  EAGAIN: 11,
  ENOMEM: 12,
  EACCES: 13,
  EFAULT: 14,
  ENOTBLK: 15,
  EBUSY: 16,
  EEXIST: 17,
  ENODEV: 19,
  EINVAL: 22,
  EFBIG: 27,
  ENOSPC: 28,
  EROFS: 30,
  ERANGE: 34,
  ENOSYS: 38,
  EOPNOTSUPP: 95,
  ENOBUFS: 105,
  ETIMEDOUT: 110,
  ESTALE: 116,
  EDQUOT: 122,
  EREMOTEIO: 121,
  EILSEQ: 84,
} as const;

export type ErrnoName = keyof typeof errno;

export const { EINTR, EIO, EAGAIN, EINVAL } = errno;

/** The request was queued, and its completion will call aio_complete(). */
export const EIOCBQUEUED = 529;
/** The request wants to be run again when it is kicked. */
export const EIOCBRETRY = 530;

const names = new Map<number, string>([
  ...Object.entries(errno).map(([name, number]): [number, string] => [number, name]),
  [EIOCBQUEUED, 'EIOCBQUEUED'],
  [EIOCBRETRY, 'EIOCBRETRY'],
]);

/** `-EIO` for -5; a value that is no error as it is. */
export const showResult = (value: number): string => {
  const name = value < 0 ? names.get(-value) : undefined;
  return name === undefined ? String(value) : `-${name}`;
};
