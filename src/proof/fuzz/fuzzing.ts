import fc from 'fast-check';
import type { GraphQLSchema } from 'graphql';
import { type Case, cases } from './cases.js';
import { type Coverage, createCoverage } from './coverage.js';
import type { Ground, Memory } from './ground.js';
import type { Verdict } from './judge.js';
import { openShop } from './open-shop.js';
import { type Sender, sender } from './sender.js';
import { createWorld } from './world.js';

export interface Plan {
  readonly cases: number;
  readonly seed: number;
  /** Told now and then. */
  readonly onProgress?: (report: Report) => void;
  readonly onFailure?: (failure: Failure) => void;
}

/** A case whose answer is wrong; the seed and the path make it again. */
export interface Failure {
  readonly seed: number;
  readonly path: string;
  readonly it: Case;
  readonly problem: string;
}

export interface Report {
  sent: number;
  seconds: number;
  readonly codes: Map<string, number>;
  readonly failures: Failure[];
  readonly coverage: Coverage;
  /** Of the two servers, after half of the cases, when their caches are full, and at the end. */
  readonly memory: Memory[][];
}

const atOnce = 48;
const chunk = 200;
const enoughFailures = 20;

/** Sends so many cases, many at once, and judges each answer. */
export async function fuzz(ground: Ground, schema: GraphQLSchema, plan: Plan): Promise<Report> {
  const world = createWorld();
  await openShop(ground, world);
  const coverage = createCoverage(schema, world);
  const report: Report = { sent: 0, seconds: 0, codes: new Map(), failures: [], coverage, memory: [] };
  const out = sender(ground, world);
  const began = performance.now();
  const queue = made(schema, plan);
  const work = async () => {
    for (const { it, ...place } of queue) {
      const verdict = await out.send(it);
      note(report, it, verdict);
      if (verdict.problem !== undefined) {
        const failure = { ...place, it, problem: verdict.problem };
        report.failures.push(failure);
        plan.onFailure?.(failure);
      }
      report.seconds = (performance.now() - began) / 1_000;
      if (report.sent % 2_000 === 0) plan.onProgress?.(report);
      if (report.sent === Math.ceil(plan.cases / 2)) report.memory.push(await memories(ground));
      if (report.failures.length >= enoughFailures) return;
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  out.close();
  report.memory.push(await memories(ground));
  return report;
}

const memories = ({ strict, wide }: Ground) => Promise.all([strict.memory(), wide.memory()]);

interface Made {
  readonly seed: number;
  readonly path: string;
  readonly it: Case;
}

/** Made a few at a time, so that the servers are never idle for long. */
function* made(schema: GraphQLSchema, plan: Plan): Generator<Made> {
  const property = propertyOf(schema, async () => ({ codes: [] }));
  for (let first = 0; first < plan.cases; first += chunk) {
    const seed = plan.seed + first;
    const numRuns = Math.min(chunk, plan.cases - first);
    for (const [i, [it]] of fc.sample(property, { seed, numRuns }).entries())
      yield { seed, path: `${i}`, it };
  }
}

function propertyOf(schema: GraphQLSchema, send: (it: Case) => Promise<Verdict>) {
  return fc.asyncProperty(cases(schema), async (it) => {
    const { problem } = await send(it);
    if (problem !== undefined) throw new Error(problem);
  });
}

function note(report: Report, it: Case, { codes, data }: Verdict): void {
  report.sent += 1;
  for (const code of codes) report.codes.set(code, (report.codes.get(code) ?? 0) + 1);
  if (data !== undefined) report.coverage.note(it.asked, data, codes.join() === 'OK');
}

/** Sends a case that failed again and again, each time with less in it, for half a minute at the most. */
export async function smallest(
  schema: GraphQLSchema,
  { send }: Sender,
  { seed, path }: Failure,
): Promise<string> {
  const parameters = { seed, path, interruptAfterTimeLimit: 30_000 };
  return (
    fc.defaultReportMessage(await fc.check(propertyOf(schema, send), parameters)) ?? 'It does not come again'
  );
}
