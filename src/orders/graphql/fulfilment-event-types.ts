import { Ctx, Field, ID, Int, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../../graphql/scalars.js';
import { MoneyType } from '../../money/graphql/money-type.js';
import type { Money } from '../../money/index.js';
import type * as facts from '../domain/fulfilment/events.js';
import type { OrdersContext } from './context.js';
import { FulfilmentStepEnum, SettlementOutcomeEnum, StockReleaseReasonEnum } from './fulfilment-enums.js';
import { OrderEventType } from './order-event-type.js';
import { ReservedItemType } from './order-fulfilment-types.js';
import { storedMoney } from './stored-money.js';

@ObjectType('StockReserved', {
  implements: OrderEventType,
  description: 'Goods were set aside for the order.',
})
class StockReservedType extends OrderEventType<facts.StockReserved['data']> {
  @Field(() => [ReservedItemType], { description: 'What was added.' })
  get items(): readonly facts.StockItem[] {
    return this.payload.items;
  }

  @Field(() => DateTimeScalar, { description: 'Until then a payment must have been authorised.' })
  get expiresAt(): Date {
    return new Date(this.payload.expiresAt);
  }
}

@ObjectType('StockReleased', { implements: OrderEventType, description: 'Goods are set aside no more.' })
class StockReleasedType extends OrderEventType<facts.StockReleased['data']> {
  @Field(() => [ReservedItemType], { description: 'What went back.' })
  get items(): readonly facts.StockItem[] {
    return this.payload.items;
  }

  @Field(() => StockReleaseReasonEnum)
  get reason(): facts.ReleaseReason {
    return this.payload.reason;
  }
}

@ObjectType('StockShipped', { implements: OrderEventType, description: 'Goods left the warehouse.' })
class StockShippedType extends OrderEventType<facts.StockShipped['data']> {
  @Field(() => [ReservedItemType], { description: 'What left.' })
  get items(): readonly facts.StockItem[] {
    return this.payload.items;
  }
}

@ObjectType('StockReservationFailed', {
  implements: OrderEventType,
  description:
    'Nothing of the order was reserved, because there is too little of this product. Where the order could still be cancelled, it was, with it.',
})
class StockReservationFailedType extends OrderEventType<facts.StockReservationFailed['data']> {
  @Field(() => ID)
  get productId(): string {
    return this.payload.productId;
  }

  @Field(() => Int)
  get requested(): number {
    return this.payload.requested;
  }

  @Field(() => Int, { description: 'How many the order could have had.' })
  get available(): number {
    return this.payload.available;
  }
}

@ObjectType('FulfilmentPaused', {
  implements: OrderEventType,
  description: 'A step could not be taken: somebody has to act.',
})
class FulfilmentPausedType extends OrderEventType<facts.FulfilmentPaused['data']> {
  @Field(() => FulfilmentStepEnum)
  get step(): facts.StepKind {
    return this.payload.step;
  }

  @Field(() => MoneyType, { nullable: true, description: 'What the gateway was asked to move, if it was.' })
  get operationAmount(): Money | null {
    const { operation } = this.payload;
    return operation && storedMoney(operation.amount);
  }

  @Field(() => Int, { description: 'How often it was tried.' })
  get attempts(): number {
    return this.payload.attempts;
  }

  @Field(() => String)
  get error(): string {
    return this.payload.error;
  }
}

@ObjectType('FulfilmentResumed', {
  implements: OrderEventType,
  description: 'An operator had the step that waited tried again.',
})
class FulfilmentResumedType extends OrderEventType<facts.FulfilmentResumed['data']> {
  @Field(() => String, { nullable: true })
  reason(@Ctx() context: OrdersContext): Promise<string | null> {
    return this.opened(this.payload.reason, context);
  }
}

@ObjectType('FulfilmentSettled', {
  implements: OrderEventType,
  description: 'An operator said what became of the step that waited.',
})
class FulfilmentSettledType extends OrderEventType<facts.FulfilmentSettled['data']> {
  @Field(() => FulfilmentStepEnum)
  get step(): facts.StepKind {
    return this.payload.step;
  }

  @Field(() => SettlementOutcomeEnum)
  get outcome(): facts.SettlementOutcome {
    return this.payload.outcome;
  }

  @Field(() => String, {
    nullable: true,
    description: 'The gateway’s id of what was done, where there is one.',
  })
  get reference(): string | null {
    return this.payload.reference;
  }

  @Field(() => String, { nullable: true })
  reason(@Ctx() context: OrdersContext): Promise<string | null> {
    return this.opened(this.payload.reason, context);
  }
}

export const fulfilmentEventTypes = {
  StockReserved: StockReservedType,
  StockReleased: StockReleasedType,
  StockShipped: StockShippedType,
  StockReservationFailed: StockReservationFailedType,
  FulfilmentPaused: FulfilmentPausedType,
  FulfilmentResumed: FulfilmentResumedType,
  FulfilmentSettled: FulfilmentSettledType,
};
