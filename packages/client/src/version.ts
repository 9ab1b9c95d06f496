/** What `getVersion` answers and the server is told. The same as in package.json; a test compares them. */
export const sdkVersion = '0.0.0'
