/** Judges the states of a whole graph, each by all properties: only what can have changed since the state before is asked again. */
import type { Finding, Machine, Predicate } from '../../model/core/index.ts';
import { judgeFinding } from './findings.ts';
import type { JudgedEnd, Property } from './property.ts';
import { type Questions, questionsFor } from './questions.ts';

interface Asked {
  readonly questions: Questions;
  /** The marks of all questions about any state. */
  readonly marks: number;
}

/** Of properties by number. */
export type PropertyNumbers = readonly number[];

export const NONE_VIOLATED: PropertyNumbers = [];

export class ViolatedHere<K> {
  private readonly machine: Machine;
  private readonly properties: readonly Property<K>[];
  private readonly asked: readonly Asked[];

  constructor(machine: Machine, properties: readonly Property<K>[]) {
    this.machine = machine;
    this.properties = properties;
    this.asked = properties.map((property) => {
      const questions = questionsFor(machine, property);
      return { questions, marks: questions.always.reduce((all, { predicate }) => all | machine.markOf(predicate), 0) };
    });
  }

  /** What the machine's state, which is not halted, violates. `stale`: the marks of what may differ from a state that violates `before`. */
  always(before: PropertyNumbers, stale: number): PropertyNumbers {
    if (this.asked.every(({ marks }) => (marks & stale) === 0)) return before;
    return this.numbers(({ questions, marks }, property) =>
      (marks & stale) === 0 ? before.includes(property) : this.saysSo(questions.always),
    );
  }

  /** The same of an end that violates `before` as any state does. */
  atEnd(before: PropertyNumbers, end: JudgedEnd): PropertyNumbers {
    return this.numbers(({ questions }, property) => before.includes(property) || this.saysSo(questions.atEnd[end]));
  }

  /** What is violated by what a step came upon. */
  byFindings(findings: readonly Finding[]): PropertyNumbers {
    return this.numbers((_, property) =>
      findings.some((finding) => judgeFinding(this.properties[property] as Property<K>, finding) !== null),
    );
  }

  private saysSo(questions: readonly { readonly predicate: Predicate<string | null> }[]): boolean {
    return questions.some(({ predicate }) => this.machine.ask(predicate) !== null);
  }

  private numbers(isViolated: (asked: Asked, property: number) => boolean): PropertyNumbers {
    const found = this.asked.flatMap((asked, property) => (isViolated(asked, property) ? [property] : []));
    return found.length === 0 ? NONE_VIOLATED : found;
  }
}
