import { describe, expect, it } from 'vitest';
import { EventStoreError } from '../event-sourcing/errors.js';
import { isTransient, withRetries } from './transient.js';

const withCode = (code: string, message = 'it failed') => Object.assign(new Error(message), { code });

describe('a failure', () => {
  it.each([
    ['a lost connection', withCode('08006')],
    ['a serialization failure', withCode('40001')],
    ['a deadlock', withCode('40P01')],
    ['too many connections', withCode('53300')],
    ['a full disk', withCode('53100')],
    ['a lock that was not to be had', withCode('55P03')],
    ['a time-out', withCode('57014')],
    ['a shutdown', withCode('57P01')],
    ['a start', withCode('57P03')],
    ['a standby', withCode('25006')],
    ['a refused connection', withCode('ECONNREFUSED')],
    ['a missing socket', withCode('ENOENT')],
    ['a broken pipe', withCode('EPIPE')],
    ['an unreachable host', withCode('EHOSTUNREACH')],
    [
      'refusals at all addresses of a host',
      new AggregateError([withCode('ENETUNREACH'), withCode('ECONNREFUSED')]),
    ],
    ['a connection that ended', new Error('Connection terminated unexpectedly')],
    ['a connection that was not made in time', new Error('Connection terminated due to connection timeout')],
    ['a session that was not made in time', new Error('timeout expired')],
    ['a pool that is used up', new Error('timeout exceeded when trying to connect')],
    ['a server that does not answer', new Error('Query read timeout')],
    ['a client that is gone', new Error('Client has encountered a connection error and is not queryable')],
    ['a client that was closed', new Error('Client was closed and is not queryable')],
  ])('such as %s may pass', (_, error) => {
    expect(isTransient(error)).toBe(true);
  });

  it.each([
    ['a violated constraint', withCode('23505')],
    ['a missing privilege', withCode('42501')],
    ['a wrong password', withCode('28P01')],
    ['a missing table', withCode('42P01')],
    ['bad text that speaks of time-outs', withCode('22P02', 'invalid input: "Connection terminated"')],
    ['a certificate', withCode('DEPTH_ZERO_SELF_SIGNED_CERT')],
    ['one of ours', new Error('No schema is registered')],
    ['an outcome', new EventStoreError('The event store cannot be reached')],
    ['a closed pool', new Error('Cannot use a pool after calling end on the pool')],
    ['no error at all', 'Connection terminated'],
  ])('such as %s does not', (_, error) => {
    expect(isTransient(error)).toBe(false);
  });
});

describe('work', () => {
  const failing = (times: number, error: Error = withCode('57P03')) => {
    let tries = 0;
    const work = async () => {
      tries += 1;
      if (tries <= times) throw error;
      return 'done';
    };
    return { work, tries: () => tries };
  };

  it('is tried again while it fails for a passing reason', async () => {
    const { work, tries } = failing(5);
    expect(await withRetries(work)).toBe('done');
    expect(tries()).toBe(6);
  });

  it('is not tried again where it fails for another reason, and that comes through', async () => {
    const violated = withCode('23505');
    const { work, tries } = failing(1, violated);
    await expect(withRetries(work)).rejects.toBe(violated);
    expect(tries()).toBe(1);
  });

  it('fails as the event store when its time is over, with the last reason', async () => {
    const reason = withCode('ECONNREFUSED');
    const { work, tries } = failing(Number.POSITIVE_INFINITY, reason);
    const failure = await withRetries(work, 100).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(EventStoreError);
    expect(failure).toHaveProperty('cause', reason);
    expect(tries()).toBeGreaterThan(1);
  });

  it('is told until when, and no try begins later', async () => {
    const begun: number[] = [];
    const told = new Set<number>();
    await withRetries(async (until) => {
      begun.push(performance.now());
      told.add(until);
      throw withCode('57P03');
    }, 150).catch(() => {});
    const [until = 0] = told;
    expect(told.size).toBe(1);
    expect(Math.max(...begun)).toBeLessThan(until + 20); // a timer may be late
  });
});
