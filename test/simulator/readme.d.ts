/** The text of the simulator's README. */
export const readme: string;
