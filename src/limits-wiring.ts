import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import { type Config, userPath } from './config.js';
import type { RequestContext } from './graphql/context.js';
import type { TrustedDocuments } from './graphql/persisted-documents.js';
import type { GraphqlServerOptions } from './graphql/server.js';
import { createRates } from './rate-limits/rates.js';

type LimitOptions = Omit<
  GraphqlServerOptions<RequestContext>,
  'schema' | 'host' | 'port' | 'log' | 'authenticate' | 'isReady' | 'exampleOperations' | 'extendContext'
>;

export interface ServerLimits {
  readonly options: LimitOptions;
  close(): void;
}

const isAuthenticated = ({ AUTH_JWT_SECRET, AUTH_JWKS_URL }: Config): boolean =>
  (AUTH_JWT_SECRET ?? AUTH_JWKS_URL) !== undefined;

/**
 * What the server allows, by its settings. Without authentication all callers are the one user of this machine:
 * nothing is counted for each of them. Rejects where the trusted documents cannot be read.
 */
export async function serverLimits(config: Config, pool: object, log: Logger): Promise<ServerLimits> {
  const authenticated = isAuthenticated(config);
  const limited = authenticated && config.RATE_PER_CALLER + config.RATE_PER_ADDRESS > 0;
  const rates = limited ? ratesOf(config, pool, log) : undefined;
  const trusted =
    config.TRUSTED_DOCUMENTS === undefined ? undefined : await readManifest(config.TRUSTED_DOCUMENTS);
  return {
    options: {
      limits: operationLimits(config),
      maxBodyBytes: config.MAX_BODY_BYTES,
      maxMessageBytes: config.MAX_MESSAGE_BYTES,
      requestTimeoutMs: config.REQUEST_TIMEOUT_MS,
      patience: {
        headersMs: config.HEADERS_TIMEOUT_MS,
        bodyMs: config.BODY_TIMEOUT_MS,
        answerMs: config.ANSWER_TIMEOUT_MS,
      },
      maxSubscriptions: config.MAX_SUBSCRIPTIONS_PER_SOCKET,
      ...(authenticated && limitsOfEach(config)),
      ...(rates && { rates }),
      trustedProxies: config.TRUST_PROXY,
      persisted: { ...(trusted && { trusted }), trustedOnly: config.PERSISTED_ONLY },
      ...(authenticated && { introspection: config.INTROSPECTION }),
      localOnly: !authenticated,
      graphiql: config.GRAPHIQL ?? !authenticated,
      origins: config.CORS_ORIGINS,
    },
    close: () => rates?.close(),
  };
}

const operationLimits = (config: Config) => ({
  tokens: config.MAX_TOKENS,
  depth: config.MAX_DEPTH,
  aliases: config.MAX_ALIASES,
  directives: config.MAX_DIRECTIVES,
  rootFields: config.MAX_ROOT_FIELDS,
  mutations: config.MAX_MUTATIONS,
  cost: config.MAX_COST,
  listItems: config.MAX_LIST_ITEMS,
  validationErrors: config.MAX_VALIDATION_ERRORS,
});

/** Of callers and addresses; 0: as many as they like. Behind a proxy all connections have its address. */
const limitsOfEach = (config: Config) => ({
  ...(config.MAX_SOCKETS_PER_CALLER > 0 && { maxSocketsPerCaller: config.MAX_SOCKETS_PER_CALLER }),
  ...(config.MAX_CONNECTIONS_PER_ADDRESS > 0 &&
    config.TRUST_PROXY === 0 && { maxConnectionsPerAddress: config.MAX_CONNECTIONS_PER_ADDRESS }),
});

const ratesOf = (config: Config, pool: object, log: Logger) =>
  createRates({
    perCaller: config.RATE_PER_CALLER,
    perAddress: config.RATE_PER_ADDRESS,
    redisUrl: config.REDIS_URL,
    pool: config.DATABASE_URL === undefined ? undefined : pool,
    log,
  });

/** As codegen writes it: an object of texts by their SHA-256, which may begin with "sha256:". */
async function readManifest(path: string): Promise<TrustedDocuments> {
  const unreadable = `TRUSTED_DOCUMENTS ${path} cannot be read`;
  const manifest: unknown = await readFile(userPath(path), 'utf8')
    .then(JSON.parse)
    .catch((cause) => Promise.reject(new Error(unreadable, { cause })));
  return new Map(
    Object.entries(manifest as Record<string, string>).map(([id, text]) => {
      const hash = createHash('sha256').update(text).digest('hex');
      if (id.replace(/^sha256:/, '') === hash) return [hash, text];
      throw new Error(`TRUSTED_DOCUMENTS ${path}: ${id.slice(0, 80)} is not the SHA-256 of its text`);
    }),
  );
}
