/** How many timers of this process have not fired yet, n8n's own included. */
export function activeTimers(): number;
