// node --import ./planted-bug.mjs …: a server with the bug that PLANTED_BUG describes: { file, find, replace }, of the
// compiled code. The server does not start where that is not there.
import { register } from 'node:module';
import { isMainThread } from 'node:worker_threads';

let bug;

if (isMainThread) register(import.meta.url, { data: JSON.parse(process.env.PLANTED_BUG) });

export function initialize(data) {
  bug = data;
}

export async function load(url, context, next) {
  const module = await next(url, context);
  if (!url.endsWith(`/dist/${bug.file}`)) return module;
  const source = String(module.source);
  if (!source.includes(bug.find))
    throw new Error(`The bug cannot be planted: ${bug.file} has no ${bug.find}`);
  return { ...module, source: source.replace(bug.find, () => bug.replace) };
}
