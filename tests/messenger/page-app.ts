import { readFile } from 'node:fs/promises'

import type { AppContext, AppProcess, DeliveredPush, InstalledApp, NotificationTap } from '@carillon/lab'
import type { NativeEvent } from '@carillon/react-native-push'
import { nativeOfContext, type PhoneNative } from '@carillon/testkit'
import type { Browser, BrowserContext, Page } from 'playwright-core'

import { emittedOf, moduleOf } from './native-module.ts'

/** The messenger as it is built and installed. */
export interface PageBuild {
  browser: Browser
  /** Where the page is. */
  url: string
  /** Text of the carillon-push.json in the app. */
  carillonPush: string
  os: 'android' | 'ios'
  colorScheme?: 'light' | 'dark'
}

/** How long what a test waits for may take to be on the screen. */
const waitMs = 10_000

/** A phone's screen, in points. */
const viewport = { width: 390, height: 844 }

/**
 * The messenger on a virtual phone: each life of its process is a page of a real browser, whose native
 * module is the phone's. What it stores outlives the process, as on a phone.
 */
export class PageApp implements InstalledApp, AsyncDisposable {
  readonly #build: PageBuild
  #context: Promise<BrowserContext> | undefined
  #page: Page | undefined
  /** What pages said that was wrong. */
  readonly faults: string[] = []

  constructor(build: PageBuild) {
    this.#build = build
  }

  /** The page of the running process. */
  get page(): Page {
    if (this.#page === undefined) throw new Error('the messenger is not running')
    return this.#page
  }

  async launch(context: AppContext): Promise<AppProcess> {
    const { browser, url, carillonPush, os, colorScheme = 'light' } = this.#build
    this.#context ??= browser.newContext({ viewport, deviceScaleFactor: 2, colorScheme, hasTouch: true })
    const page = await (await this.#context).newPage()
    page.setDefaultTimeout(waitMs)
    const native = nativeOfContext(context)
    const module = moduleOf(native, carillonPush)
    page.on('pageerror', (error) => this.faults.push(error.message))
    page.on('console', (line) => {
      if (line.type() === 'error') this.faults.push(line.text())
    })
    await page.exposeFunction('callNative', async (name: string, args: never[]) => {
      const method = module[name]
      if (method === undefined) throw new Error(`the native module has no ${name}`)
      return await method(...args)
    })
    const script = await readFile(new URL('phone-of-page.js', import.meta.url), 'utf8')
    await page.addInitScript(script.replace('%OS%', os))
    await page.goto(url)
    this.#page = page
    return new PageProcess(page, native)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await (await this.#context)?.close()
  }
}

class PageProcess implements AppProcess {
  readonly #page: Page
  #told: Promise<void> = Promise.resolve()

  constructor(page: Page, native: PhoneNative) {
    this.#page = page
    native.addEventListener((event) => void this.#emit(event))
  }

  onForeground(): Promise<void> {
    return this.#emit({ type: 'app-state', state: 'active' })
  }

  onBackground(): Promise<void> {
    return this.#emit({ type: 'app-state', state: 'background' })
  }

  onNotificationTapped(_tap: NotificationTap): false {
    void this.#emit({ type: 'tap' })
    // It stays in the phone's queue, from which the plugin takes it.
    return false
  }

  onPushWhileForeground(push: DeliveredPush): void {
    const raw = Object.fromEntries(Object.entries(push).filter(([, value]) => typeof value !== 'function'))
    void this.#emit({
      type: 'message',
      message: {
        vendor: push.vendor,
        isShown: false,
        raw: push.vendor === 'apns' ? { ...push.payload } : raw,
      },
    })
  }

  async onKilled(): Promise<void> {
    await this.#told
    await this.#page.close()
  }

  /** Tells the page, in the order things happened. */
  #emit(event: NativeEvent): Promise<void> {
    this.#told = this.#told.then(async () => {
      if (this.#page.isClosed()) return
      await this.#page.evaluate(
        (emitted) =>
          (globalThis as unknown as { emitFromPhone(given: unknown): void }).emitFromPhone(emitted),
        emittedOf(event),
      )
    })
    return this.#told
  }
}
