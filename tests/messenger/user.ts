import type { Page } from 'playwright-core'

import type { PageApp } from './page-app.ts'

/** What a person does with the messenger, by what stands on its screen. */
export class MessengerUser {
  readonly #app: PageApp

  constructor(app: PageApp) {
    this.#app = app
  }

  get page(): Page {
    return this.#app.page
  }

  find(testID: string) {
    return this.page.getByTestId(testID)
  }

  /** Pastes the line that `npm start` prints. */
  async signIn(line: object): Promise<void> {
    await this.find('paste').fill(JSON.stringify(line))
    await this.find('sign-in').click()
    await this.find('conversations').waitFor()
  }

  /** Waits for a text in an element. */
  async sees(testID: string, text: string | RegExp): Promise<void> {
    try {
      await this.find(testID).filter({ hasText: text }).first().waitFor()
    } catch (error) {
      const found = await this.page.locator('body').innerText()
      throw new Error(`${testID} did not say ${String(text)}; the screen says:\n${found}`, { cause: error })
    }
  }

  /** Waits for a text anywhere. */
  async seesText(text: string): Promise<void> {
    await this.page.getByText(text).first().waitFor()
  }

  async openChat(conversationID: string): Promise<void> {
    await this.find(`conversation ${conversationID}`).click()
    await this.find('composer').waitFor()
  }

  async back(): Promise<void> {
    await this.find('back').click()
  }

  async writes(text: string): Promise<void> {
    await this.find('composer').fill(text)
    await this.find('send').click()
  }
}
