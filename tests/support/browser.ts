import sparticuz from '@sparticuz/chromium'
import { chromium, type Browser } from 'playwright-core'

/**
 * Starts a real browser: the one inside the npm package, so that nothing has to be installed on the
 * system. Close it when done.
 */
export const startBrowser = async (): Promise<Browser> =>
  await chromium.launch({
    executablePath: await sparticuz.executablePath(),
    // In one process a page that is closed can take the whole browser with it.
    args: sparticuz.args.filter((arg) => arg !== '--single-process'),
    headless: true,
  })
