/** Whether the folder that the program was started in is there no more. */
export const wasDeleted: boolean;
