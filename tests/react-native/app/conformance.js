import { pump } from './shims.js'

import { LogLevelEnum, TencentImSDKPlugin } from '@carillon/client'
import Push, { EVENT, TimPushPlugin, parseCarillonPushFile } from '@carillon/react-native-push'

import { fakeModule } from './native.js'
import { LocalGateway } from './server.js'

const checks = []
const it = (name, check) => checks.push({ name, check })
const equal = (found, expected) => {
  const [one, other] = [JSON.stringify(found), JSON.stringify(expected)]
  if (one !== other) throw new Error(`found ${one}, expected ${other}`)
}

const gateway = new LocalGateway()
const phone = fakeModule()
// What `require('react-native')` of the plugin finds here.
globalThis.__reactNative = { TurboModuleRegistry: { get: () => phone.module } }
const sdk = TencentImSDKPlugin.v2TIMManager
const received = []
const taps = []

it('the SDK initialises and logs in', async () => {
  TencentImSDKPlugin.configure({
    server: 'wss://chat.example.com',
    platform: 'android',
    webSocket: gateway.WebSocket,
    log: () => {},
  })
  equal((await sdk.initSDK(1400000001, LogLevelEnum.V2TIM_LOG_NONE, {})).code, 0)
  equal((await sdk.login('alice', 'sig')).code, 0)
  equal(gateway.sockets[0].url, 'wss://chat.example.com/v1/socket')
})

it('the plugin registers, reports the token and takes the tap that started the app', async () => {
  phone.tap('{"a":"\u00e9"}', true)
  const push = new TimPushPlugin()
  const answer = await push.init({
    mi_buz_id: 5218,
    mi_push_app_id: 'i',
    mi_push_app_key: 'k',
    pushClickAction: ({ ext }) => taps.push(ext),
  })
  equal(answer, { code: 0, desc: '', data: true })
  equal(gateway.calls('push.setConfig'), [{ certificateID: 5218, token: 'regid-1' }])
  equal(taps, ['{"a":"\u00e9"}'])
})

it('background and foreground are reported by themselves', async () => {
  phone.emit('onAppState', 'background')
  await pump(() => gateway.calls('presence.background').length === 1)
  phone.emit('onAppState', 'active')
  await pump(() => gateway.calls('presence.foreground').length >= 1)
})

it('a new token is reported', async () => {
  phone.emit('onToken', { vendor: 'xiaomi', token: 'regid-2' })
  await pump(() => gateway.calls('push.setConfig').length === 2)
})

it('messages arrive, and are sent', async () => {
  sdk.addSimpleMsgListener({ onRecvC2CTextMessage: (...given) => received.push(given[2]) })
  gateway.sockets[0].event('message.new', {
    message: {
      msgID: 'r-1',
      seq: 1,
      sdkAppID: 1400000001,
      sender: { userID: 'bob' },
      receiver: 'alice',
      random: 1,
      timestampMs: Date.now(),
      elements: [{ type: 'text', text: 'hello' }],
    },
  })
  await pump(() => received.length === 1)
  equal(received, ['hello'])
  equal((await sdk.sendC2CTextMessage('hi', 'bob')).code, 0)
})

it("the successor's interface shares the registration", async () => {
  const clicked = []
  Push.addPushListener(EVENT.NOTIFICATION_CLICKED, (ext) => clicked.push(ext))
  phone.tap('warm')
  await pump(() => clicked.length === 1)
  equal([clicked, taps[taps.length - 1]], [['warm'], 'warm'])
})

it('a carillon-push.json is checked', async () => {
  try {
    parseCarillonPushFile('{"version":2}')
  } catch (error) {
    equal(error.code, 6017)
    return
  }
  throw new Error('it was taken')
})

it('logout', async () => {
  equal((await sdk.logout()).code, 0)
})

const runAll = async () => {
  for (const { name, check } of checks) {
    let outcome
    check().then(
      () => (outcome = `ok ${name}`),
      (error) => (outcome = `not ok ${name}: ${error?.message ?? error}\n${error?.stack ?? ''}`),
    )
    try {
      await pump(() => outcome !== undefined)
    } catch (error) {
      outcome = `not ok ${name}: ${error.message}`
    }
    print(outcome)
  }
  print(`done ${checks.length}`)
}

void runAll()
