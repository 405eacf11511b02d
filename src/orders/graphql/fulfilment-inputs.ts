import { Field, InputType } from 'type-graphql';
import type { SettlementOutcome } from '../domain/fulfilment/events.js';
import { OrderChangeInput, reason } from './change-inputs.js';
import { SettlementOutcomeEnum } from './fulfilment-enums.js';

@InputType()
export class PayOrderInput extends OrderChangeInput {
  @Field(() => String, {
    description:
      'A secret of the payment gateway, up to 255 characters. Another one than before pays for what is authorised from now on; where the order waits for an authorisation that nobody answered, that one is given up.',
  })
  paymentToken!: string;
}

@InputType()
export class RetryFulfilmentInput extends OrderChangeInput {
  @Field(() => String, reason)
  reason!: string;
}

@InputType()
export class SettleFulfilmentInput extends OrderChangeInput {
  @Field(() => SettlementOutcomeEnum)
  outcome!: SettlementOutcome;

  @Field(() => String, {
    nullable: true,
    description:
      'The gateway’s id of what was DONE. An authorisation and a capture need it, so that they can be given back.',
  })
  reference?: string | null;

  @Field(() => String, reason)
  reason!: string;
}
