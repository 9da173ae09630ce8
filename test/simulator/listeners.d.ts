/** Lets any number of listeners wait for an event without a warning. */
export function allowAnyListeners(target: EventTarget): void;
