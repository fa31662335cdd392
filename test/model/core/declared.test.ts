/** A patch of a model of one's own that brings structs, contexts and an order of locks: both machines have them. */
import { describe, expect, it } from 'vitest';
import {
  defineModel,
  int,
  type Machine,
  notationFor,
  NULL,
  PackedMachine,
  type Patch,
  poolFor,
  ref,
  ReferenceMachine,
  spinlock,
  struct,
  heapStruct,
} from '../../../model/core/index.ts';
import { check, type Property } from '../../../properties/property.ts';
import { explore } from '../../../properties/search/explore.ts';

type World = { readonly posts: number };
const world: World = { posts: 2 };
const office = struct({ letters: int(0, 3).racy().starts(0) });
const pool = poolFor<World>();

/** Objects of the heap that are alive from the beginning, each of which knows the next. */
const post = heapStruct({
  next: ref('post').racy().starts(NULL),
  lock: spinlock(),
  sent: int(0, 1).guarded_by('lock'),
});
const structs = {
  post: pool(
    post,
    ({ posts }) => posts,
    (one, id, { posts }) => {
      one.next = (id + 1) % posts;
      one.sent = 0;
    },
  ),
  box: pool(struct({ lock: spinlock(), full: int(0, 2).racy().starts(0) }), 1),
};

const { proc } = notationFor<
  { office: typeof office; post: typeof post; box: (typeof structs)['box']['struct'] },
  World
>({
  office,
  post,
  box: structs.box.struct,
});

const step = { line: 1, c: ';' };
const idle = notationFor({ office }).proc('idle', 'a.c:1', {}, { one: { ...step, run: () => 'return' } });

/** Takes its own lock around that of the next, or of the box, sends, and drops them. `first`: which lock comes first. */
const sender = (first: 'post' | 'box') =>
  proc(
    'sender',
    'b.c:1',
    { post: 'struct post *' },
    {
      outer: { ...step, acquire: (k, f) => (first === 'post' ? k.post(f.post).lock : k.box(0).lock) },
      inner: { ...step, acquire: (k, f) => (first === 'post' ? k.box(0).lock : k.post(f.post).lock) },
      send: {
        ...step,
        run(k, f) {
          k.post(f.post).sent = 1;
          k.office(0).letters += 1;
          k.box(0).full += k.post(f.post).next === f.post ? 0 : 1;
        },
      },
      drop: { ...step, release: (k) => k.box(0).lock },
      done: { ...step, release: (k, f) => k.post(f.post).lock },
    },
  );

const senders = { post: sender('post'), box: sender('box') };
const patchWith = (first: 'post' | 'box'): Patch<World> => ({
  name: 'p',
  summary: 'a test',
  structs,
  lockOrder: [['post.lock', 'box.lock']],
  contexts: ({ posts }) =>
    Object.fromEntries(
      Array.from({ length: posts }, (_, i) => [`sender.${i}`, { entry: senders[first], args: { post: i } }]),
    ),
  hunks: [],
});
const modelWith = (first: 'post' | 'box') =>
  defineModel({ structs: { office }, contexts: { idle }, world, patch: patchWith(first) });

function comesTo(machine: Machine) {
  const finals = new Set<string>();
  const found = new Set<string>();
  const { states, transitions } = explore(machine, {
    terminal: () => void finals.add(JSON.stringify(machine.plain())),
    found: (_, __, ___, ____, { kind, what }) => void found.add(`${kind} ${what}`),
  });
  return { finals: [...finals].toSorted(), found: [...found], states, transitions };
}

describe('what a patch declares', () => {
  it('is there on both machines, as many as the world says, and begins as it says', () => {
    const packed = new PackedMachine(modelWith('post'));
    packed.reset();
    const k = packed.inspect as { post(id: number): { next: number; sent: number } };
    expect([0, 1].map((id) => [k.post(id).next, k.post(id).sent])).toEqual([
      [1, 0],
      [0, 0],
    ]);
    expect(packed.situation.isAlive('post', 1)).toBe(true);
    expect(packed.contexts).toEqual(['idle', 'sender.0', 'sender.1']);
    const all = comesTo(packed);
    expect(all).toEqual(comesTo(new ReferenceMachine(modelWith('post'))));
    expect([all.finals.length, all.found]).toEqual([1, []]);
  });

  it('and its locks nest as it says, or that is a breach', () => {
    expect(comesTo(new PackedMachine(modelWith('box'))).found).toContain('order post.lock is taken inside box[0].lock');
  });

  it('and reduced searches come to what unreduced ones come to', () => {
    const twice: Property<{ office(id: number): { letters: number } }> = {
      name: 'one-letter',
      meaning: 'One letter at most.',
      reason: 'a test',
      antecedent: { text: 'anything', reached: () => true },
      always: (k) => (k.office(0).letters > 1 ? 'there are two' : null),
    };
    for (const first of ['post', 'box'] as const) {
      const verdicts = ([{}, { from: 0 }] as const).map((leaving) =>
        check(new PackedMachine(modelWith(first)), [twice], { leaving }).judgements.map(({ verdict, violation }) => [
          verdict,
          violation?.message,
        ]),
      );
      expect(verdicts[0]).toEqual([['violated', 'there are two']]);
      expect(verdicts[1]).toEqual(verdicts[0]);
    }
  });
});

describe('objects that cannot be brought to how they begin are told before anything runs', () => {
  const beginning = (begin: (one: { n: number }) => void) =>
    defineModel({
      structs: { office },
      contexts: { idle },
      world,
      patch: {
        name: 'p',
        summary: 'a test',
        structs: { mine: { struct: struct({ n: int(0, 3).racy() }), count: 2, begin } },
        hunks: [],
      },
    });
  it.each([
    ['that are given too much', (one: { n: number }) => void (one.n = 9), 'range mine.n'],
    [
      'whose function throws',
      () => {
        throw new Error('boom');
      },
      'boom',
    ],
  ])('%s', (_, begin, why) => {
    expect(() => beginning(begin)).toThrow(
      `patch p: mine[0] cannot be brought to how it begins: ${why}; expected a function that fills the object with what its fields can hold`,
    );
  });
  it('and others are not', () => {
    expect(beginning((one) => void (one.n = 3)).shape.sizes['mine']).toBe(2);
  });
});
