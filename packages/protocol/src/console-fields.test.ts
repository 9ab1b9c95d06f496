import { describe, expect, it } from 'vitest'

import { problemOfAddress, problemsOfAccount, problemsOfGroup } from './console-fields.ts'

describe('an account that is entered', () => {
  it.each<[string, Partial<{ userID: string; nickName: string; faceUrl: string }>, string[]]>([
    ['is fine with an ID alone', {}, []],
    ['may have a name of any language, and a smile', { nickName: '김민아 <3 & "co"' }, []],
    ['needs an ID', { userID: '' }, ['userID missing']],
    ['has an ID of ASCII', { userID: '民' }, ['userID no-user-id']],
    ['has an ID of 32 bytes', { userID: 'x'.repeat(33) }, ['userID no-user-id']],
    ['has an ID without spaces at its ends', { userID: 'bob ' }, ['userID no-user-id']],
    ['has a name of one line', { nickName: 'a\nb' }, ['nickName no-text']],
    ['has a name without scripts', { nickName: '<script>alert(1)</script>' }, ['nickName markup']],
    ['has a name without pictures', { nickName: 'x<IMG src=x onerror=y>' }, ['nickName markup']],
    ['has a name of 500 bytes', { nickName: '민'.repeat(167) }, ['nickName too-long']],
    ['has a name that is text', { nickName: '\ud800' }, ['nickName no-text']],
    [
      'may have several problems',
      { userID: '', faceUrl: 'javascript:alert(1)' },
      ['userID missing', 'faceUrl no-address'],
    ],
  ])('%s', (_, given, expected) => {
    const problems = problemsOfAccount({ userID: 'bob', ...given })
    expect(problems.map(({ field, problem }) => `${field} ${problem}`)).toEqual(expected)
  })
})

it.each([
  ['', undefined],
  ['https://example.com/a.png', undefined],
  ['http://10.0.0.1:8080/a?b=c#d', undefined],
  ['HTTPS://example.com', undefined],
  ['javascript:alert(1)', 'no-address'],
  ['data:text/html,x', 'no-address'],
  ['//example.com/a.png', 'no-address'],
  ['https://', 'no-address'],
  ['https://example.com/"onerror=x', 'no-address'],
  ['https://example.com/a b', 'no-address'],
  [`https://example.com/${'x'.repeat(500)}`, 'too-long'],
] as const)('the address %j has the problem %s', (address, expected) => {
  expect(problemOfAddress(address, 500)).toBe(expected)
})

describe('a group that is entered', () => {
  it.each<[string, Parameters<typeof problemsOfGroup>[0], string[]]>([
    ['is not checked where nothing is given', {}, []],
    ['may have lines in its introduction', { groupName: 'a', introduction: 'a\nb\tc' }, []],
    ['needs a name', { groupName: ' ' }, ['groupName missing']],
    ['has a name of one line', { groupName: 'a\tb' }, ['groupName no-text']],
    ['has an ID of ASCII', { groupID: '群' }, ['groupID no-group-id']],
    ['has no tags', { notification: 'see </b>' }, ['notification markup']],
    ['has an introduction of 400 bytes', { introduction: 'x'.repeat(401) }, ['introduction too-long']],
  ])('%s', (_, given, expected) => {
    const problems = problemsOfGroup(given)
    expect(problems.map(({ field, problem }) => `${field} ${problem}`)).toEqual(expected)
  })
})
