/** The block device: a submitted bio ends by interrupt, at any time after, well or with an error. */
import { to } from '../core/index.ts';
import { dio_bio_end_aio, dio_bio_end_io } from '../fs/direct-io/complete.ts';
import { proc } from '../kernel.ts';

/** The interrupt that ends one bio. Whether the bio failed is settled when it starts. */
export const bio_endio = proc(
  'bio_endio',
  'fs/bio.c:1017',
  { bio: 'struct bio *', dio: 'struct dio *', async: 'int' },
  {
    end: {
      line: 1019,
      c: 'if (error) clear_bit(BIO_UPTODATE, &bio->bi_flags)',
      when: (k, f) => k.bio(f.bio).in_flight,
      run(k, f) {
        const bio = k.bio(f.bio);
        bio.in_flight = false;
        bio.ended_with = k.choose('bio', k.world.faults.bio);
        bio.BIO_UPTODATE = bio.ended_with === 0;
        f.dio = bio.bi_private;
        return bio.bi_end_io === 'dio_bio_end_aio' ? 'aio' : 'io';
      },
    },
    aio: {
      line: 1032,
      c: 'bio->bi_end_io(bio, bytes_done, error)',
      call: to(dio_bio_end_aio, (g, f) => {
        g.bio = f.bio;
        g.dio = f.dio;
      }),
      then: 'return',
    },
    io: {
      line: 1032,
      c: 'bio->bi_end_io(bio, bytes_done, error)',
      call: to(dio_bio_end_io, (g, f) => {
        g.bio = f.bio;
        g.dio = f.dio;
      }),
    },
  },
);
