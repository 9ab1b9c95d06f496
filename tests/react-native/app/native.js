/** A native module in the form the TurboModule bridge gives it. */
export const fakeModule = () => {
  const handlers = {}
  const taps = []
  const emitter = (name) => (handler) => {
    ;(handlers[name] ??= new Set()).add(handler)
    return { remove: () => handlers[name].delete(handler) }
  }
  const emit = (name, value) => handlers[name]?.forEach((handler) => handler(value))
  return {
    emit,
    tap(ext, coldStart = false) {
      taps.push({
        tapID: `t${Math.random()}`,
        vendor: 'xiaomi',
        coldStart,
        rawJson: JSON.stringify({ extra: { ext } }),
      })
      emit('onTap')
    },
    module: {
      getDeviceInfo: async () => ({
        system: 'android',
        manufacturer: 'Xiaomi',
        apsEnvironment: '',
        systemProperties: [],
        vendors: [{ vendor: 'xiaomi', isLinked: true, isSupported: true, reason: '' }],
      }),
      registerPush: async () => 'regid-1',
      takeTaps: async () => taps.splice(0),
      getAppState: async () => 'active',
      getAppConfig: async () => '',
      setBadgeNum: async () => {},
      onToken: emitter('onToken'),
      onRegistrationFailed: emitter('onRegistrationFailed'),
      onVoipToken: emitter('onVoipToken'),
      onTap: emitter('onTap'),
      onAppState: emitter('onAppState'),
      onMessage: emitter('onMessage'),
      onMessageRevoked: emitter('onMessageRevoked'),
    },
  }
}
