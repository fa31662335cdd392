/** What the page can be asked about: the patches and properties that are in it, shipped and brought. */
import { type AioModel, closeWorld } from '../../../model/closed-world.ts';
import type { Patch } from '../../../model/core/index.ts';
import { patchByName } from '../../../model/named-patches.ts';
import { type Scenario, worldOf } from '../../../model/scenarios/format/scenario.ts';
import { type AioProperty, properties as shippedProperties } from '../../../properties/aio/index.ts';

/** A mistake of the reader's, or of a module that the page brings, told in a line. */
export class PageIssue extends Error {
  override readonly name = 'PageIssue';
}

/** A scenario under a patch. */
export interface PatchedWorld {
  readonly scenario: Scenario;
  /** As `--patch` takes it: a name, several joined by `+`, or some hunks of a patch. What the page brings is called by its own name. */
  readonly patch: string;
}

/** One instance of all modules that the page brings beside what is shipped. */
export interface Brought {
  readonly patches: readonly Patch[];
  readonly properties: readonly AioProperty[];
}

const NOTHING: Brought = { patches: [], properties: [] };

export class Catalogue {
  /** What is brought first, then what is shipped. */
  readonly properties: readonly AioProperty[];
  private readonly brought: Brought;
  private readonly own: ReadonlyMap<string, Patch>;
  private latest: { readonly key: string; readonly model: AioModel } | null = null;

  constructor(brought: Brought = NOTHING) {
    this.brought = brought;
    this.own = new Map(brought.patches.map((patch) => [patch.name, patch]));
    this.properties = [...brought.properties, ...shippedProperties];
  }

  isBrought(property: AioProperty): boolean {
    return this.brought.properties.includes(property);
  }

  /** A part of the patch is none of ours. */
  bringsPatch(name: string): boolean {
    return !patchByName(name).ok;
  }

  patch(name: string): Patch {
    const found = patchByName(name, this.own);
    if (!found.ok) throw new PageIssue(`this page has no patch "${found.unknown}"`);
    return found.patch;
  }

  property(name: string): AioProperty {
    const found = this.properties.find((one) => one.name === name);
    if (found === undefined) throw new PageIssue(`this page has no property "${name}"`);
    return found;
  }

  /** Throws PatchMisfit where the patch does not fit the kernel. */
  model({ scenario, patch }: PatchedWorld): AioModel {
    const key = JSON.stringify([scenario, patch]);
    if (this.latest?.key !== key) this.latest = { key, model: closeWorld(worldOf(scenario), this.patch(patch)) };
    return this.latest.model;
  }
}
