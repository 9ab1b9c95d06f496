const { createMock } = require('./create-mock.js')

/** Outside jest the methods answer the same, but count nothing. */
const plainFunction = () => {
  let implementation
  const mock = (...given) => implementation?.(...given)
  mock.mockImplementation = (given) => {
    implementation = given
    return mock
  }
  return mock
}

module.exports = createMock(() => (typeof jest === 'undefined' ? plainFunction() : jest.fn()))
