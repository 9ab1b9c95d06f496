import { describe, expect, it } from 'vitest'

import { rivalPlatforms } from './login-policy.ts'

describe('a new login', () => {
  it.each([
    ['one-per-platform', 'android', ['android']],
    ['one-per-platform', 'web', ['web']],
    ['mobile-and-desktop', 'android', ['android', 'ios', 'ipad', 'harmony']],
    ['mobile-and-desktop', 'ipad', ['android', 'ios', 'ipad', 'harmony']],
    ['mobile-and-desktop', 'mac', ['web', 'windows', 'mac', 'linux']],
    ['one-device', 'ios', ['android', 'ios', 'ipad', 'harmony', 'web', 'windows', 'mac', 'linux']],
    ['any-number', 'ios', []],
  ] as const)('with policy %s on %s kicks %j', (policy, platform, rivals) => {
    expect(rivalPlatforms(policy, platform)).toEqual(rivals)
  })
})
