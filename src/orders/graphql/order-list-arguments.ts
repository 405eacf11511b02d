import { ArgsType, Field, ID, InputType, registerEnumType } from 'type-graphql';
import { PageArguments } from '../../graphql/pagination.js';
import { CursorScalar, DateTimeScalar, DecimalScalar } from '../../graphql/scalars.js';
import type { OrderStatus } from '../domain/order-status.js';
import { type OrderSort, orderSorts } from '../projections/list-orders.js';
import { OrderStatusEnum } from './order-status-type.js';

const OrderSortEnum = Object.fromEntries(orderSorts.map((sort) => [sort, sort]));
registerEnumType(OrderSortEnum, { name: 'OrderSort', description: 'Ties are ordered by id.' });

export type Consistency = 'EVENTUAL' | 'STRONG';
const ConsistencyEnum: { readonly [Name in Consistency]: Name } = { EVENTUAL: 'EVENTUAL', STRONG: 'STRONG' };
registerEnumType(ConsistencyEnum, {
  name: 'Consistency',
  valuesConfig: {
    EVENTUAL: { description: 'From the read model as it stands: fastest, may lag.' },
    STRONG: { description: 'Never older than the newest event committed before the query began.' },
  },
});

@InputType('OrderFilter', { description: 'Orders that satisfy all of it.' })
class OrderFilterInput {
  @Field(() => ID, { nullable: true })
  customerId?: string | null;

  @Field(() => String, { nullable: true })
  reference?: string | null;

  @Field(() => [OrderStatusEnum], { nullable: true, description: 'Any of these.' })
  status?: OrderStatus[] | null;

  @Field(() => ID, { nullable: true, description: 'Orders with a line of this product now.' })
  productId?: string | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Inclusive.' })
  createdFrom?: Date | null;

  @Field(() => DateTimeScalar, { nullable: true, description: 'Exclusive.' })
  createdTo?: Date | null;

  @Field(() => DecimalScalar, {
    nullable: true,
    description: 'Inclusive. In the major unit, whatever the currency.',
  })
  minTotal?: string | null;

  @Field(() => DecimalScalar, { nullable: true, description: 'Inclusive.' })
  maxTotal?: string | null;
}

@ArgsType()
export class OrderListArguments extends PageArguments {
  @Field(() => OrderFilterInput, { nullable: true })
  filter?: OrderFilterInput | null;

  @Field(() => OrderSortEnum, { nullable: true, defaultValue: 'CREATED_AT_DESC' })
  sort?: OrderSort | null;

  @Field(() => ConsistencyEnum, { nullable: true, defaultValue: 'EVENTUAL' })
  consistency?: Consistency | null;

  @Field(() => CursorScalar, {
    nullable: true,
    description: 'From a mutation’s payload: the answer contains what that mutation wrote.',
  })
  minCursor?: string | null;
}
