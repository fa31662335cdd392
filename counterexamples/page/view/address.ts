/** What of the page the address says, behind the `#`: all of it by name, so that a link can be written by hand. */

export interface Address {
  readonly trace: string | null;
  readonly scenario: string | null;
  readonly patch: string | null;
  /** Steps taken. */
  readonly step: number | null;
  /** Contexts whose lanes are folded away. */
  readonly folded: readonly string[];
  /** Every step is shown, and not what matters alone. */
  readonly all: boolean;
  readonly screen: Screen;
}

export const SCREENS = ['trace', 'prove'] as const;
export type Screen = (typeof SCREENS)[number];

export function readAddress(hash: string): Address {
  const said = new URLSearchParams(hash.replace(/^#/, ''));
  const step = said.get('step');
  return {
    trace: said.get('trace'),
    scenario: said.get('scenario'),
    patch: said.get('patch'),
    step: step !== null && /^\d{1,6}$/.test(step) ? Number(step) : null,
    folded:
      said
        .get('folded')
        ?.split(',')
        .filter((name) => name !== '') ?? [],
    all: said.has('all'),
    screen: SCREENS.find((one) => one === said.get('screen')) ?? 'trace',
  };
}

export function writeAddress({ trace, scenario, patch, step, folded, all, screen }: Address): string {
  const parts = [
    trace === null ? null : ['trace', trace],
    scenario === null ? null : ['scenario', scenario],
    patch === null ? null : ['patch', patch],
    step === null ? null : ['step', String(step)],
    folded.length === 0 ? null : ['folded', folded.join(',')],
    all ? ['all', ''] : null,
    screen === 'trace' ? null : ['screen', screen],
  ];
  // As few characters are escaped as a link needs, so that names stay readable.
  const text = parts.flatMap((part) =>
    part === null
      ? []
      : [
          part[1] === ''
            ? part[0]
            : `${part[0]}=${encodeURIComponent(part[1] ?? '')
                .replaceAll('%2C', ',')
                .replaceAll('%2F', '/')}`,
        ],
  );
  return `#${text.join('&')}`;
}
