/** The first Ctrl-C ends the search that runs, and what was found so far is reported; the second one kills. */
export function interruption(): () => boolean {
  let asked = false;
  process.once('SIGINT', () => {
    asked = true;
  });
  return () => asked;
}
