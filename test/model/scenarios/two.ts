/** A valid scenario as a user would write it, for tests to spoil. */
export const two = `{
  "version": 1,
  "name": "two",
  "ring_nr": 4,
  "iocbs": [{ "op": "direct_write" }, { "op": "direct_read", "bios": 2 }, { "op": "buffered" }],
  "tasks": [
    { "name": "submitter", "calls": [{ "io_submit": [0, 2] }] },
    { "name": "reader", "calls": [{ "io_getevents": { "min_nr": 1, "nr": 1 } }] }
  ],
  "faults": { "bio": ["EIO"] }
}
`;
