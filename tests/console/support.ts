import { createConsoleAdmin, linkURL, systemClock } from '@carillon/server'

import { openVisitor, startBrowser, type Visitor } from '../support/browser.ts'
import { ensureConsoleSite } from '../support/console-site.ts'
import { startSharedKit, type SharedKit } from '../support/kit.ts'
import type { TestkitOptions } from '@carillon/testkit'
import type { BrowserContextOptions, Locator, Page } from 'playwright-core'

/** A server with the console on it, the lab, and a browser. */
export interface ConsoleStage extends SharedKit {
  /** Opens a page of the browser as somebody who was never here. */
  visitor(options?: BrowserContextOptions): Promise<Visitor>
  /** Address of the console. */
  url: string
  /** A link with which somebody becomes an owner. */
  ownerLink(): Promise<string>
  /** A link that signs somebody in at once, as an owner. */
  signInLink(name: string): Promise<string>
}

/** Starts all that a test of the console's pages needs. */
export const startStage = async (options: TestkitOptions = {}): Promise<ConsoleStage> => {
  await ensureConsoleSite()
  const shared = await startSharedKit(options)
  const browser = await startBrowser()
  const people = createConsoleAdmin(shared.store, systemClock)
  const url = `${shared.kit.url}/console`
  return {
    ...shared,
    visitor: async (given) => await openVisitor(browser, given),
    url,
    ownerLink: async () => linkURL(shared.kit.url, await people.ownerLink()),
    signInLink: async (name) => linkURL(shared.kit.url, await people.signInLink(name)),
    async [Symbol.asyncDispose]() {
      await browser.close()
      await shared[Symbol.asyncDispose]()
    },
  }
}

/** Waits until a page shows a heading. */
export const expectHeading = async (page: Page, name: string | RegExp): Promise<void> => {
  await page.getByRole('heading', { level: 1, name }).waitFor()
}

/** Expects that a field is marked as wrong, and that these words stand beside it. */
export const expectBeside = async (field: Locator, words: RegExp): Promise<void> => {
  const page = field.page()
  await field.and(page.locator('[aria-invalid="true"]')).waitFor()
  const ids = ((await field.getAttribute('aria-describedby')) ?? '').split(' ')
  await page
    .locator(ids.map((id) => `[id="${id}"]`).join(', '))
    .filter({ hasText: words })
    .first()
    .waitFor()
}

/** Follows a link that signs somebody in, until the console is open. */
export const follow = async (page: Page, link: string): Promise<void> => {
  await page.goto(link)
  await page.locator('#content').waitFor()
}

/** Asks the console's API as the one who is signed in on a page. */
export interface SignedIn {
  ask(
    method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
    path: string,
    body?: unknown,
  ): Promise<{ status: number; body: Record<string, unknown> }>
}

/** Takes over the session of a page, to ask past what its forms let through. */
export const signedIn = async (page: Page): Promise<SignedIn> => {
  const origin = new URL(page.url()).origin
  const cookies = await page.context().cookies()
  const headers = { cookie: cookies.map(({ name, value }) => `${name}=${value}`).join('; ') }
  const ask = async (method: string, path: string, body: unknown, csrfToken: string) => {
    const answer = await fetch(`${origin}/console/api${path}`, {
      method,
      headers: {
        ...headers,
        'x-carillon-csrf': csrfToken,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> }
  }
  const { body: session } = await ask('GET', '/session', undefined, '')
  return { ask: async (method, path, body) => await ask(method, path, body, String(session.csrfToken)) }
}
