const { createMock } = require('./create-mock.js')

module.exports = createMock(() => jest.fn())
