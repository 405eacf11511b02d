import { readConfig } from '../config.js';
import { runCommand, withStorage } from './command-line.js';
import { readArguments } from './verify/arguments.js';
import { verifyHistory } from './verify/verify-history.js';

const say = (line: string): void => void process.stdout.write(`${line}\n`);

await runCommand((args) => {
  const verifyArguments = readArguments(args);
  return withStorage((storage) => verifyHistory(storage, readConfig().DATA_DIR, verifyArguments, say));
});
