import { Field, ID, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../../graphql/scalars.js';
import type { Erasure } from '../erasures.js';

@ObjectType('Erasure', {
  description:
    'That a customer’s personal data was destroyed: nobody can read it any more, here, in exports or in backups.',
})
export class ErasureType {
  @Field(() => ID)
  readonly customerId!: string;

  @Field(() => DateTimeScalar)
  readonly at!: Date;

  @Field(() => String, { description: 'Who did it.' })
  readonly actor!: string;

  @Field(() => String)
  readonly reason!: string;
}

export const toErasureType = ({ personId, at, actor, reason }: Erasure): ErasureType => ({
  customerId: personId,
  at: new Date(at),
  actor,
  reason,
});
