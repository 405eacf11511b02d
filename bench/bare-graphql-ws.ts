import { createServer } from 'node:http';
import { buildSchema, GraphQLError } from 'graphql';
import { useServer as serveGraphqlWs } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';

// graphql-ws as its documentation starts it, with one topic that everybody watches: what fan-out is measured against.
// A message from the parent process is published to all of them.
const watching = new Set<(text: string) => void>();

async function* messages(): AsyncGenerator<{ message: unknown }> {
  const waiting: string[] = [];
  let wake = () => {};
  const hear = (text: string) => {
    waiting.push(text);
    wake();
  };
  watching.add(hear);
  try {
    for (;;) {
      for (let text = waiting.shift(); text !== undefined; text = waiting.shift()) {
        yield { message: JSON.parse(text) };
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  } finally {
    watching.delete(hear);
  }
}

const schema = buildSchema('scalar JSON type Query { hello: String! } type Subscription { message: JSON! }');
const subscription = schema.getSubscriptionType()?.getFields().message;
if (!subscription) throw new GraphQLError('The schema has no subscription');
subscription.subscribe = messages;

const http = createServer();
serveGraphqlWs({ schema }, new WebSocketServer({ server: http, path: '/graphql' }));
http.listen(0, '127.0.0.1', () => {
  const address = http.address();
  if (typeof address === 'object') console.log(`http://127.0.0.1:${address?.port}/graphql`);
});
process.on('message', (text: string) => {
  for (const hear of watching) hear(text);
});
process.on('SIGTERM', () => process.exit(0));
