import { Ctx, Field, ID, ObjectType } from 'type-graphql';
import { MoneyType } from '../../money/graphql/money-type.js';
import type { Money } from '../../money/index.js';
import type { PaymentRequested } from '../domain/events.js';
import type * as facts from '../domain/fulfilment/events.js';
import type { OrdersContext } from './context.js';
import { OrderEventType } from './order-event-type.js';
import { maskedToken } from './payment-token.js';
import { storedMoney } from './stored-money.js';

// Fields that several types of events have are of one nullability, so that one query can ask for all of them.

@ObjectType('PaymentRequested', {
  implements: OrderEventType,
  description: 'From now on the order is paid with this, and fulfilled by itself.',
})
class PaymentRequestedType extends OrderEventType<PaymentRequested['data']> {
  @Field(() => String, {
    nullable: true,
    description: 'Masked: its last four characters at the most. Null where the customer was erased.',
  })
  async paymentToken(@Ctx() context: OrdersContext): Promise<string | null> {
    return maskedToken(await this.opened(this.payload.paymentToken, context));
  }
}

@ObjectType('PaymentAuthorized', {
  implements: OrderEventType,
  description: 'The gateway holds money for the order.',
})
class PaymentAuthorizedType extends OrderEventType<facts.PaymentAuthorized['data']> {
  @Field(() => ID, { description: 'The gateway’s.' })
  get authorizationId(): string {
    return this.payload.authorizationId;
  }

  @Field(() => MoneyType)
  get amount(): Money {
    return storedMoney(this.payload.amount);
  }
}

@ObjectType('PaymentDeclined', {
  implements: OrderEventType,
  description:
    'The gateway refused to hold money, or a human said that a move of money did not happen. Where the order cannot do without, it was cancelled with it.',
})
class PaymentDeclinedType extends OrderEventType<facts.PaymentDeclined['data']> {
  @Field(() => MoneyType)
  get amount(): Money {
    return storedMoney(this.payload.amount);
  }

  @Field(() => String, { nullable: true, description: 'In the words of the gateway, or of whoever said so.' })
  reason(@Ctx() context: OrdersContext): Promise<string | null> {
    return this.opened(this.payload.reason, context);
  }
}

@ObjectType('PaymentCaptured', { implements: OrderEventType, description: 'Money that was held was taken.' })
class PaymentCapturedType extends OrderEventType<facts.PaymentCaptured['data']> {
  @Field(() => ID)
  get captureId(): string {
    return this.payload.captureId;
  }

  @Field(() => ID)
  get authorizationId(): string {
    return this.payload.authorizationId;
  }

  @Field(() => MoneyType)
  get amount(): Money {
    return storedMoney(this.payload.amount);
  }
}

@ObjectType('PaymentVoided', { implements: OrderEventType, description: 'Money is held no more.' })
class PaymentVoidedType extends OrderEventType<facts.PaymentVoided['data']> {
  @Field(() => ID)
  get voidId(): string {
    return this.payload.voidId;
  }

  @Field(() => ID)
  get authorizationId(): string {
    return this.payload.authorizationId;
  }

  @Field(() => MoneyType)
  get amount(): Money {
    return storedMoney(this.payload.amount);
  }
}

@ObjectType('PaymentRefunded', {
  implements: OrderEventType,
  description: 'Money that had been taken was given back.',
})
class PaymentRefundedType extends OrderEventType<facts.PaymentRefunded['data']> {
  @Field(() => ID)
  get refundId(): string {
    return this.payload.refundId;
  }

  @Field(() => ID)
  get captureId(): string {
    return this.payload.captureId;
  }

  @Field(() => ID)
  get authorizationId(): string {
    return this.payload.authorizationId;
  }

  @Field(() => MoneyType)
  get amount(): Money {
    return storedMoney(this.payload.amount);
  }
}

export const paymentEventTypes = {
  PaymentRequested: PaymentRequestedType,
  PaymentAuthorized: PaymentAuthorizedType,
  PaymentDeclined: PaymentDeclinedType,
  PaymentCaptured: PaymentCapturedType,
  PaymentVoided: PaymentVoidedType,
  PaymentRefunded: PaymentRefundedType,
};
