import sparticuz from '@sparticuz/chromium'
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'

/**
 * Starts a real browser: the one inside the npm package, so that nothing has to be installed on the
 * system. Close it when done.
 */
export const startBrowser = async (): Promise<Browser> => {
  // Pages are painted without a GPU; emulating one costs more than all the rest.
  sparticuz.setGraphicsMode = false
  return await chromium.launch({
    executablePath: await sparticuz.executablePath(),
    // In one process a page that is closed can take the whole browser with it.
    args: sparticuz.args.filter((arg) => arg !== '--single-process'),
    headless: true,
  })
}

/** A page in a browser, and what went wrong on it. */
export interface Visitor extends AsyncDisposable {
  page: Page
  /** Errors of scripts, of the content policy, and requests that failed: all of them are faults. */
  faults: readonly string[]
}

/** How long anything on a page may take. */
const timeoutMs = 30_000

/** Opens a page as somebody who was never here. */
export const openVisitor = async (
  browser: Browser,
  options: BrowserContextOptions = {},
): Promise<Visitor> => {
  const context = await browser.newContext({
    locale: 'en-GB',
    viewport: { width: 1280, height: 900 },
    reducedMotion: 'reduce',
    ...options,
  })
  context.setDefaultTimeout(timeoutMs)
  const page = await context.newPage()
  const faults: string[] = []
  page.on('pageerror', (error) => faults.push(`script: ${error.message}`))
  page.on('console', (message) => {
    // The browser notes every answer of 400 and above; those are what some tests are about.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      faults.push(`console: ${message.text()}`)
  })
  return { page, faults, [Symbol.asyncDispose]: async () => await context.close() }
}
