/** The page runs under this policy: scripts and connections of this server only. */
export const pageSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'", // its menus and dialogs lock scrolling by a style element
  "connect-src 'self'",
  "img-src 'self' data:",
  'font-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Runs in the browser. The headers editor's content goes along over WebSocket too, as connection parameters. */
export const startScript = `'use strict';
const url = location.origin + location.pathname;
const fetcher = (operation, options) => {
  const wsClient = graphqlWs.createClient({
    url: url.replace(/^http/, 'ws'),
    connectionParams: options && options.headers,
  });
  return GraphiQL.createFetcher({ url, wsClient })(operation, options);
};
const query = document.getElementById('examples').textContent;
ReactDOM.createRoot(document.getElementById('graphiql')).render(
  React.createElement(GraphiQL, { fetcher, defaultTabs: [{ query }] }),
);
`;

/** The GraphiQL page: loads `files` in their order and shows the example operations in its first tab. */
export function graphiqlPage(files: readonly string[], exampleOperations: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Retrace</title>
<link rel="icon" href="data:,">
${files.map(element).join('\n')}
<style>html, body, #graphiql { height: 100%; margin: 0; }</style>
</head>
<body>
<div id="graphiql">Loading …</div>
<pre id="examples" hidden>${escapeHtml(exampleOperations)}</pre>
</body>
</html>
`;
}

const element = (file: string): string =>
  file.endsWith('.css') ? `<link rel="stylesheet" href="${file}">` : `<script src="${file}" defer></script>`;

const escapeHtml = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
