import { describe, expect, it } from 'vitest'

import { checkNewGroupID, checkTexts } from './check-fields.ts'

describe('texts', () => {
  it.each([
    ['groupName', 100],
    ['introduction', 400],
    ['notification', 400],
    ['faceUrl', 500],
    ['nameCard', 50],
  ] as const)('%s takes %i bytes and no more', (name, bytes) => {
    expect(checkTexts({ [name]: 'x'.repeat(bytes) })).toBeUndefined()
    expect(checkTexts({ [name]: 'x'.repeat(bytes + 1) })).toMatchObject({ code: 10004 })
    // 3 bytes each
    expect(checkTexts({ [name]: '群'.repeat(Math.floor(bytes / 3) + 1) })).toMatchObject({
      code: 10004,
      desc: expect.stringContaining(name),
    })
  })

  it.each([
    ['an empty name', { groupName: '' }],
    ['half of a surrogate pair', { introduction: '\ud800' }],
    ['U+0000', { notification: 'a\0b' }],
    ['a custom field of too long a name', { customInfo: { ['k'.repeat(17)]: 'v' } }],
    ['a custom field of too long a value', { customInfo: { k: 'v'.repeat(513) } }],
    ['a custom field without a name', { customInfo: { '': 'v' } }],
  ])('%s is refused', (_what, texts) => {
    expect(checkTexts(texts)).toMatchObject({ ok: false, code: 10004 })
  })
})

describe('the ID an app gives a group', () => {
  it.each([
    ['my group 1', 'Public', true],
    ['x'.repeat(48), 'Work', true],
    ['x'.repeat(49), 'Work', false],
    ['', 'Work', false],
    ['群', 'Work', false],
    ['@TGS#1', 'Public', false],
    ['@TGS#_1', 'Public', false],
    ['@TGS#_1', 'Community', true],
    ['@TGS#_', 'Community', false],
    ['mine', 'Community', false],
  ] as const)('%j of a %s: %s', (groupID, groupType, isGood) => {
    const problem = checkNewGroupID(groupID, groupType)
    expect(problem?.code).toBe(isGood ? undefined : 10015)
  })
})
