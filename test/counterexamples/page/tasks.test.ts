/** What the page asks of the model, held to what the program answers. */
import { describe, expect, it } from 'vitest';
import { runToEnd } from '../../../model/core/index.ts';
import { properties } from '../../../properties/aio/index.ts';
import { shippedScenario } from '../../../cli/shipped-scenarios.ts';
import { PageTasks, type TaskName, type TaskTypes } from '../../../counterexamples/page/engine/tasks.ts';

const tasks = new PageTasks([]);
const run = <N extends TaskName>(name: N, asked: TaskTypes[N]['asked']): TaskTypes[N]['told'] =>
  runToEnd(tasks.run(name, asked));

const world = { scenario: shippedScenario('dw1-inval'), patch: '2.6.20' };
const judged = { world, property: 'no-double-completion' };

describe('the tasks of the page', () => {
  it('tells', () => {
    let t = performance.now();
    const lap = (what: string) => {
      console.log(what, Math.round(performance.now() - t));
      t = performance.now();
    };
    const proof = run('prove', { world, properties: properties.map(({ name }) => name) });
    lap('prove');
    console.log(proof.rows.map(({ property, verdict, message }) => [property, verdict, message]));
    const trace = proof.rows.find(({ property }) => property === 'no-double-completion')?.trace;
    const schedule = trace?.schedule ?? [];
    const told = run('tell', { world, schedule });
    lap('tell');
    console.log(told.violations, JSON.stringify(told).length);
    console.log(run('survey', judged));
    lap('survey');
    console.log(run('look', { ...judged, schedule: [], isSurveyed: true }).ahead);
    lap('look');
    const on = run('toViolation', { ...judged, schedule: [] });
    console.log(on?.length);
    const why = run('explain', { world, schedule, property: 'no-double-completion' });
    lap('explain');
    console.log(why?.message, why?.explanation?.deciding);
    expect(on).not.toBeNull();
  });
});
