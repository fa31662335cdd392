/**
 * All that the page asks of the model, as tasks: what goes in and what comes out is plain data, so that they can be done in a worker.
 * Each is done in pieces, tells how far it is, and takes `stop` for an answer.
 */
import { type Model, PackedMachine } from '../../../model/core/index.ts';
import { showResult } from '../../../model/include/linux/errno.ts';
import { interruptible, type Progress, type Stoppable, STOPPED } from '../../../properties/search/search-run.ts';
import { explaining } from '../../explain/explain.ts';
import type { Explanation } from '../../explain/explanation.ts';
import { replaying } from '../../replay.ts';
import { scheduleOf } from '../../schedule.ts';
import { fireTurn, fireTurns, type Turn } from '../../../properties/search/turn.ts';
import { type Brought, Catalogue, type PatchedWorld } from './catalogue.ts';
import { type NextTurns, nextTurns } from './next-turns.ts';
import { type PageProof, type PageProofRequest, proving } from './prove.ts';
import { type Ahead, Survey } from './survey.ts';
import { type ScheduleTold, tell, turnsOf } from './tell.ts';

/** A schedule of a world, by the lines of a trace. */
export interface AskedSchedule {
  readonly world: PatchedWorld;
  readonly schedule: readonly string[];
}

/** Schedules are judged by this property; null: by all. */
export interface JudgedBy {
  readonly property: string | null;
}

export interface SurveyTold {
  /** Null: there are too many. */
  readonly states: number | null;
}

/** States beyond which nothing is said of what lies ahead. */
export const MOST_SURVEYED = 500_000;

export interface LookedAhead {
  readonly next: NextTurns;
  /** What lies ahead, by turn too; null: that is not known. */
  readonly ahead: { readonly here: Ahead; readonly turns: readonly Ahead[] } | null;
}

export interface Why {
  /** What is wrong at the end of the schedule; null: nothing is. */
  readonly message: string | null;
  readonly explanation: Explanation | null;
}

/** How far a task is: null where there is nothing to count. */
export type Far = Progress | null;

export interface PageTaskTypes {
  readonly tell: { readonly asked: AskedSchedule; readonly told: ScheduleTold };
  readonly explain: { readonly asked: AskedSchedule & { readonly property: string }; readonly told: Why | null };
  readonly survey: { readonly asked: { readonly world: PatchedWorld } & JudgedBy; readonly told: SurveyTold | null };
  /** `isSurveyed`: it is asked once more when the survey is there. */
  readonly look: {
    readonly asked: AskedSchedule & JudgedBy & { readonly isSurveyed: boolean };
    readonly told: LookedAhead;
  };
  /** The lines that lead on to the nearest violation. */
  readonly toViolation: { readonly asked: AskedSchedule & JudgedBy; readonly told: readonly string[] | null };
  readonly prove: { readonly asked: PageProofRequest; readonly told: PageProof };
}

export type PageTaskName = keyof PageTaskTypes;

export class PageTasks {
  private readonly catalogue: Catalogue;
  private readonly fresh: Brought[];
  private survey: { readonly key: string; readonly survey: Survey | null } | null = null;

  /** `first` is run, the others are asked once more: each is taken out of the array, which may be shared, since it is fresh but once. */
  constructor(first: Brought | undefined, fresh: Brought[]) {
    this.catalogue = new Catalogue(first);
    this.fresh = fresh;
  }

  /** Throws what the model and the modules throw, and PageIssue. */
  run<N extends PageTaskName>(name: N, asked: PageTaskTypes[N]['asked']): Stoppable<Far, PageTaskTypes[N]['told']> {
    return (this.tasks[name] as (one: PageTaskTypes[N]['asked']) => Stoppable<Far, PageTaskTypes[N]['told']>)(asked);
  }

  private readonly tasks: {
    readonly [N in PageTaskName]: (asked: PageTaskTypes[N]['asked']) => Stoppable<Far, PageTaskTypes[N]['told']>;
  } = {
    tell: ({ world, schedule }) => atOnce(() => tell(this.catalogue, world, schedule)),
    explain: (asked) => this.explain(asked),
    survey: (asked) => this.surveyed(asked),
    look: (asked) => atOnce(() => this.look(asked)),
    toViolation: (asked) => atOnce(() => this.toViolation(asked)),
    prove: (asked) => proving(this.catalogue, asked, this.fresh),
  };

  private *explain({ world, schedule, property: name }: PageTaskTypes['explain']['asked']): Stoppable<Far, Why | null> {
    const model = this.catalogue.model(world);
    const property = this.catalogue.property(name);
    const turns = turnsOf(this.catalogue, world, schedule);
    const replayed = yield* interruptible(replaying(model, property, turns, showResult), () => null);
    if (replayed === STOPPED) return null;
    const { wrong } = replayed;
    if (wrong?.atEnd !== true) return { message: wrong?.message ?? null, explanation: null };
    const asked = this.catalogue.properties;
    const work = explaining({ model, property, asked, turns, showValue: showResult, maxStates: MOST_SURVEYED });
    const explanation = yield* interruptible(work, () => null);
    return explanation === STOPPED ? null : { message: wrong.message, explanation };
  }

  private *surveyed({ world, property }: PageTaskTypes['survey']['asked']): Stoppable<Far, SurveyTold | null> {
    const key = JSON.stringify([world, property]);
    if (this.survey?.key !== key) {
      const asked = property === null ? this.catalogue.properties : [this.catalogue.property(property)];
      const work = Survey.of(this.catalogue.model(world), asked, MOST_SURVEYED);
      const survey = yield* interruptible(work, () => null);
      if (survey === STOPPED) return null;
      this.survey = { key, survey };
    }
    return { states: this.survey.survey?.states ?? null };
  }

  /** Null: it was not surveyed, or has too many states. */
  private surveyOf({ world, property }: { readonly world: PatchedWorld } & JudgedBy): Survey | null {
    return this.survey?.key === JSON.stringify([world, property]) ? this.survey.survey : null;
  }

  private look(asked: PageTaskTypes['look']['asked']): LookedAhead {
    const { world, schedule } = asked;
    const model = this.catalogue.model(world);
    const turns = turnsOf(this.catalogue, world, schedule);
    const next = nextTurns(model, new PackedMachine(model), turns);
    const survey = this.surveyOf(asked);
    const ahead = survey?.ahead(
      turns,
      next.turns.map(({ turn }) => turn),
    );
    return { next, ahead: ahead ?? null };
  }

  private toViolation(asked: PageTaskTypes['toViolation']['asked']): readonly string[] | null {
    const { world, schedule } = asked;
    const turns = turnsOf(this.catalogue, world, schedule);
    const on = this.surveyOf(asked)?.toViolation(turns) ?? null;
    return on === null ? null : linesOf(this.catalogue.model(world), turns, on);
  }
}

// oxlint-disable-next-line require-yield -- it takes no time, and is a task like the others
function* atOnce<T>(work: () => T): Stoppable<Far, T> {
  return work();
}

/** The lines of the turns that follow others. */
function linesOf(model: Model, before: readonly Turn[], turns: readonly Turn[]): readonly string[] {
  const machine = new PackedMachine(model);
  fireTurns(machine, before);
  return turns.flatMap((turn) => {
    const context = machine.contexts[turn.context] ?? '';
    return scheduleOf([{ context, ...fireTurn(machine, turn) }]);
  });
}
