/** `npm run bench`: how fast searches and random schedules go, each against its baseline in the same run. */
import { againstSpin } from './against-spin.ts';
import { checkByHand, compareSchedules } from './schedules.ts';
import { transitionsPerSecond } from './transitions.ts';

await transitionsPerSecond();
await checkByHand();
compareSchedules();
againstSpin();
