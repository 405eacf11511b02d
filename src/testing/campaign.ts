/** Whether this run is a campaign: `vitest run --mode campaign`, for as long as one likes to wait. */
const campaign = process.env.MODE === 'campaign';

/** So many in every run, and more in a campaign. */
export const rounds = (everyRun: number, inCampaign: number): number => (campaign ? inCampaign : everyRun);

/** The same in every run, so that a failure comes again; another in each campaign, so that it finds more. */
export const seed = (everyRun: number): number => (campaign ? Date.now() % 2 ** 31 : everyRun);
