import { describe, expect, it } from 'vitest';
import { closeWorld } from '../../model/closed-world.ts';
import type { World } from '../../model/world.ts';
import { base } from '../../model/patches/index.ts';
import { shippedScenarioNames } from '../../cli/shipped-scenarios.ts';
import { type Scenario, worldOf } from '../../model/scenarios/format/scenario.ts';
import { MOST_PERMUTATIONS } from '../../model/symmetries.ts';
import { shippedScenario } from '../ground-truth/truth.ts';
import { buffered, dw, queued, read, retry, scenarioOf, symmetricWorlds } from '../properties/symmetry/worlds.ts';

const modelOf = (world: World) => closeWorld(world, base);
const permutationsOf = (world: World) => modelOf(world).symmetry?.().permutations ?? [];
/** With the identity. */
const sizeOf = (world: World): number => permutationsOf(world).length + 1;
const size = (iocbs: Scenario['iocbs'], ...calls: Scenario['tasks'][number]['calls'][]): number =>
  sizeOf(worldOf(scenarioOf({ iocbs, calls })));

describe('the symmetries of shipped scenarios', () => {
  const sizes = new Map(shippedScenarioNames().map((name) => [name, sizeOf(worldOf(shippedScenario(name)))]));
  it.each([
    [
      'one-sub-two-readers',
      2,
      'both readers make the same call; the requests come one after the other in one io_submit',
    ],
    ['queued-two-cancel', 2, 'both cancel the one request'],
    ['one-dw-two-readers', 1, 'one of the readers has a timeout'],
    ['three-buf-min2-two-readers', 1, 'the readers ask for different numbers of events'],
    ['two-dw-own', 1, 'the requests come one after the other in one io_submit'],
    ['two-dw-r1r1', 1, 'there is one reader'],
  ])('%s has %i, because %s', (name, count) => {
    expect(sizes.get(name)).toBe(count);
  });
  it('are otherwise none', () => {
    const more = [...sizes].flatMap(([name, count]) => (count > 1 ? [name] : []));
    expect(more).toEqual(['one-sub-two-readers', 'queued-two-cancel']);
  });
});

describe('the symmetries of a world', () => {
  it.each(Object.entries(symmetricWorlds))('are as many as they should be: %s', (_, [world, count]) => {
    expect(sizeOf(world)).toBe(count);
  });
  it('take requests along with the tasks that submit and cancel them', () => {
    const world = worldOf(
      scenarioOf({
        iocbs: [queued, queued],
        calls: [[{ io_submit: [0] }], [{ io_submit: [1] }], [{ io_cancel: 1 }], [{ io_cancel: 0 }]],
      }),
    );
    const [swap, ...others] = permutationsOf(world);
    expect(others).toEqual([]);
    expect(swap?.pools['task_struct']).toEqual([1, 0, 3, 2]);
    expect(swap?.pools['kiocb']).toEqual([1, 0]);
    const names = modelOf(world).contexts.map(({ name }) => name);
    expect(swap?.contexts.map((context) => names[context])).toEqual([
      'task1',
      'task0',
      'task3',
      'task2',
      'irq1',
      'irq0',
      'aio/0',
      'timer.aio/0',
    ]);
  });
  it('take bios, kicks and timers along', () => {
    const world = worldOf(
      scenarioOf({
        iocbs: [dw({ bios: 2 }), retry(2), dw({ bios: 2 }), retry(2)],
        calls: [
          [{ io_submit: [0, 1] }, read(1, true)],
          [{ io_submit: [2, 3] }, read(1, true)],
        ],
      }),
    );
    const [swap, ...others] = permutationsOf(world);
    expect(others).toEqual([]);
    expect(swap?.pools).toMatchObject({
      kiocb: [2, 3, 0, 1],
      bio: [2, 3, 0, 1],
      kick: [2, 3, 0, 1],
      timer_list: [1, 0, 2],
    });
    const names = modelOf(world).contexts.map(({ name }) => name);
    const under = Object.fromEntries((swap?.contexts ?? []).map((context, i) => [names[i], names[context]]));
    expect(under).toMatchObject({
      'bio0.1': 'bio2.1',
      'kick3.0': 'kick1.0',
      'timer.task0': 'timer.task1',
      'aio/0': 'aio/0',
      'timer.aio/0': 'timer.aio/0',
    });
  });
  it('do not take one kind of request for another', () => {
    const submits: Scenario['tasks'][number]['calls'][] = [[{ io_submit: [0] }], [{ io_submit: [1] }]];
    expect(size([dw(), dw()], ...submits)).toBe(2);
    for (const other of [
      dw({ o_sync: true }),
      dw({ bios: 2 }),
      dw({ append: true }),
      buffered,
      { ...dw(), file: 'last' as const },
    ])
      expect(size([dw(), other], ...submits)).toBe(1);
    expect(size([retry(1), retry(2)], ...submits)).toBe(1);
    expect(size([queued, { ...queued, cancellable: false }], ...submits)).toBe(1);
  });
  it('keep the order of requests in a call, and what each is told apart by', () => {
    expect(size([buffered, buffered], [{ io_submit: [0, 1] }])).toBe(1);
    expect(size([buffered, buffered], [{ io_submit: [0] }, read(1)], [{ io_submit: [1] }])).toBe(1);
    expect(size([queued, queued], [{ io_submit: [0] }], [{ io_submit: [1] }], [{ io_cancel: 0 }])).toBe(1);
  });
  it('leave requests in their places that no call names', () => {
    expect(size([buffered, buffered, buffered], [{ io_submit: [0] }])).toBe(1);
  });
  it('are fewer where all would be too many: the first tasks stay', () => {
    const readers = (n: number) => Array.from({ length: n }, () => [read(1)]);
    expect(size([buffered], [{ io_submit: [0] }], ...readers(5))).toBe(120);
    const six = worldOf(scenarioOf({ iocbs: [buffered], calls: [[{ io_submit: [0] }], ...readers(6)] }));
    expect(sizeOf(six)).toBe(MOST_PERMUTATIONS);
    expect(new Set(permutationsOf(six).map(({ pools }) => pools['task_struct']?.[1]))).toEqual(new Set([1]));
    expect(size([buffered], ...readers(16))).toBe(120);
  });
});
