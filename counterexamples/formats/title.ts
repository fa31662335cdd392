/** What a schedule is, in a line: the patch, and what it violates; or the scenario, where it is judged by nothing. */
import type { RenderedSchedule } from './subject.ts';

export function titleOf({
  patch,
  scenario,
  property,
  message,
}: Pick<RenderedSchedule, 'patch' | 'scenario' | 'property' | 'message'>): string {
  if (property === null) return `${patch}: ${scenario}`;
  return `${patch} ${message === null ? 'does not violate' : 'violates'} ${property}`;
}
