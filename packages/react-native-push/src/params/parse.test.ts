import { describe, expect, it } from 'vitest'

import { credentialsFor, parseAppInfo, parseInitParams } from './parse.ts'

describe('both spellings mean the same', () => {
  it.each([
    [{ mi_buz_id: 5218, mi_push_app_id: 'i', mi_push_app_key: 'k' }, 'mi', { appID: 'i', appKey: 'k' }],
    [{ mi_buz_id: 5218, mi_app_id: 'i', mi_app_key: 'k' }, 'mi', { appID: 'i', appKey: 'k' }],
    [{ mz_buz_id: 5218, mz_push_app_id: 'i', mz_app_key: 'k' }, 'mz', { appID: 'i', appKey: 'k' }],
    [
      { oppo_buz_id: 5218, oppo_app_id: 'i', oppo_push_app_key: 'k', oppo_app_secret: 's' },
      'oppo',
      { appID: 'i', appKey: 'k', appSecret: 's' },
    ],
    [{ vivo_buz_id: 5218, vivo_push_app_id: 'i' }, 'vivo', { appID: 'i' }],
    [{ hw_buz_id: 5218 }, 'hw', {}],
    [{ honor_buz_id: 5218 }, 'honor', {}],
    [{ google_buz_id: '5218' }, 'google', {}],
    [{ apple_buz_id: 5218 }, 'apple', {}],
  ] as const)('%o', (params, maker, credentials) => {
    const config = parseAppInfo(params)
    expect(config.certificateIDs).toEqual({ [maker]: 5218 })
    expect(credentialsFor(config, maker)).toEqual(credentials)
  })

  it('may both be given with the same value', () => {
    expect(parseAppInfo({ mi_buz_id: 1, mi_app_id: 'i', mi_push_app_id: 'i' }).credentials.mi?.appID).toBe(
      'i',
    )
  })
})

it("takes the sibling plugin's form", () => {
  const pushClickAction = (): void => {}
  expect(parseInitParams({ pushClickAction, appInfo: { google_buz_id: 7 } })).toEqual({
    config: { certificateIDs: { google: 7 }, credentials: {} },
    pushClickAction,
  })
})

it('takes no notice of empty values and names that are not about push', () => {
  expect(
    parseAppInfo({ google_buz_id: 7, mi_buz_id: 0, oppo_buz_id: '', hw_buz_id: null, theme: 'x' }),
  ).toEqual({
    certificateIDs: { google: 7 },
    credentials: {},
  })
})

describe('names what is wrong', () => {
  it.each([
    [undefined, /init must be given an object/],
    ['abc', /init must be given an object.*"abc"/],
    [{ appInfo: [] }, /appInfo must be given an object.*an array/],
    [{ google_buz_id: 7, pushClickAction: 'open' }, /pushClickAction must be a function/],
    [{}, /at least one of apple_buz_id, google_buz_id/],
    [{ mi_buz_id: 0 }, /at least one of/],
    [{ mi_buz_id: -1 }, /mi_buz_id must be a certificate ID.*-1/],
    [{ mi_buz_id: 1.5 }, /mi_buz_id must be a certificate ID/],
    [{ mi_buz_id: '12a' }, /mi_buz_id must be a certificate ID/],
    [{ mi_buz_id: 2 ** 31 }, /mi_buz_id must be a certificate ID/],
    [{ mi_buz_id: true }, /mi_buz_id must be a certificate ID.*true/],
    [{ mi_buz_id: 1, mi_app_id: 5 }, /mi_app_id must be a string.*5/],
    [{ mi_buz_id: 1, mi_app_key: 'x'.repeat(1025) }, /mi_app_key must be at most 1024.*"xxxx…"/],
    [{ mi_buz_id: 1, mi_app_id: 'a', mi_push_app_id: 'b' }, /mi_push_app_id differs from mi_app_id/],
    [{ mi_buzid: 1, google_buz_id: 7 }, /mi_buzid is not a parameter.*mi_buz_id/],
  ])('%o', (params, message) => {
    expect(() => parseInitParams(params)).toThrow(
      expect.objectContaining({ code: 6017, message: expect.stringMatching(message) as string }) as Error,
    )
  })

  it.each([
    ['mi', { mi_app_id: 'i' }, /mi_push_app_key is missing/],
    ['mz', { mz_app_key: 'k' }, /mz_push_app_id is missing/],
    ['oppo', { oppo_app_id: 'i', oppo_app_key: 'k' }, /oppo_push_app_secret is missing/],
  ] as const)('credentials of %s', (maker, params, message) => {
    expect(() => credentialsFor(parseAppInfo({ [`${maker}_buz_id`]: 1, ...params }), maker)).toThrow(message)
  })
})
