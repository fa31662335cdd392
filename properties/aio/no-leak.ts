import { CTX } from '../../model/kernel.ts';
import { type AioProperty, someRequest } from './kernel-view.ts';

export const noLeak: AioProperty = {
  name: 'no-leak',
  meaning: 'In the end every kiocb and every dio has been freed, and no request counts as active.',
  reason:
    'A leaked kiocb holds its file open and its slot of the ring reserved until the machine is rebooted, and whoever ' +
    'destroys the context waits for it.',
  watches: [],
  antecedent: {
    text: 'a request is made',
    reached: (k, { isAlive }) => someRequest(k, (_, iocb) => isAlive('kiocb', iocb)) !== null,
  },
  atEnd(k, { isAlive }, end) {
    if (end !== 'done') return null;
    for (const pool of ['kiocb', 'dio']) {
      const leaked = someRequest(k, (_, iocb) => isAlive(pool, iocb));
      if (leaked !== null) return `the ${pool} of request ${leaked} is never freed`;
    }
    if (!isAlive('kioctx', CTX)) return null;
    const { reqs_active } = k.kioctx(CTX);
    return reqs_active === 0 ? null : `reqs_active is ${reqs_active} in the end`;
  },
};
