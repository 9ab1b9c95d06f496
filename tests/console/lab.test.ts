import { LabDesk } from '@carillon/testkit'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

import { expectAccessible } from '../support/accessible.ts'
import { expectHeading, startStage, type ConsoleStage } from './support.ts'

const desk = new LabDesk()
let stage: ConsoleStage

beforeAll(async () => {
  stage = await startStage({ vendors: ['xiaomi'], receipts: true, parts: { lab: desk } })
  const { kit } = stage
  const client = await kit.logIn(await kit.createUser('mina', 'Mina'))
  const user = await kit.createUser('user-xiaomi')
  const phone = await kit.createPhone({ vendor: 'xiaomi', user })
  desk.open({
    kit,
    desktops: [{ client, nickName: 'Mina' }],
    phones: [{ phone, userID: user.userID }],
  })
}, 60_000)
afterAll(async () => {
  await desk[Symbol.asyncDispose]()
  await stage[Symbol.asyncDispose]()
})

describe('the lab in the console', () => {
  it('rings a phone, opens the message by the tap, and tells why it does not ring', async () => {
    await using visitor = await stage.visitor()
    const { page, faults } = visitor
    const button = (name: string | RegExp) => page.getByRole('button', { name, exact: true })
    const story = page.getByRole('region', { name: 'Push story' })
    const send = async (text: string): Promise<void> => {
      await page.getByLabel('Text').fill(text)
      await button('Send').click()
    }
    const notification = (text: string) => button(`Tap the notification of Xiaomi 15: Mina ${text}`)

    await page.goto(await stage.signInLink('Olive'))
    await expectHeading(page, 'Lab')
    const phone = page.getByRole('group', { name: 'Xiaomi 15', exact: true })
    await phone.getByText('App open').waitFor()

    // It rings: on the screen, in the live region, with a badge; and the tap opens the message.
    await button('Kill: Xiaomi 15').click()
    await phone.getByText('App killed').waitFor()
    await send('Dinner at seven?')
    await notification('Dinner at seven?').waitFor()
    await page
      .getByRole('status')
      .filter({ hasText: 'New notification on Xiaomi 15: Mina: Dinner at seven?' })
      .waitFor({ state: 'attached' })
    await button('Messenger on Xiaomi 15, 1 unread').waitFor()
    await story.getByText('vendor-accepted').waitFor()
    await notification('Dinner at seven?').click()
    await page.getByRole('log', { name: 'Chat on Xiaomi 15' }).getByText('Dinner at seven?').waitFor()
    await phone.getByText('App open').waitFor()
    await story.getByText('Tapped').first().waitFor()

    // The phone's owner answers, as the app does.
    await page.getByLabel('Reply from Xiaomi 15').fill('With pleasure')
    await page.getByLabel('Reply from Xiaomi 15').press('Enter')
    await page.getByRole('log', { name: 'Chat on Xiaomi 15' }).getByText('With pleasure').waitFor()

    // The vendor is down: the reason in the story; it works again: the same message rings.
    await button('Lock: Xiaomi 15').click()
    await phone.getByText('Screen locked').waitFor()
    await page.getByLabel('Push service: Xiaomi').selectOption('503 Service Unavailable')
    await expect.poll(() => desk.view().phones[0]?.fault).toBe('unavailable')
    await send('Are you there?')
    await story.getByText('503').first().waitFor()
    expect(await notification('Are you there?').count()).toBe(0)
    await page.getByLabel('Push service: Xiaomi').selectOption('Works')
    await notification('Are you there?').waitFor()
    await story.getByText('vendor-accepted').waitFor()

    // A switch of the phone: the vendor took it, the phone says why nothing is seen.
    await button('Switches: Xiaomi 15').click()
    await page.getByRole('switch', { name: 'Notifications allowed' }).click({ force: true })
    await expect.poll(() => desk.view().phones[0]?.switches.notificationsAllowed).toBe(false)
    await page.keyboard.press('Escape')
    await send('Still there?')
    await phone.getByText('a switch of the phone is off').waitFor()
    expect(await notification('Still there?').count()).toBe(0)
    await expectAccessible(page)
    expect(faults).toEqual([])
  }, 30_000)

  it('is nothing a page of somebody who is not signed in is given', async () => {
    const answer = await fetch(`${stage.url}/api/lab`)
    expect([answer.status, await answer.json()]).toMatchObject([401, { code: 'CRL_CONSOLE_SIGNED_OUT' }])
  })
})
