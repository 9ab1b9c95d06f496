import { expect, it } from 'vitest'

import { PictureURLs } from './picture-urls.ts'

const open = () => {
  const clock = { nowMs: 1_000 }
  const urls = new PictureURLs({
    urlOf: (path) => `https://chat.example${path}`,
    serverNowMs: () => clock.nowMs,
  })
  return { clock, urls }
}

const told = (fileID: string, expiresAtMs: number) => ({
  urls: [{ fileID, path: `/v1/files/${fileID}?s=${expiresAtMs}`, expiresAtMs }],
})

it('answers the newest address, until it ends', () => {
  const { clock, urls } = open()
  urls.learn(told('a', 2_000))
  urls.learn(told('a', 3_000))
  expect(urls.get('a')).toBe('https://chat.example/v1/files/a?s=3000')
  clock.nowMs = 3_000
  expect(urls.get('a')).toBeUndefined()
  expect(urls.get('b')).toBeUndefined()
})

it.each([undefined, null, 7, {}, { urls: 'x' }, { urls: [null, {}, { fileID: 'a', path: 1 }] }])(
  'takes nothing from %j',
  (data) => {
    const { urls } = open()
    urls.learn(data)
    expect(urls.get('a')).toBeUndefined()
  },
)

it('forgets those it was told longest ago', () => {
  const { urls } = open()
  for (let index = 0; index <= 3_000; index += 1) urls.learn(told(`f${index}`, 9_000))
  expect(urls.get('f0')).toBeUndefined()
  expect(urls.get('f1')).toBeDefined()
})
