import {
  createTencentImSDK,
  HistoryMsgGetTypeEnum,
  type TencentImSDK,
  type V2TimMessage,
} from '@carillon/client'
import { waitUntil } from '@carillon/testkit'
import fc from 'fast-check'
import { expect, it } from 'vitest'

import { useSharedKit } from '../support/use-kit.ts'
import { Cable } from './cable.ts'
import { dataOf, succeed } from './support.ts'

const shared = useSharedKit()
let runs = 0

type Step =
  | { do: 'send'; device: number }
  | { do: 'cut'; device: number }
  | { do: 'recall'; device: number; which: number }
  | { do: 'modify'; device: number; which: number }
  | { do: 'delete'; device: number; which: number }
  | { do: 'settle' }

const device = fc.nat({ max: 2 })
const which = fc.nat({ max: 9 })
const step = fc.oneof<fc.WeightedArbitrary<Step>[]>(
  { weight: 6, arbitrary: fc.record({ do: fc.constant('send' as const), device }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('cut' as const), device }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('recall' as const), device, which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('modify' as const), device, which }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('delete' as const), device, which }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('settle' as const) }) },
)

/** One device with a network that can be cut. */
class Device {
  readonly sdk: TencentImSDK
  readonly heard: V2TimMessage[] = []
  readonly revoked: string[] = []
  readonly peer: string
  readonly deleted = new Set<string>()
  readonly #cable: Cable

  constructor(platform: 'linux' | 'web', peer: string, cable: Cable) {
    this.peer = peer
    this.#cable = cable
    this.sdk = createTencentImSDK({ server: cable.url, platform, random: () => 0.02, log: () => undefined })
    this.messages.addAdvancedMsgListener({
      onRecvNewMessage: (message) => this.heard.push(message),
      onRecvMessageRevoked: (msgID) => this.revoked.push(msgID),
    })
  }

  get messages() {
    return this.sdk.v2TIMManager.getMessageManager()
  }

  cut(): void {
    this.#cable.cut()
  }

  async close(): Promise<void> {
    await this.sdk.v2TIMManager.unInitSDK()
    await this.#cable[Symbol.asyncDispose]()
  }

  /** What this device shows, oldest first. */
  async shown(): Promise<V2TimMessage[]> {
    const getType = HistoryMsgGetTypeEnum.V2TIM_GET_LOCAL_NEWER_MSG
    return dataOf(await this.messages.getHistoryMessageList(1000, getType, this.peer))
  }
}

const stateOf = ({ msgID, status, textElem }: V2TimMessage): string =>
  status === 6 ? `${msgID} recalled` : `${msgID} ${textElem?.text}`

it('three devices of two users converge, however they send, change, come and go', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
      runs += 1
      const users = [
        await shared.kit.createUser(`left${runs}`),
        await shared.kit.createUser(`right${runs}`),
      ] as const
      const [left, right] = users
      const devices = [
        new Device('linux', right.userID, await Cable.lay(shared.kit.url)),
        new Device('linux', left.userID, await Cable.lay(shared.kit.url)),
        new Device('web', left.userID, await Cable.lay(shared.kit.url)),
      ] as const
      const owners = [left, right, right] as const
      const logIn = async (
        one: Device,
        { userID, userSig }: { userID: string; userSig: string },
      ): Promise<void> => {
        succeed(await one.sdk.v2TIMManager.initSDK(shared.kit.sdkAppID, 0))
        succeed(await one.sdk.v2TIMManager.login(userID, userSig))
      }
      try {
        for (const [index, one] of devices.entries()) await logIn(one, owners[index as 0 | 1 | 2])
        let texts = 0
        const known: string[] = []
        let underWay: Promise<unknown>[] = []
        const settle = async (): Promise<void> => {
          await Promise.all(underWay)
          underWay = []
        }
        for (const next of steps) {
          if (next.do === 'settle') {
            await settle()
            continue
          }
          const one = devices[next.device as 0 | 1 | 2]
          const msgID = 'which' in next ? known[next.which % Math.max(1, known.length)] : undefined
          if (next.do === 'cut') one.cut()
          if (next.do === 'send')
            underWay.push(
              one.sdk.v2TIMManager.sendC2CTextMessage(one.peer, `text ${(texts += 1)}`).then((answer) => {
                known.push(dataOf(answer).msgID ?? '')
              }),
            )
          if (msgID === undefined) continue
          if (next.do === 'recall') underWay.push(one.messages.revokeMessage(msgID))
          if (next.do === 'modify')
            underWay.push(
              one.messages.modifyMessage({ msgID, textElem: { text: `changed ${(texts += 1)}` } }),
            )
          if (next.do === 'delete')
            underWay.push(
              one.messages.deleteMessages([msgID]).then(({ code }) => {
                if (code === 0)
                  for (const each of devices) if (each.peer === one.peer) each.deleted.add(msgID)
              }),
            )
        }
        await settle()
        // The marker comes after all before it, on every device.
        const last = dataOf(await devices[0].sdk.v2TIMManager.sendC2CTextMessage(right.userID, 'the end'))
        for (const one of [devices[1], devices[2]])
          await waitUntil('the end', () => one.heard.find(({ msgID }) => msgID === last.msgID))
        const closing = dataOf(
          await devices[1].sdk.v2TIMManager.sendC2CTextMessage(left.userID, 'the very end'),
        )
        for (const one of [devices[0], devices[2]])
          await waitUntil('the very end', () => one.heard.find(({ msgID }) => msgID === closing.msgID))

        for (const one of devices) {
          // Before the server is asked, which would mend what this device has.
          const shown = (await one.shown()).filter(({ msgID = '' }) => !one.deleted.has(msgID))
          const truth = dataOf(
            await one.messages.getHistoryMessageList(
              1000,
              HistoryMsgGetTypeEnum.V2TIM_GET_CLOUD_NEWER_MSG,
              one.peer,
            ),
          ).filter(({ msgID = '' }) => !one.deleted.has(msgID))
          expect(shown.map(stateOf)).toEqual(truth.map(stateOf))
          const ids = one.heard.map(({ msgID }) => msgID)
          expect(new Set(ids).size).toBe(ids.length)
          expect(new Set(one.revoked).size).toBe(one.revoked.length)
          const seqs = one.heard.map(({ seq }) => Number(seq))
          expect(seqs).toEqual(seqs.toSorted((a, b) => a - b))
        }
        // Both users have the same conversation, but for what each deleted for himself.
        const gone = new Set(devices.flatMap(({ deleted }) => [...deleted]))
        const [ofLeft = [], ofRight = []] = await Promise.all(
          [devices[0], devices[1]].map(async (one) =>
            (await one.shown()).filter(({ msgID = '' }) => !gone.has(msgID)).map(stateOf),
          ),
        )
        expect(ofLeft).toEqual(ofRight)
      } finally {
        for (const one of devices) await one.close()
      }
    }),
    { numRuns: 12 },
  )
}, 60_000)
