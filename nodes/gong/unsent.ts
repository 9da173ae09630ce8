/** The states of a request that Gong is not asked about: this package's own words. */
const unsentStatuses = ['DRY_RUN', 'INVALID', 'NOT_SENT', 'UNKNOWN'] as const;
export type UnsentStatus = (typeof unsentStatuses)[number];

/**
 * Why Gong is not asked about a request; `null` = it is. Gong may add the same words one day: they are
 * this package's own only until Gong was asked.
 *
 * @param request without `statusChecks`, what Gong has answered
 */
export const readUnsentStatus = ({
	status,
	statusChecks,
}: {
	status: string;
	statusChecks?: number;
}): UnsentStatus | null =>
	statusChecks === 0 ? (unsentStatuses.find((own) => own === status) ?? null) : null;
