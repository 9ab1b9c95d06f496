// In the bare VM there is no React Native to initialise: the conformance script says what it finds.
module.exports = new Proxy({}, { get: (_, name) => globalThis.__reactNative[name] })
