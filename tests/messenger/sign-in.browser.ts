import type { DesktopClient, Testkit } from '@carillon/testkit'
import { afterAll, beforeAll, expect, it } from 'vitest'

import { isRegistered, startLane, type MessengerLane } from './lane.ts'

let lane: MessengerLane
let kit: Testkit
let bob: DesktopClient

beforeAll(async () => {
  lane = await startLane()
  kit = lane.kit
  bob = lane.bob
}, 60_000)
afterAll(async () => await lane?.[Symbol.asyncDispose]())

it('tells of a wrong UserSig what the server says', async () => {
  await using ann = await lane.openMessenger('wrong-sig')
  await ann.ui.find('paste').fill(JSON.stringify({ ...ann.line, userSig: 'eJw-not-a-signature' }))
  await ann.ui.find('sign-in').click()
  await ann.ui.sees('sign-in-problem', /\(\d+\)/)
})

it('takes a sign-in line in every form it comes in', async () => {
  await using ann = await lane.openMessenger('paster')
  const { ui } = ann
  const sig = `eJw${'x-Y_*'.repeat(12)}`
  const before = ['ws://127.0.0.1:8480', '', '', '']
  const cases: readonly [pasted: string, fields: readonly string[]][] = [
    ['nonsense', before],
    ['{"userID":', before],
    [sig, ['ws://127.0.0.1:8480', '', '', sig]],
    [
      `{"sdkAppID":1400000009,"userID":"ann","userSig":"${sig}"}`,
      ['ws://127.0.0.1:8480', '1400000009', 'ann', sig],
    ],
    [
      `https://example.com/#server=wss%3A%2F%2Fchat.example.com&sdkAppID=7&userID=b%20c&userSig=${sig}`,
      ['wss://chat.example.com', '7', 'b c', sig],
    ],
  ]
  for (const [pasted, fields] of cases) {
    await ui.page.reload()
    await ui.find('paste').fill(pasted)
    const shown = ['server', 'sdkAppID', 'userID', 'userSig'].map((name) => ui.find(name).inputValue())
    expect(await Promise.all(shown)).toEqual(fields)
  }
  await ui.page.reload()
  await ui.find('sign-in').click()
  await ui.sees('sign-in-problem', 'Fill in all four fields.')
})

it('stays quiet after signing out, and is signed in again after a restart until then', async () => {
  await using ann = await lane.openMessenger('restarts')
  await ann.ui.signIn(ann.line)
  await isRegistered(ann)
  await ann.phone.kill()
  await ann.phone.launch()
  await ann.ui.find('open-settings').click()
  await ann.ui.find('sign-out').click()
  await ann.ui.find('sign-in').waitFor()
  const { msgID = '' } = await bob.sendText('restarts', 'for nobody')
  const story = await kit.finishedStory(msgID)
  expect(story.devices.every(({ state }) => state === 'suppressed')).toBe(true)
  expect(ann.phone.notifications).toEqual([])
  await ann.ui.signIn(ann.line)
  await ann.ui.sees('conversation c2c_bob', 'for nobody')
})

it('says when another phone took over', async () => {
  await using ann = await lane.openMessenger('twice')
  await ann.ui.signIn(ann.line)
  await kit.logIn(ann.user, 'android')
  await ann.ui.sees('sign-in-problem', 'You signed in on another phone.')
})
