export type { BreakerState, CallOutcome, GatewayObserver } from './http/gateway-observer.js';
export { httpGateway } from './http/http-gateway.js';
export {
  GatewayRefusal,
  GatewayUnavailable,
  type PaymentFact,
  type PaymentGateway,
  type PaymentOperation,
} from './payment-gateway.js';
export { readSandboxArguments } from './sandbox/arguments.js';
export { type SandboxGateway, startSandboxGateway } from './sandbox/sandbox-gateway.js';
export { paymentWebhooks } from './webhook.js';
