import { MaxIntrospectionDepthRule, type ValidationRule } from 'graphql';
import { limitError } from './limit-error.js';

/** That graphql-js allows. */
const most = 2;

/** The rule of the specification, in words that name the limit. */
export const introspectionDepth: ValidationRule = (context) =>
  MaxIntrospectionDepthRule(
    Object.create(context, {
      reportError: {
        value: ({ nodes }: Parameters<typeof context.reportError>[0]) => {
          const message = `Introspection goes too deep: more than ${most} lists of fields or types inside each other`;
          context.reportError(
            limitError(message, { limit: 'introspectionDepth', max: most }, { nodes: nodes ?? null }),
          );
        },
      },
    }),
  );
