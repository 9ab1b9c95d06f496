import { reasons, type SelfTestResult } from '@carillon/protocol'

import { loggedInUser, type PushChat } from '../chat.ts'
import { messageOf, PushErrorCode } from '../errors.ts'
import type { NativeCarillonPush } from '../native/spec.ts'
import type { PushSession } from '../session/push-session.ts'
import type { Timer } from '../timer.ts'
import { waitForEcho } from './arrival.ts'
import { channelHop, failedHop, passed, permissionHop, switchHop, vendorHop } from './phone-hops.ts'
import type { SelfTestHop, SelfTestHopName, SelfTestOptions, SelfTestReport } from './types.ts'

const arrivalTimeoutMs = 30_000

/** What a self test is made from. */
export interface SelfTestParts {
  native: NativeCarillonPush
  chat: PushChat
  session: PushSession
  timer: Timer
}

/** Goes the way of a push hop by hop and stops at the first that fails. Never rejects. */
export const runSelfTest = async (
  parts: SelfTestParts,
  options: SelfTestOptions = {},
): Promise<SelfTestReport> => {
  const hops: SelfTestHop[] = []
  const state: { msgID?: string } = {}
  for (const [name, hop] of hopsOf(parts, options, state)) {
    const result = await hop().catch((error: unknown) =>
      failedHop(
        name,
        messageOf(error),
        'This is the phone’s or the plugin’s own failure: look at the words.',
      ),
    )
    hops.push(result)
    if (!result.ok) return { ok: false, failed: result, hops, ...state }
  }
  return { ok: true, hops, ...state }
}

type Hops = [SelfTestHopName, () => Promise<SelfTestHop>][]

const hopsOf = (
  { native, chat, session, timer }: SelfTestParts,
  options: SelfTestOptions,
  state: { msgID?: string },
): Hops => {
  const mark = Math.floor(timer.random() * 36 ** 6)
    .toString(36)
    .toUpperCase()
    .padStart(6, '0')
  const title = `Push test ${mark}`
  const ext = JSON.stringify({ carillonSelfTest: mark })
  const echo = waitForEcho.bind(undefined, native, timer, { title, ext })
  let waiting: ReturnType<typeof echo> | undefined
  let answer: Awaited<ReturnType<PushSession['uploadToken']>> | undefined
  let vendor = ''
  return [
    ['login', () => loginHop(chat)],
    [
      'vendor',
      async () => {
        const chosen = await session.chosenVendor()
        if (chosen === undefined) {
          return failedHop(
            'vendor',
            'None of the certificates is for this phone.',
            'Give init the certificate ID of this phone’s maker, or google_buz_id.',
          )
        }
        vendor = chosen
        return vendorHop(vendor, (await native.getDeviceInfo()).vendors)
      },
    ],
    ['permission', async () => permissionHop(native, await native.getNotificationSettings())],
    ['switch', async () => switchHop(await native.getNotificationSettings())],
    ['channel', async () => channelHop(vendor, await native.getNotificationChannels(), options.channelID)],
    [
      'token',
      async () => {
        answer = await session.uploadToken(undefined)
        const isOfVendor = (
          [PushErrorCode.REGISTER_FAILED, PushErrorCode.TOKEN_EMPTY, PushErrorCode.NATIVE_FAILED] as number[]
        ).includes(answer.code)
        return isOfVendor
          ? failedHop(
              'token',
              answer.desc,
              'Check the vendor’s IDs and keys in the app, its files and its signature: npx carillon-push doctor.',
            )
          : passed('token', `${vendor} gave a token.`)
      },
    ],
    [
      'registration',
      async () =>
        answer?.code === 0
          ? passed('registration', `The server has the token, for certificate ${session.certificateID}.`)
          : failedHop(
              'registration',
              answer?.desc ?? '',
              'The certificate ID must be one of this app on this server: carillon cert list.',
            ),
    ],
    [
      'echo',
      async () => {
        waiting = echo()
        const { hop, msgID } = await echoHop(chat, { title, desc: `Sent through ${vendor}.`, ext })
        if (msgID !== undefined) state.msgID = msgID
        if (!hop.ok) waiting.end()
        return hop
      },
    ],
    [
      'arrival',
      async () => {
        try {
          const arrival = await waiting?.arrived(options.arrivalTimeoutMs ?? arrivalTimeoutMs)
          return arrival === undefined
            ? failedHop(
                'arrival',
                `${vendor} took the notification, and this phone has not seen it.`,
                `Look at ${state.msgID ?? 'its message'} with carillon why; at the quota and class of messages on the vendor’s platform; at battery saving for this app. In front, some vendors show nothing and tell nothing: lock the phone within the time.`,
              )
            : passed('arrival', `It arrived: ${arrival}.`)
        } finally {
          waiting?.end()
        }
      },
    ],
  ]
}

const loginHop = async (chat: PushChat): Promise<SelfTestHop> =>
  (await loggedInUser(chat)) === undefined
    ? failedHop('login', 'Nobody is logged in.', 'Log in to the chat first.')
    : passed('login', 'Logged in.')

const echoHop = async (
  chat: PushChat,
  test: { title: string; desc: string; ext: string },
): Promise<{ hop: SelfTestHop; msgID?: string }> => {
  const push = chat.getOfflinePushManager()
  if (push.selfTest === undefined) {
    return { hop: failedHop('echo', 'The chat SDK cannot ask for a test.', 'Update @carillon/client.') }
  }
  const { code, desc, data } = await push.selfTest(test)
  if (code !== 0 || data === undefined) {
    return {
      hop: failedHop(
        'echo',
        `${code} ${desc}`,
        code === 9506 ? 'Wait ten seconds.' : 'The server did not take the test: look at its words.',
      ),
    }
  }
  return { hop: hopOfResult(data), msgID: data.msgID }
}

const hopOfResult = ({ stage, reason, vendor, vendorWords }: SelfTestResult): SelfTestHop => {
  if (stage === 'accepted') return passed('echo', `${vendor ?? 'The vendor'} took the notification.`)
  const { meaning, remedy } = reasons[reason]
  const words =
    vendorWords === undefined
      ? ''
      : ` The vendor says: ${vendorWords.code} ${vendorWords.text ?? ''}`.trimEnd()
  return failedHop(
    'echo',
    `${meaning}${words} [${reason}]`,
    remedy || 'Look at the story of the message: carillon why.',
  )
}
