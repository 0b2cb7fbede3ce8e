import type { Described } from './describe.ts';

/** A method for each operation, typed and documented, and the table that tells the client how to call it. */
export function generateOperations(operations: readonly Described[]): string {
  const table = operations.map(({ id, operation }) => `${id}: ${JSON.stringify(operation)},`);
  return `import type { Answer, Body, Operation, OperationId, Query } from './operation.ts';
import type { CallOptions, KeyedCallOptions, StreamOptions } from './options.ts';
import type { Paged } from './pages.ts';
import type { StreamedEvent } from './stream.ts';

/** A method for each operation of the API. */
export interface Operations {
${operations.map((each) => documentation(each) + signature(each)).join('\n')}
}

export const operations: { readonly [Id in OperationId]: Operation } = {
${table.join('\n')}
};
`;
}

function documentation({ summary, description }: Described): string {
  const lines = `${summary}.\n\n${description}`.split('\n');
  return `/**\n${lines.map((line) => ` * ${line}`.trimEnd()).join('\n')}\n */\n`;
}

function signature({ id, params, isOptional, operation }: Described): string {
  const { takes, hasKey, streams, pagesBy } = operation;
  const type = takes === 'body' ? 'Body' : 'Query';
  const options = streams ? 'StreamOptions' : hasKey ? 'KeyedCallOptions' : 'CallOptions';
  const parameters = [
    ...params.map((name) => `${name}: string`),
    ...(takes ? [`${takes}${isOptional ? '?' : ''}: ${type}<'${id}'>`] : []),
    `options?: ${options}`,
  ];
  const answer = pagesBy ? `Paged<Answer<'${id}'>>` : `Promise<Answer<'${id}'>>`;
  return `${id}(${parameters.join(', ')}): ${streams ? 'AsyncIterable<StreamedEvent>' : answer};`;
}
