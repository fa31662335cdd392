// The folder that the program was started in may be deleted. Then `process.cwd()` throws, in libraries that only look around at
// their start too, and no thread starts. So the program goes where nothing of the user's lies and nothing can be made: relative
// names find nothing, as in a deleted folder.
const ELSEWHERE = ['/proc/self/fdinfo', '/dev/fd', '/'];

function isThere() {
  try {
    process.cwd();
    return true;
  } catch {
    return false;
  }
}

function went(folder) {
  try {
    process.chdir(folder);
    return true;
  } catch {
    return false;
  }
}

/** Whether the folder that the program was started in is there no more. */
export const wasDeleted = !isThere();
if (wasDeleted) ELSEWHERE.some(went);
