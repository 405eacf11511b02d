import { Field, ID, InputType } from 'type-graphql';

const id = '1 to 64 of A-Z, a-z, 0-9, ".", "_" and "-".';

@InputType()
export class CreateCustomerInput {
  @Field(() => ID, { nullable: true, description: `${id} Made by the server where it is absent.` })
  readonly id?: string | null;

  @Field(() => String, { description: 'At most 200 characters.' })
  readonly name!: string;

  @Field(() => String)
  readonly email!: string;
}

@InputType({ description: 'What is absent or null stays as it is.' })
export class UpdateCustomerInput {
  @Field(() => ID)
  readonly id!: string;

  @Field(() => String, { nullable: true, description: 'At most 200 characters.' })
  readonly name?: string | null;

  @Field(() => String, { nullable: true })
  readonly email?: string | null;

  @Field(() => Boolean, { nullable: true, description: 'Whether it may place orders.' })
  readonly active?: boolean | null;
}
