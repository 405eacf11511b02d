import { formatMoney } from '../../money/index.js';
import type { PaymentOperation } from '../payment-gateway.js';

/** The path and body of a POST that asks for this. */
export function requestOf(operation: PaymentOperation): { readonly path: string; readonly body: object } {
  const body = { orderId: operation.orderId, amount: formatMoney(operation.amount) };
  switch (operation.kind) {
    case 'AUTHORIZE':
      return { path: '/authorizations', body: { ...body, token: operation.token } };
    case 'CAPTURE':
      return { path: `/authorizations/${encodeURIComponent(operation.authorizationId)}/captures`, body };
    case 'VOID':
      return { path: `/authorizations/${encodeURIComponent(operation.authorizationId)}/voids`, body };
    case 'REFUND':
      return { path: `/captures/${encodeURIComponent(operation.captureId)}/refunds`, body };
  }
}
