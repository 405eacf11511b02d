import { Gauge } from 'prom-client';
import { describe, expect, it } from 'vitest';
import { createMetrics } from './metrics.js';
import { counter, gauge } from './read-at-scrape.js';

/** Metrics with one gauge, which an answer sets; what the answer does can be changed. */
function withQuestion(answer: (gauge: Gauge) => Promise<void>) {
  const metrics = createMetrics();
  const asked = new Gauge({ name: 'asked', help: 'asked for', registers: [metrics.registry] });
  const question = { answer, times: 0 };
  metrics.ask(
    'question',
    () => {
      question.times += 1;
      return question.answer(asked);
    },
    () => asked.remove(),
  );
  const page = async () => (await metrics.scrape()).text;
  return { question, page };
}

describe('a page of metrics', () => {
  it('shows the process, and what is read and asked for each time', async () => {
    let value = 0;
    const { question, page } = withQuestion(async (asked) => asked.set(++value));
    expect(await page()).toMatch(/^nodejs_eventloop_lag_seconds \S+$/m);
    expect(await page()).toMatch(/^asked 2$/m);
    expect(await page()).toMatch(/^retrace_collector_success\{collector="question"\} 1$/m);
    expect(question.times).toBe(3);
  });

  it('leaves out what cannot be answered, and shows the rest', async () => {
    const { question, page } = withQuestion(async (asked) => asked.set(1));
    expect(await page()).toMatch(/^asked 1$/m);
    question.answer = async () => {
      throw new Error('no answer');
    };
    const without = await page();
    expect(without).not.toMatch(/^asked /m);
    expect(without).toMatch(/^retrace_collector_success\{collector="question"\} 0$/m);
    expect(without).toMatch(/^process_cpu_seconds_total /m);
  });

  it('does not wait for ever, nor ask again what is still being answered', async () => {
    let end = () => {};
    const { question, page } = withQuestion(
      () =>
        new Promise((resolve) => {
          end = resolve;
        }),
    );
    const pages = await Promise.all([page(), page()]);
    for (const text of pages) expect(text).toMatch(/^retrace_collector_success\{collector="question"\} 0$/m);
    expect(question.times).toBe(1);
    end();
    question.answer = async (asked) => asked.set(7);
    await Promise.resolve();
    expect(await page()).toMatch(/^asked 7$/m);
  });

  it('is made of nothing that another server of the process counts', async () => {
    const [ours, theirs] = [createMetrics(), createMetrics()];
    counter(ours, { name: 'ours_total', help: 'of ours', read: () => [[3]] });
    expect((await ours.scrape()).text).toMatch(/^ours_total 3$/m);
    expect((await ours.scrape()).text).toMatch(/^ours_total 3$/m);
    expect((await theirs.scrape()).text).not.toContain('ours_total');
  });

  it('forgets labels that are read no more', async () => {
    const metrics = createMetrics();
    let lanes = ['0', '1'];
    gauge(metrics, {
      name: 'lanes',
      help: 'of lanes',
      labelNames: ['lane'],
      read: () => lanes.map((lane) => [1, { lane }]),
    });
    expect((await metrics.scrape()).text).toContain('lanes{lane="1"} 1');
    lanes = ['0'];
    expect((await metrics.scrape()).text).not.toContain('lanes{lane="1"}');
  });
});
