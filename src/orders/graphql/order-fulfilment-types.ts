import { Ctx, Field, ID, Int, ObjectType } from 'type-graphql';
import { DateTimeScalar } from '../../graphql/scalars.js';
import { MoneyType } from '../../money/graphql/money-type.js';
import type { Money } from '../../money/index.js';
import { opened } from '../../personal-data/graphql/opened-text.js';
import { hasSealed } from '../../personal-data/index.js';
import type { StepKind, StockItem } from '../domain/fulfilment/events.js';
import {
  type PaymentStatus,
  type ProcessState,
  type ProcessView,
  paymentView,
  type ReservationStatus,
  reservationView,
} from '../domain/fulfilment/views.js';
import type { OrderState } from '../domain/state.js';
import type { OrdersContext } from './context.js';
import {
  FulfilmentStateEnum,
  FulfilmentStepEnum,
  PaymentStatusEnum,
  ReservationStatusEnum,
} from './fulfilment-enums.js';

@ObjectType('OrderPayment', { description: 'The money of an order, as its gateway told of it.' })
export class OrderPaymentType {
  @Field(() => PaymentStatusEnum)
  readonly status!: PaymentStatus;

  @Field(() => MoneyType, { description: 'Held for the order, what was taken of it since included.' })
  readonly authorized!: Money;

  @Field(() => MoneyType, { description: 'Taken, what was given back of it since included.' })
  readonly captured!: Money;

  @Field(() => MoneyType, { description: 'Given back.' })
  readonly refunded!: Money;

  @Field(() => MoneyType, { description: 'What the shop has: captured less refunded.' })
  readonly balance!: Money;
}

export function toPayment(order: OrderState): OrderPaymentType | null {
  const payment = paymentView(order);
  if (!payment) return null;
  const money = (minor: number): Money => ({ minor, currency: order.currency });
  return {
    status: payment.status,
    authorized: money(payment.authorized),
    captured: money(payment.captured),
    refunded: money(payment.refunded),
    balance: money(payment.balance),
  };
}

@ObjectType('ReservedItem', { description: 'So many of one product, of the stock.' })
export class ReservedItemType implements StockItem {
  @Field(() => ID)
  readonly productId!: string;

  @Field(() => Int)
  readonly quantity!: number;
}

@ObjectType('StockReservation', { description: 'The goods of an order.' })
export class StockReservationType {
  @Field(() => ReservationStatusEnum)
  readonly status!: ReservationStatus;

  @Field(() => [ReservedItemType], { description: 'Set aside for the order.' })
  readonly items!: readonly StockItem[];

  @Field(() => [ReservedItemType], { description: 'Left the warehouse; nothing brings them back by itself.' })
  readonly shipped!: readonly StockItem[];

  @Field(() => DateTimeScalar, {
    nullable: true,
    description: 'When they are given back, unless a payment is authorised before. Null where it has been.',
  })
  readonly expiresAt!: Date | null;
}

export function toReservation(order: OrderState): StockReservationType | null {
  const reservation = reservationView(order);
  return reservation && { ...reservation, expiresAt: toDate(reservation.expiresAt) };
}

@ObjectType('FulfilmentProcess', { description: 'What is done for an order by itself.' })
export class FulfilmentProcessType {
  constructor(
    private readonly process: ProcessView,
    private readonly customerOf: (context: OrdersContext) => Promise<string | null>,
  ) {}

  @Field(() => FulfilmentStateEnum)
  get state(): ProcessState {
    return this.process.state;
  }

  @Field(() => FulfilmentStepEnum, { nullable: true, description: 'The step that is due, or that waits.' })
  get nextStep(): StepKind | null {
    return this.process.nextStep;
  }

  @Field(() => Int, { description: 'How often the step was tried in vain.' })
  get attempts(): number {
    return this.process.attempts;
  }

  @Field(() => String, {
    nullable: true,
    description:
      'Why it could not be taken, the last time. In the words of whoever settled it; null then where the customer was erased.',
  })
  async lastError(@Ctx() context: OrdersContext): Promise<string | null> {
    const { lastError } = this.process;
    return lastError !== null && hasSealed(lastError)
      ? opened(await this.customerOf(context), lastError, context)
      : lastError;
  }

  @Field(() => DateTimeScalar, { nullable: true, description: 'Since when somebody has to act.' })
  get waitingSince(): Date | null {
    return toDate(this.process.waitingSince);
  }
}

const toDate = (instant: number | null): Date | null => (instant === null ? null : new Date(instant));
