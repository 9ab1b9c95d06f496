import { describe, expect, it } from 'vitest'

import { socketUrl } from './options.ts'
import { detectPlatform } from './platform/detect.ts'

describe('socketUrl', () => {
  it.each([
    ['ws://127.0.0.1:8480', 'ws://127.0.0.1:8480/v1/socket'],
    ['http://127.0.0.1:8480/', 'ws://127.0.0.1:8480/v1/socket'],
    ['https://chat.example.com', 'wss://chat.example.com/v1/socket'],
    ['WSS://chat.example.com/carillon//', 'wss://chat.example.com/carillon/v1/socket'],
    ['wss://chat.example.com/v1/socket', 'wss://chat.example.com/v1/socket'],
    ['  http://[::1]:8480 ', 'ws://[::1]:8480/v1/socket'],
    ['chat.example.com', undefined],
    ['ftp://chat.example.com', undefined],
    ['https://chat.example.com?x=1', undefined],
    ['https://user:secret@chat.example.com', undefined],
    ['https://', undefined],
    [5, undefined],
  ])('%j → %s', (server, expected) => {
    expect(socketUrl(server)).toBe(expected)
  })
})

describe('detectPlatform', () => {
  it.each([
    ['React Native', { navigator: { product: 'ReactNative' } }, undefined],
    ['a page', { document: {}, navigator: { product: 'Gecko', platform: 'Win32' } }, 'web'],
    ['Node on Linux', { navigator: { platform: 'linux' } }, 'linux'],
    ['Node on a Mac', { navigator: { platform: 'MacIntel' } }, 'mac'],
    ['Node on Windows', { navigator: { platform: 'Win32' } }, 'windows'],
    ['something without a navigator', {}, 'linux'],
  ])('%s → %s', (_, from, expected) => {
    expect(detectPlatform(from)).toBe(expected)
  })
})
