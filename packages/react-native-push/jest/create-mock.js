const PushErrorCode = {
  OK: 0,
  NOT_LOGGED_IN: 6014,
  INVALID_PARAMETERS: 6017,
  UNSUPPORTED: 7013,
  REGISTER_FAILED: 800005,
  TOKEN_EMPTY: 800009,
  CREATE_CHANNEL_FAILED: 800013,
  NATIVE_FAILED: 800015,
  DISPOSED: 6023,
}

const EVENT = {
  MESSAGE_RECEIVED: 'message_received',
  MESSAGE_REVOKED: 'message_revoked',
  NOTIFICATION_CLICKED: 'notification_clicked',
}

const romProperties = [
  'ro.build.version.opporom',
  'ro.miui.ui.version.name',
  'ro.build.version.emui',
  'ro.build.display.id',
  'ro.vivo.os.version',
]

class PushPluginError extends Error {
  constructor(code, message) {
    super(message)
    this.name = 'PushPluginError'
    this.code = code
  }
}

/**
 * The package as a phone on which everything succeeds. Every method is a mock function of `fn`, shared
 * by all instances, so that a test finds its calls: `expect(TimPushPlugin.mock.init).toHaveBeenCalled()`.
 * `mockTap(ext)` and `mockMessage(message)` do what the phone would.
 */
const createMock = (fn) => {
  const answering = (answer) => {
    const mock = fn()
    mock.mockImplementation(answer)
    return mock
  }
  const taps = new Set()
  const listeners = new Map()
  let action

  const succeeded = async () => ({ code: 0, desc: '', data: true })
  const settings = {
    permission: 'granted',
    notifications: 'on',
    lockScreen: 'on',
    sound: 'on',
    badge: 'on',
    banner: 'on',
    doNotDisturb: 'off',
  }
  const methods = {
    init: answering(async (params) => {
      if (typeof params?.pushClickAction === 'function') action = params.pushClickAction
      return succeeded()
    }),
    uploadToken: answering(succeeded),
    clearToken: answering(succeeded),
    setPushClickAction: answering(async (given) => {
      action = given
    }),
    addTapListener: answering((listener) => {
      taps.add(listener)
      return () => taps.delete(listener)
    }),
    setConfig: answering(() => {}),
    getDevicePushConfig: answering(async () => ({
      deviceManufacturer: 'google',
      businessID: 1,
      deviceToken: 'mock-token',
    })),
    getDevicePushToken: answering(async () => 'mock-token'),
    getBuzId: answering(async () => 1),
    getDeviceManufacturer: answering(async () => 'google'),
    getOtherPushType: answering(async () => 'google'),
    setBadgeNum: answering(async () => {}),
    clearAllNotification: answering(async () => {}),
    requireNotificationPermission: answering(async () => true),
    getNotificationSettings: answering(async () => settings),
    openNotificationSettings: answering(async () => {}),
    getVoipToken: answering(async () => ''),
    createNotificationChannel: answering(async () => {}),
    selfTest: answering(async () => ({ ok: true, hops: [] })),
    dispose: answering(() => {}),
  }
  class TimPushPlugin {}
  Object.assign(TimPushPlugin.prototype, methods)
  TimPushPlugin.mock = methods
  TimPushPlugin.getBuzId = methods.getBuzId
  TimPushPlugin.getOtherPushType = methods.getOtherPushType

  const Push = {
    EVENT,
    setConfig: answering(() => {}),
    registerPush: answering((_SDKAppID, _appKey, onSuccess) => onSuccess?.('mock-token')),
    unRegisterPush: answering((onSuccess) => onSuccess?.('')),
    setRegistrationID: answering((_registrationID, callback) => callback?.()),
    getRegistrationID: answering((callback) => callback('mock-user')),
    getNotificationExtInfo: answering((callback) => callback('')),
    addPushListener: answering((name, listener) => {
      if (!listeners.has(name)) listeners.set(name, new Set())
      listeners.get(name).add(listener)
    }),
    removePushListener: answering((name, listener) => {
      if (listener === undefined) listeners.delete(name)
      else listeners.get(name)?.delete(listener)
    }),
    disablePostNotificationInForeground: answering(() => {}),
    createNotificationChannel: answering((_channel, callback) => callback?.({ code: 0, desc: '' })),
  }
  const emit = (name, data) => {
    for (const listener of listeners.get(name) ?? []) listener(data)
  }

  return {
    __esModule: true,
    default: Push,
    Push,
    EVENT,
    TimPushPlugin,
    PushErrorCode,
    PushPluginError,
    parseCarillonPushFile: answering((file) => (typeof file === 'string' ? JSON.parse(file) : file)),
    romProperties,
    /** The hook of `@carillon/react-native-push/react`. */
    useNotificationTap: (onTap) => {
      const { useEffect, useRef } = require('react')
      const latest = useRef(onTap)
      useEffect(() => {
        latest.current = onTap
      })
      useEffect(() => {
        const listener = (tap) => latest.current(tap)
        taps.add(listener)
        return () => taps.delete(listener)
      }, [])
    },
    /** The user taps a notification. */
    mockTap: (ext, tap = {}) => {
      const given = { raw: {}, ...tap, ext }
      for (const listener of taps) listener(given)
      action?.(given)
      emit(EVENT.NOTIFICATION_CLICKED, ext)
    },
    /** A push reaches the app in front. */
    mockMessage: (message = {}) =>
      emit(EVENT.MESSAGE_RECEIVED, { title: '', desc: '', ext: '', messageID: '', ...message }),
  }
}

module.exports = { createMock }
