import type { PersonalData } from '../personal-data/index.js';
import type { OrderCommand } from './domain/commands.js';

/** What in a command may tell of the customer: how they pay, and what a human typed. */
const personal = ['reason', 'paymentToken'] as const;

type Texts = { readonly [Name in (typeof personal)[number]]?: string };

/** Those of its texts that may tell of the customer. */
export function textsOf(command: OrderCommand): Texts {
  const fields = Object.entries(command) as [string, unknown][];
  const isPersonal = ([name, value]: [string, unknown]) =>
    personal.some((it) => it === name) && typeof value === 'string';
  return Object.fromEntries(fields.filter(isPersonal));
}

/** The command with those texts sealed, so that nothing that is made of it holds them in clear. */
export async function sealTexts<Command extends OrderCommand>(
  command: Command,
  customerId: string,
  { seal }: Pick<PersonalData, 'seal'>,
): Promise<Command> {
  const texts = textsOf(command);
  const sealed = await seal(customerId, Object.values(texts));
  return { ...command, ...Object.fromEntries(Object.keys(texts).map((name, i) => [name, sealed[i]])) };
}
