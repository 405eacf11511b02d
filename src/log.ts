import { type Logger, pino } from 'pino';
import pretty from 'pino-pretty';

/** Structured logs on standard output: JSON lines, or for people where that is a terminal. */
export function createLog(level: string): Logger {
  const options = { level, base: null, redact: ['*.authorization', '*.password', '*.paymentToken'] };
  return process.stdout.isTTY
    ? pino(options, pretty({ sync: true, ignore: 'pid,hostname', translateTime: 'SYS:HH:MM:ss.l' }))
    : pino({ ...options, timestamp: pino.stdTimeFunctions.isoTime });
}
