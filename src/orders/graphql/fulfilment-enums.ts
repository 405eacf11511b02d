import { registerEnumType } from 'type-graphql';
import type { ReleaseReason, SettlementOutcome, StepKind } from '../domain/fulfilment/events.js';
import type { PaymentStatus, ProcessState, ReservationStatus } from '../domain/fulfilment/views.js';

/** A GraphQL enum with just the values of a type of the domain, each described. */
function enumType<Value extends string>(
  name: string,
  description: string,
  meanings: Readonly<Record<Value, string>>,
): Readonly<Record<Value, Value>> {
  const values = Object.keys(meanings).map((value) => [value, value]);
  const type = Object.fromEntries(values) as Record<Value, Value>;
  const described = Object.entries<string>(meanings).map(([value, meaning]) => [
    value,
    { description: meaning },
  ]);
  registerEnumType(type, { name, description, valuesConfig: Object.fromEntries(described) });
  return type;
}

export const PaymentStatusEnum = enumType<PaymentStatus>('PaymentStatus', 'What became of the money.', {
  PENDING: 'Nothing is authorised yet.',
  AUTHORIZED: 'Held for the order, and not taken.',
  DECLINED: 'Refused, and nothing is held.',
  VOIDED: 'It was held, and was given up.',
  CAPTURED: 'Taken.',
  PARTIALLY_REFUNDED: 'Taken, and a part was given back.',
  REFUNDED: 'Taken, and all of it was given back.',
});

export const ReservationStatusEnum = enumType<ReservationStatus>(
  'ReservationStatus',
  'What became of the goods.',
  {
    PENDING: 'Nothing is reserved yet.',
    RESERVED: 'Set aside for the order.',
    SHIPPED: 'They left the warehouse.',
    RELEASED: 'They were reserved, and were given back.',
    EXPIRED: 'They were given back, since no payment was authorised in time.',
    FAILED: 'There were too few.',
  },
);

export const FulfilmentStateEnum = enumType<ProcessState>('FulfilmentState', 'Who has to act next.', {
  RUNNING: 'A step is due or under way, by itself.',
  WAITING:
    'A step could not be taken: retryFulfilment, settleFulfilment, or a change of the order moves it on.',
  SETTLED: 'An operator let a step be. A change of the order, or retryFulfilment, moves it on.',
  COMPLETED: 'Nothing is to be done.',
});

export const FulfilmentStepEnum = enumType<StepKind>(
  'FulfilmentStep',
  'A move of goods or money towards what the order needs.',
  {
    RESERVE_STOCK: 'Sets all lines aside, or none.',
    RELEASE_STOCK: 'Gives back what the order needs no more.',
    SHIP_STOCK: 'What was reserved leaves the stock.',
    AUTHORIZE_PAYMENT: 'Has the gateway hold what is missing of the total.',
    CAPTURE_PAYMENT: 'Takes the money.',
    VOID_PAYMENT: 'Gives up what is held too much.',
    REFUND_PAYMENT: 'Gives back what was taken too much.',
    CONFIRM_ORDER: 'From PENDING to CONFIRMED.',
  },
);

export const SettlementOutcomeEnum = enumType<SettlementOutcome>(
  'SettlementOutcome',
  'What became of a step that waited.',
  {
    DONE: 'It was done outside, by hand.',
    NOT_DONE: 'It was not, and will not be.',
  },
);

export const StockReleaseReasonEnum = enumType<ReleaseReason>(
  'StockReleaseReason',
  'Why reserved goods were given back.',
  {
    NOT_NEEDED: 'The order needs them no more.',
    EXPIRED: 'No payment was authorised in time.',
  },
);
