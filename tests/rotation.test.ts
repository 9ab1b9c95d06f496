import type { LoggedRequest } from '@carillon/lab'
import { waitUntil, type DesktopClient, type Testkit, type TestPhone } from '@carillon/testkit'
import { beforeAll, describe, expect, it } from 'vitest'

import { useSharedKit } from './support/use-kit.ts'

const shared = useSharedKit()
let kit: Testkit
let sender: DesktopClient

beforeAll(async () => {
  kit = shared.kit
  sender = await kit.logIn(await kit.createUser('ann', 'Ann'))
})

const reasonOf = async (msgID = ''): Promise<string | undefined> =>
  (await kit.finishedStory(msgID)).devices[0]?.reason

const rotate = async (vendor: 'fcm' | 'apns'): Promise<void> => {
  const fields = await kit.freshCredential(vendor)
  await kit.admin(async (admin) => {
    await admin.updateCertificate(kit.certificateID(vendor), { fields })
  })
}

/** What a push proves its right with: an access token, a provider token or a client certificate. */
const proofOf = (request: LoggedRequest | undefined): string | undefined =>
  request?.headers['authorization'] ?? request?.clientFingerprint

describe.each(['fcm', 'apns'] as const)('%s', (vendor) => {
  let phone: TestPhone
  let userID: string
  beforeAll(async () => {
    const user = await kit.createUser(`rotate-${vendor}`)
    userID = user.userID
    phone = await kit.createPhone({ vendor, user })
    await phone.kill()
  })

  const sends = (): readonly LoggedRequest[] => kit.lab[vendor].requests.filter(({ kind }) => kind === 'send')
  /** Sends a message; the proof its push came with. */
  const push = async (text: string): Promise<string | undefined> => {
    const before = sends().length
    const { msgID } = await sender.sendText(userID, text)
    expect(await reasonOf(msgID)).toBe('vendor-accepted')
    return proofOf(sends()[before])
  }

  it('a running server pushes with the changed credential, and what is on its way with the old one arrives', async () => {
    const oldProof = await push('with the old credential')
    const oldConnection = sends().at(-1)?.connectionID

    kit.lab[vendor].faults.set('slow', { delayMs: 1_000, times: 1 })
    const sentBefore = sends().length
    const slow = await sender.sendText(userID, 'on its way')
    await waitUntil('the slow push', () => sends().length > sentBefore)
    const slowPush = sends()[sentBefore]
    await rotate(vendor)

    const proofs: (string | undefined)[] = []
    // The server hears of the change a moment after it is stored.
    await waitUntil('a push with the new credential', async () => {
      proofs.push(await push(`rotated ${proofs.length}`))
      return proofs.at(-1) !== oldProof
    })
    for (let more = 0; more < 3; more += 1) proofs.push(await push(`more ${more}`))
    expect(new Set(proofs.slice(-4)).size).toBe(1)
    expect(proofs.slice(-4)).not.toContain(oldProof)
    expect(proofOf(slowPush)).toBe(oldProof)
    expect(await reasonOf(slow.msgID)).toBe('vendor-accepted')
    expect(phone.notifications.map(({ body }) => body)).toContain('on its way')
    // Apple's connections belong to a credential; Google's do not.
    if (vendor === 'apns') expect(sends().at(-1)?.connectionID).not.toBe(oldConnection)
    else expect(sends().at(-1)?.connectionID).toBe(oldConnection)
  })

  it('and again with the next one', async () => {
    const oldProof = await push('before')
    const oldConnection = sends().at(-1)?.connectionID
    await rotate(vendor)
    await waitUntil('a push with the new credential', async () => (await push('after')) !== oldProof)
    expect(sends().at(-1)?.connectionID === oldConnection).toBe(vendor === 'fcm')
  })
})
