import 'reflect-metadata';
import { Arg, Args, Ctx, ID, Mutation, Query, Resolver } from 'type-graphql';
import { uuidv7 } from 'uuidv7';
import { z } from 'zod';
import type { Db } from '../../database/database.js';
import { Access } from '../../graphql/access.js';
import type { RequestContext } from '../../graphql/context.js';
import { orThrow } from '../../graphql/or-throw.js';
import { type ListOrder, type Page, PageArguments, pageRequestIn, toPage } from '../../graphql/pagination.js';
import { entityId, idArgument, validate } from '../../validation/index.js';
import { newProduct, productUpdate, stockAdjustment } from '../inputs.js';
import type { Product } from '../product.js';
import { countProducts, createProduct, findProducts, listProducts, updateProduct } from '../products.js';
import { adjustStock } from '../stock.js';
import { CreateProductInput, StockAdjustment, UpdateProductInput } from './product-inputs.js';
import { ProductConnection, ProductType } from './product-type.js';

export interface CatalogueContext extends RequestContext {
  readonly db: Db;
}

const byId: ListOrder<Product, readonly [id: string]> = {
  name: 'products',
  key: z.tuple([entityId]),
  keyOf: ({ id }) => [id],
};
const pageRequest = pageRequestIn(byId);

@Resolver()
class ProductResolver {
  @Access('customer')
  @Query(() => ProductType, { nullable: true, description: 'Null where there is no such product.' })
  async product(@Arg('id', () => ID) id: string, @Ctx() { db }: CatalogueContext): Promise<Product | null> {
    const asked = orThrow(validate(idArgument, { id }));
    return (await findProducts(db, [asked.id])).get(asked.id) ?? null;
  }

  @Access('customer')
  @Query(() => ProductConnection, { description: 'All products in the order of their ids.' })
  async products(
    @Args(() => PageArguments) page: PageArguments,
    @Ctx() { db }: CatalogueContext,
  ): Promise<Page<Product>> {
    const request = orThrow(validate(pageRequest, page));
    return toPage(byId, request, await listProducts(db, request), () => countProducts(db));
  }

  @Access('operator')
  @Mutation(() => ProductType)
  async createProduct(
    @Arg('input', () => CreateProductInput) input: CreateProductInput,
    @Ctx() { db }: CatalogueContext,
  ): Promise<Product> {
    const { id = uuidv7(), ...product } = orThrow(validate(newProduct, input));
    return orThrow(await createProduct(db, { id, ...product }));
  }

  @Access('operator')
  @Mutation(() => ProductType)
  async updateProduct(
    @Arg('input', () => UpdateProductInput) input: UpdateProductInput,
    @Ctx() { db }: CatalogueContext,
  ): Promise<Product> {
    const { id, ...changes } = orThrow(validate(productUpdate, input));
    return orThrow(await updateProduct(db, id, changes));
  }

  @Access('operator')
  @Mutation(() => ProductType, {
    description: 'Adds `delta` to the stock, or takes it away. Never below zero, nor below what is reserved.',
  })
  async adjustStock(
    @Args(() => StockAdjustment) input: StockAdjustment,
    @Ctx() { db, caller, log }: CatalogueContext,
  ): Promise<Product> {
    const adjustment = orThrow(validate(stockAdjustment, input));
    const product = orThrow(await adjustStock(db, adjustment.productId, adjustment.delta));
    log.info({ ...adjustment, stockLevel: product.stockLevel, actor: caller.actor }, 'stock adjusted');
    return product;
  }
}

export const catalogueResolvers = [ProductResolver] as const;
