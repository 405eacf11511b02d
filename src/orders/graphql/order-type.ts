import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, Field, ID, Info, Int, ObjectType } from 'type-graphql';
import { type RollbackMark, skippedBy, skippedVersions } from '../../event-sourcing/lineage.js';
import { PageSizeByDefault } from '../../graphql/limits/page-size.js';
import { connectionType, type Page } from '../../graphql/pagination.js';
import { DateTimeScalar } from '../../graphql/scalars.js';
import { MoneyType } from '../../money/graphql/money-type.js';
import type { Money } from '../../money/index.js';
import { ErasureType, toErasureType } from '../../personal-data/graphql/erasure-type.js';
import { processView } from '../domain/fulfilment/views.js';
import type { OrderLine } from '../domain/order-line.js';
import type { OrderStatus } from '../domain/order-status.js';
import { itemCount, type OrderState, totalOf } from '../domain/state.js';
import { asTried } from '../fulfilments.js';
import { noGateway } from '../read-command.js';
import { type OrderView, readRollbacks } from '../read-order.js';
import { AllowedCommandType, commandsFor } from './allowed-command-type.js';
import type { OrdersContext } from './context.js';
import type { OrderEventType } from './order-event-type.js';
import {
  FulfilmentProcessType,
  OrderPaymentType,
  StockReservationType,
  toPayment,
  toReservation,
} from './order-fulfilment-types.js';
import { OrderEventConnection, orderHistory } from './order-history.js';
import { OrderItemType } from './order-item-type.js';
import { OrderStatusEnum } from './order-status-type.js';
import { RollbackType } from './rollback-type.js';

const ofPaidOrders = 'Null where the order has, and had, nothing to do with a payment.';

@ObjectType('Order', { description: 'An order as it is now, or as it was at an earlier version.' })
export class OrderType {
  constructor(readonly view: OrderView) {}

  private get state(): OrderState {
    return this.view.order.state as OrderState;
  }

  @Field(() => ID)
  get id(): string {
    return this.view.order.streamId;
  }

  @Field(() => String, {
    nullable: true,
    description: 'Order number of the outside world, unique where it is given.',
  })
  get reference(): string | null {
    return this.state.reference;
  }

  @Field(() => Int, {
    description: 'Version of the last event this state contains; the first event of an order is version 1.',
  })
  get version(): number {
    return this.view.order.version;
  }

  @Field(() => ID)
  get customerId(): string {
    return this.state.customerId;
  }

  @Field(() => ErasureType, {
    nullable: true,
    description: 'Why texts of its events are null: the customer was erased. Null where they were not.',
  })
  async erasure(@Ctx() { personalData }: OrdersContext): Promise<ErasureType | null> {
    const erasure = await personalData.erasureOf(this.customerId);
    return erasure && toErasureType(erasure);
  }

  @Field(() => OrderStatusEnum)
  get status(): OrderStatus {
    return this.state.status;
  }

  @Field(() => [OrderItemType], { description: 'One line for each product.' })
  get items(): readonly OrderLine[] {
    return this.state.lines;
  }

  @Field(() => Int, { description: 'The number of lines.' })
  get itemCount(): number {
    return itemCount(this.state);
  }

  @Field(() => MoneyType, { description: 'The sum of all lines.' })
  get totalAmount(): Money {
    return totalOf(this.state);
  }

  @Field(() => OrderPaymentType, { nullable: true, description: `The money. ${ofPaidOrders}` })
  get payment(): OrderPaymentType | null {
    return toPayment(this.state);
  }

  @Field(() => StockReservationType, { nullable: true, description: `The goods. ${ofPaidOrders}` })
  get reservation(): StockReservationType | null {
    return toReservation(this.state);
  }

  @Field(() => FulfilmentProcessType, {
    nullable: true,
    description: `What is done by itself. ${ofPaidOrders} Attempts of a step that is still tried by itself are told by queries of the order as it is.`,
  })
  async process(@Ctx() { fulfilments }: OrdersContext): Promise<FulfilmentProcessType | null> {
    const process = processView(this.state);
    if (!process) return null;
    const tried = this.view.isCurrent ? await asTried(process, this.id, fulfilments) : process;
    return new FulfilmentProcessType(tried, async () => this.customerId);
  }

  @Field(() => DateTimeScalar)
  get createdAt(): Date {
    return new Date(this.state.createdAt);
  }

  @Field(() => DateTimeScalar, { description: 'When the version shown was recorded.' })
  get updatedAt(): Date {
    return new Date(this.view.order.recordedAt);
  }

  @Field(() => Int, {
    nullable: true,
    description: 'Version of the rollback that undid the version shown, or null while that version is live.',
  })
  async skippedBy(@Ctx() context: OrdersContext): Promise<number | null> {
    return skippedBy(this.version, await this.rollbacksToday(context));
  }

  @Field(() => [Int], {
    description: 'Versions that rollbacks have undone, ascending. They can never be a rollback target.',
  })
  get skippedVersions(): number[] {
    return skippedVersions(this.view.order.rollbacks);
  }

  @Field(() => [RollbackType], { description: 'All rollbacks of this order, oldest first.' })
  async rollbacks(@Ctx() { store }: OrdersContext): Promise<RollbackType[]> {
    return (await readRollbacks(store, this.view)).map((rollback) => new RollbackType(rollback));
  }

  @PageSizeByDefault(100)
  @Field(() => OrderEventConnection, {
    description:
      'The full history up to the version shown, undone events included, oldest first; 100 unless `first` says less.',
  })
  async events(
    @Arg('first', () => Int, { nullable: true }) first: number | null,
    @Arg('after', () => String, { nullable: true }) after: string | null,
    @Ctx() context: OrdersContext,
  ): Promise<Page<OrderEventType>> {
    const rollbacks = await this.rollbacksToday(context);
    return orderHistory(context.store, { ...this.view, rollbacks }, { first, after });
  }

  @Field(() => [AllowedCommandType], {
    description: 'What may be done next with this order, and why not where it may not.',
  })
  allowedCommands(
    @Ctx() { orders, caller }: OrdersContext,
    @Info() { schema }: GraphQLResolveInfo,
  ): readonly AllowedCommandType[] {
    const commands = commandsFor(caller, this.view.order, schema);
    if (orders.takesPayments) return commands;
    const payOrder = { name: 'payOrder', allowed: false, reason: noGateway.message };
    return commands.map((command) => (command.name === 'payOrder' ? payOrder : command));
  }

  private async rollbacksToday({ orders }: OrdersContext): Promise<readonly RollbackMark[]> {
    return this.view.rollbacks ?? (await orders.load(this.id)).rollbacks;
  }
}

export const OrderConnection = connectionType(OrderType, 'Order');
