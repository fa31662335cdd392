/** Loads modules that are not ours: never in the main thread, and only behind the guards. */
import * as nodeModule from 'node:module';
import { resolve as absolute } from 'node:path';
import { pathToFileURL } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import * as core from '../../model/core/index.ts';
import { InternalError } from '../../model/core/index.ts';
import { namedPatches } from '../../model/named-patches.ts';
import * as shippedProperties from '../../properties/aio/index.ts';
import { requireNothingForbidden, setGuards } from './guards.ts';
import { takeDown, takeDownTheLanguage } from './inventory.ts';

/** Which instance of a module, and of all that it imports: what one keeps, another does not have. */
export type Instance = number;

let isReady = false;
let session = 1;

/** Modules of another session are loaded anew. */
export function loadFor(another: number): void {
  session = another;
}

async function getReady(): Promise<void> {
  if (isReady) return;
  isReady = true;
  const url = new URL('loader.mjs', import.meta.url).href;
  // Node 20 has hooks in a thread of their own only; later ones ask those last.
  if ('registerHooks' in nodeModule) (nodeModule.registerHooks as (hooks: unknown) => void)(await import(url));
  else nodeModule.register(url);
  setGuards();
  takeDownTheLanguage();
  // Modules of ours that foreign code imports are taken down by the loader.
  takeDown('kioctx/model/core/index.ts', core);
  takeDown('kioctx/properties/aio/index.ts', shippedProperties);
  takeDown('kioctx/model/named-patches.ts', namedPatches);
}

/** What the module exports. Throws whatever it throws, and what the guards throw. */
export async function importForeign(path: string, instance: Instance): Promise<Record<string, unknown>> {
  if (isMainThread) throw new InternalError(`${path} is not ours, and was to run in the main thread`);
  await getReady();
  const url = `${pathToFileURL(absolute(path)).href}?foreign=${session}.${instance}`;
  const exported = (await import(url)) as Record<string, unknown>;
  if (instance === 1) requireNothingForbidden();
  return exported;
}
