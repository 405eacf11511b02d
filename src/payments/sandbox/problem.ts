/** Why the sandbox does not do what it was asked, and the status that says so. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}
