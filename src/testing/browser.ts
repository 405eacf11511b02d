import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const executablePath = '/usr/bin/chromium';

/** Why specs that need a browser cannot run here; undefined where they can. */
export const browserMissing: string | undefined = existsSync(executablePath)
  ? undefined
  : `${executablePath} is missing: install Debian's package chromium to run the browser specs`;

/** Starts a browser that asks nothing of the network by itself. The caller closes it. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      '--headless',
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
}
