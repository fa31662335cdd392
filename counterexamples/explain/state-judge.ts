/** Judges the states of a graph as they are met, one after another, by properties: only what can have changed is asked again. */
import type { Finding, Machine, Predicate } from '../../model/core/index.ts';
import { judgeFinding } from '../../properties/checker/findings.ts';
import type { JudgedEnd, Property } from '../../properties/checker/property.ts';
import { questionsFor } from '../../properties/checker/questions.ts';

interface Asked {
  readonly predicate: Predicate<string | null>;
  readonly mark: number;
}

export class StateJudge<K> {
  private readonly machine: Machine;
  private readonly properties: readonly Property<K>[];
  private readonly always: readonly Asked[];

  constructor(machine: Machine, properties: readonly Property<K>[]) {
    this.machine = machine;
    this.properties = properties;
    this.always = properties.flatMap((property) =>
      questionsFor(machine, property).always.map(({ predicate }) => ({ predicate, mark: machine.markOf(predicate) })),
    );
  }

  /** Whether something is wrong in the machine's state. `stale`: the marks of what may differ from a state in which nothing is. */
  isWrongState(stale: number): boolean {
    return this.always.some(({ predicate, mark }) => (mark & stale) !== 0 && this.machine.ask(predicate) !== null);
  }

  /** The machine stands at an end that is no oops. */
  isWrongEnd(end: JudgedEnd): boolean {
    return this.properties.some((property) =>
      questionsFor(this.machine, property).atEnd[end].some(({ predicate }) => this.machine.ask(predicate) !== null),
    );
  }

  /** Whether what a step came upon violates something. */
  isWrongFinding(findings: readonly Finding[]): boolean {
    return findings.some((finding) => this.properties.some((property) => judgeFinding(property, finding) !== null));
  }
}
