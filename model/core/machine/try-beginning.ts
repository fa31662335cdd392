/** Whether the objects of a patch can be brought to how they begin, which is tried before a machine is made of the model. */
import { thrownText } from '../errors/thrown.ts';
import { said } from '../issues/names.ts';
import { BadBeginning } from '../notation/beginning.ts';
import { poolOfStruct } from '../notation/declared.ts';
import { type Patch, PatchMisfit } from '../notation/patch.ts';
import { Halt } from './halt.ts';
import type { Model } from './model.ts';
import { ReferenceMachine } from './reference.ts';

/** The model. Throws PatchMisfit where they cannot. */
export function begun<W>(model: Model<W>, { name, structs = {} }: Patch): Model<W> {
  if (Object.values(structs).every((declared) => poolOfStruct(declared).begin === undefined)) return model;
  try {
    new ReferenceMachine(model).reset();
  } catch (problem) {
    if (!(problem instanceof BadBeginning)) throw problem;
    const { object, cause } = problem;
    const why = cause instanceof Halt ? `${cause.kind} ${cause.what}` : thrownText(cause);
    throw new PatchMisfit([
      {
        code: 'declared',
        where: `patch ${said(name)}`,
        message: `${object} cannot be brought to how it begins: ${why}`,
        expected: 'a function that fills the object with what its fields can hold',
      },
    ]);
  }
  return model;
}
