import { pump } from './shims.js'

// Under the originals' names, as an app that moves over: the plugin then brings a second copy of the SDK.
import { LogLevelEnum, TencentImSDKPlugin } from 'react-native-tim-js'
import Push, { EVENT, TimPushPlugin, parseCarillonPushFile } from 'react-native-tim-push'

import { fakeModule } from './native.js'
import { LocalGateway } from './server.js'

const checks = []
const it = (name, check) => checks.push({ name, check })
const equal = (found, expected) => {
  const [one, other] = [JSON.stringify(found), JSON.stringify(expected)]
  if (one !== other) throw new Error(`found ${one}, expected ${other}`)
}

const recordOf = (seq, text) => ({
  msgID: `r-${seq}`,
  seq,
  sdkAppID: 1400000001,
  sender: { userID: 'bob' },
  receiver: 'alice',
  random: seq,
  timestampMs: Date.now(),
  elements: [{ type: 'text', text }],
})

const gateway = new LocalGateway()
const phone = fakeModule()
const state = {
  version: 1,
  receiveOption: 0,
  readSeq: 0,
  firstSeq: 0,
  unlistedSeq: 0,
  marks: [],
  customData: '',
  groups: [],
  mentions: [],
  isListed: true,
}
const conversation = (lastSeq) => ({
  ...state,
  conversationID: 'c2c_bob',
  lastSeq,
  lastTimeMs: Date.now(),
  unreadCount: 2,
  name: 'Bob',
  lastMessage: recordOf(lastSeq, 'the last'),
})
gateway.answers['conversation.list'] = () => ({ conversations: [conversation(7)], groupNames: [] })
gateway.answers['conversation.get'] = () => ({ conversations: [conversation(8)] })
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

it("PushKit's token is bound beside the other", async () => {
  equal((await sdk.getOfflinePushManager().setVOIP(10003, 'calls')).code, 0)
  equal(gateway.calls('push.setConfig').pop(), { certificateID: 10003, token: 'calls', isVoIP: true })
})

it('messages arrive, and are sent', async () => {
  sdk.addSimpleMsgListener({ onRecvC2CTextMessage: (...given) => received.push(given[2]) })
  gateway.sockets[0].event('message.new', {
    message: recordOf(1, 'hello'),
  })
  await pump(() => received.length === 1)
  equal(received, ['hello'])
  equal((await sdk.sendC2CTextMessage('hi', 'bob')).code, 0)
})

it('a text is created, sent and comes back as sent', async () => {
  const messages = sdk.getMessageManager()
  gateway.answers['message.send'] = () => ({ msgID: 'm-2', seq: 2, timestampMs: Date.now() })
  const created = await messages.createTextMessage('h\u00e9llo \ud83d\udc4d')
  equal([created.code, created.data.messageInfo.status], [0, 1])
  const sent = await messages.sendMessage({ id: created.data.id, receiver: 'bob', groupID: '' })
  equal([sent.code, sent.data.msgID, sent.data.status], [0, 'm-2', 2])
  equal(gateway.calls('message.send').pop().elements, [{ type: 'text', text: 'h\u00e9llo \ud83d\udc4d' }])
})

it('history is read newest first, and a recall is told', async () => {
  const records = [7, 6].map((seq) => recordOf(seq, `text ${seq}`))
  gateway.answers['message.history'] = () => ({
    messages: records,
    isFinished: true,
    nextSeq: 0,
    readSeq: 7,
  })
  const history = await sdk.getMessageManager().getC2CHistoryMessageList('bob', 2)
  equal(
    history.data.map(({ msgID, textElem }) => [msgID, textElem.text]),
    [
      ['r-7', 'text 7'],
      ['r-6', 'text 6'],
    ],
  )
  equal((await sdk.getMessageManager().revokeMessage('m-2')).code, 0)
  equal(gateway.calls('message.recall'), [{ msgID: 'm-2' }])
})

it('the list of conversations is read, and follows what arrives', async () => {
  const changed = []
  const conversations = sdk.getConversationManager()
  conversations.addConversationListener({ onConversationChanged: (list) => changed.push(...list) })
  const { code, data } = await conversations.getConversationList(10, '0')
  const bob = data.conversationList.find(({ conversationID }) => conversationID === 'c2c_bob')
  equal([code, bob.showName, bob.type], [0, 'Bob', 1])
  gateway.sockets[0].event('message.new', { message: recordOf(8, 'news') })
  await pump(() => changed.some(({ lastMessage }) => lastMessage?.textElem?.text === 'news'))
})

it('a group is made, and its messages arrive', async () => {
  gateway.answers['group.create'] = () => ({ groupID: '@TGS#choir' })
  const made = await sdk.getGroupManager().createGroup({
    groupType: 'Work',
    groupName: 'Choir',
    memberList: [{ userID: 'bob', role: 200 }],
  })
  equal([made.code, made.data], [0, '@TGS#choir'])
  equal(gateway.calls('group.create')[0].members, [{ userID: 'bob', role: 200 }])
  const texts = []
  sdk.getMessageManager().addAdvancedMsgListener({
    onRecvNewMessage: ({ groupID, textElem }) => texts.push([groupID, textElem.text]),
  })
  gateway.sockets[0].event('message.new', {
    message: { ...recordOf(1, 'six o\u2019clock'), msgID: 'g-1', groupID: '@TGS#choir', receiver: undefined },
  })
  await pump(() => texts.length === 1)
  equal(texts, [['@TGS#choir', 'six o\u2019clock']])
})

it('the push story of a message is read', async () => {
  const story = { msgID: 'm-2', sentAtMs: 1, devices: [], hasMore: false }
  gateway.answers['push.story'] = () => story
  equal((await sdk.getOfflinePushManager().getPushStory('m-2')).data, story)
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
