import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { browserMissing, launchBrowser } from '../../testing/browser.js';
import { type GreetingServer, startGreetingServer } from '../../testing/greeting-server.js';
import { apiError } from '../errors.js';

if (browserMissing) console.warn(`GraphiQL is not tested: ${browserMissing}`);

describe.skipIf(browserMissing)('GraphiQL in a browser', () => {
  let server: GreetingServer;
  let browser: Browser;
  let page: Page;
  const requested: string[] = [];
  const complaints: string[] = [];

  beforeAll(async () => {
    [server, browser] = await Promise.all([startGreetingServer(), launchBrowser()]);
    page = await browser.newPage();
    page.on('request', (request) => requested.push(request.url()));
    page.on('websocket', (socket) => requested.push(socket.url()));
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(server.url);
    await page.waitForSelector('.graphiql-query-editor .CodeMirror-line');
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  const answer = () => page.locator('.result-window');

  it('offers the example operations in its first tab', async () => {
    const editor = await page.locator('.graphiql-query-editor .CodeMirror-code').innerText();
    expect(editor).toContain('hello(name: "<you> & me")');
    await page.locator('.graphiql-execute-button').click();
    await page.getByRole('menuitem', { name: 'Greet' }).click();
    await answer().getByText('Hello, <you> & me!').waitFor();
  });

  async function run(operation: string): Promise<void> {
    await page.locator('.graphiql-query-editor').click();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(operation);
    await page.waitForTimeout(600); // GraphiQL takes what was typed half a second later
    await page.locator('.graphiql-execute-button').click();
  }

  it('runs a query', async () => {
    await run('{ hello(name: "Ada") }');
    await answer().getByText('Hello, Ada!').waitFor();
  });

  it('runs a subscription over WebSocket', async () => {
    await run('subscription { greetings(times: 3) }');
    await answer().getByText('Hello 3').waitFor();
    expect(requested).toContain(server.url.replace('http', 'ws'));
  });

  it('shows the descriptions of the schema', async () => {
    await page.getByLabel('Show Documentation Explorer').click();
    await page.locator('.graphiql-doc-explorer').getByText('Query', { exact: true }).click();
    await page.locator('.graphiql-doc-explorer').getByText('Greets whoever asks.').waitFor();
  });

  it('asks nothing of any other machine, and breaks no rule of its security policy', () => {
    const origins = new Set(
      requested.map((url) => new URL(url)).map(({ protocol, host }) => `${protocol}//${host}`),
    );
    origins.delete('data://');
    expect([...origins].sort()).toEqual([`http://127.0.0.1:${server.port}`, `ws://127.0.0.1:${server.port}`]);
    expect(complaints).toEqual([]);
  });
});

describe.skipIf(browserMissing)('GraphiQL where callers need a token', () => {
  let server: GreetingServer;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    const authenticate = async (authorization = '') => {
      if (authorization === 'Bearer t0ken') return { actor: 'ada', roles: new Set(['admin'] as const) };
      throw apiError('UNAUTHENTICATED', `No token but "${authorization}"`);
    };
    [server, browser] = await Promise.all([startGreetingServer({ authenticate }), launchBrowser()]);
    page = await browser.newPage();
    await page.goto(server.url);
    await page.waitForSelector('.graphiql-query-editor .CodeMirror-line');
  });
  afterAll(async () => {
    await browser?.close();
    await server?.stop();
  });

  async function run(operation: string): Promise<void> {
    await page.locator('.graphiql-query-editor').click();
    await page.keyboard.press('Control+A');
    await page.keyboard.insertText(operation);
    await page.waitForTimeout(600);
    await page.locator('.graphiql-execute-button').click();
  }

  it('shows that there is none', async () => {
    await run('{ whoAmI }');
    await page.locator('.result-window').getByText('UNAUTHENTICATED').waitFor();
  });

  it('sends the one of its headers editor over HTTP and WebSocket', async () => {
    await page.getByRole('button', { name: 'Headers' }).click();
    await page.locator('.graphiql-editor-tool .graphiql-editor:not(.hidden)').click();
    await page.keyboard.insertText('{ "Authorization": "Bearer t0ken" }');
    await page.waitForTimeout(600);
    await run('{ whoAmI }');
    await page.locator('.result-window').getByText('ada').waitFor();
    await run('subscription { greetings(times: 2) }');
    await page.locator('.result-window').getByText('Hello 2').waitFor();
  });

  it('reads the schema with it', async () => {
    await page.getByLabel('Re-fetch GraphQL schema').click();
    await page.getByLabel('Show Documentation Explorer').click();
    await page.locator('.graphiql-doc-explorer').getByText('Query', { exact: true }).waitFor();
  });
});
