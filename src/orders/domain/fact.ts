/** An event as the domain sees it. */
export interface Fact<Type extends string, Data> {
  readonly type: Type;
  readonly data: Readonly<Data>;
}
