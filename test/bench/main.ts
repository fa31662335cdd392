/** `npm run bench`: how fast the unreduced search and random schedules go, each against its baseline in the same run. */
import { checkByHand, compareSchedules } from './schedules.ts';
import { transitionsPerSecond } from './transitions.ts';

await transitionsPerSecond();
await checkByHand();
compareSchedules();
