/** As history files write it, too. Name and email are sealed from the store on, and opened where they are shown. */
export interface Customer {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  /** Whether it may place orders. */
  readonly active: boolean;
}

/** What an update may change; what is undefined stays. */
export type CustomerChanges = { readonly [Key in Exclude<keyof Customer, 'id'>]?: Customer[Key] | undefined };
