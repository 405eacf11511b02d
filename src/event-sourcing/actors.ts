/** Who acts where no caller does. Events are stored with these names: they stay as they are. */
export const systemActors = { fulfilment: 'fulfilment', paymentGateway: 'payment-gateway' } as const;

const commandLine = 'cli:';

/** Whoever works with the store from the machine's own command line. */
export const commandLineActor = (user: string): string => `${commandLine}${user}`;

/** Whether readers of events would take this name for one of the above. */
export function isReservedActor(name: string): boolean {
  const read = name.trim().toLowerCase();
  return read.startsWith(commandLine) || Object.values<string>(systemActors).includes(read);
}
