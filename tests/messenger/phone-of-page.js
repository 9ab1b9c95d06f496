// Runs in the page before the app: makes the page stand in for a phone. `callNative` is given by the test.
;(() => {
  const emitters = {}
  const listenTo = (emitter) => (listener) => {
    const listeners = (emitters[emitter] ??= new Set())
    listeners.add(listener)
    return { remove: () => listeners.delete(listener) }
  }
  const appState = {
    currentState: 'active',
    addEventListener: (_change, listener) => listenTo('onAppState')(listener),
  }
  // The phone's gallery: a file chooser, which gives the test's picture.
  const imagePicker = {
    launchImageLibrary(_options, picked) {
      const input = document.createElement('input')
      input.type = 'file'
      input.onchange = () => picked({ assets: [{ uri: URL.createObjectURL(input.files[0]) }] })
      input.click()
    },
  }
  const module = new Proxy(
    {},
    {
      get: (_target, name) =>
        name.startsWith('on') ? listenTo(name) : (...args) => globalThis.callNative(name, args),
    },
  )
  globalThis.emitFromPhone = ({ emitter, value }) => {
    if (emitter === 'onAppState') appState.currentState = value
    for (const listener of emitters[emitter] ?? []) listener(value)
  }
  globalThis.phoneOfPage = {
    os: '%OS%',
    appState,
    modules: { CarillonPush: module, ImagePicker: imagePicker },
  }
})()
