import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import chromium from '@sparticuz/chromium'
import { chromium as driver, type Browser, type BrowserContextOptions, type Page } from 'playwright-core'

/** A real browser. One for a file of tests; each visitor has cookies of their own. */
export interface TestBrowser extends AsyncDisposable {
  /** Opens a page as somebody who was never here. What the page logs as an error fails `faults`. */
  visitor(options?: BrowserContextOptions): Promise<Visitor>
}

/** A page in a browser, and what went wrong on it. */
export interface Visitor extends AsyncDisposable {
  page: Page
  /** Errors of scripts, of the content policy, and requests that failed: all of them are faults. */
  faults: readonly string[]
}

/** How long anything on a page may take. */
const timeoutMs = 10_000

/** Starts the browser that lies in the npm package: nothing is installed on the machine. */
export const startBrowser = async (): Promise<TestBrowser> => {
  // Whoever tests with a browser of theirs names it.
  const executablePath = process.env['CARILLON_TEST_BROWSER'] ?? (await chromium.executablePath())
  const folder = await mkdtemp(join(tmpdir(), 'carillon-browser-'))
  const browser: Browser = await driver.launch({
    executablePath,
    args: chromium.args.filter((arg) => !arg.startsWith('--headless')),
    headless: true,
    env: { ...process.env, HOME: folder } as Record<string, string>,
  })
  return {
    visitor: async (options) => await openVisitor(browser, options),
    async [Symbol.asyncDispose]() {
      await browser.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}

const openVisitor = async (browser: Browser, options: BrowserContextOptions = {}): Promise<Visitor> => {
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
