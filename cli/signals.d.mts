/** Whether somebody wants searches to stop. Whoever asks must see to it that the program ends soon if so. */
export function isStopAsked(): boolean;

/** For whoever waits for others before anything was begun: ends the program where a signal has come. */
export function endIfAsked(): void;

/** From now on a signal that nobody looks for ends the program: what searches is loaded. */
export function isLoaded(): void;

/** What else is to be done, and cannot fail, where a signal ends the program. */
export function beforeEndBySignal(clean: () => void): void;

/** Listens from now on; to be called once, as early as can be. */
export function listenForSignals(): void;
