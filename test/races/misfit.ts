/** A row of the races says what searches do not, or they say nothing. */
export class RowMisfit extends Error {
  override readonly name = 'RowMisfit';
}
