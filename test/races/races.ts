/** The races that docs/races.md tells (`npm run races` writes it): a row of data each. */
import { isShown, type Race, type ShownRace, type Sound, type UnseenRace } from './race.ts';
import { ofThePatch } from './of-the-patch.ts';
import { unpatched } from './unpatched.ts';

export const races: readonly Race[] = [...unpatched, ...ofThePatch];

export const shownRaces: readonly ShownRace[] = races.filter(isShown);

export const soundRaces: readonly (UnseenRace & { readonly sound: Sound })[] = races.flatMap((race) =>
  race.unseen === undefined || race.sound === undefined ? [] : [{ ...race, sound: race.sound }],
);
