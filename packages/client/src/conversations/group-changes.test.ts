import { describe, expect, it } from 'vitest'

import { groupChangesOf } from './group-changes.ts'

const none = { renamed: undefined, created: [], deleted: [], added: new Map(), removed: new Map() }
const of = (conversationID: string, before: string[], after: string[]) => ({ conversationID, before, after })

describe('groupChangesOf', () => {
  it.each([
    ['nothing', ['a'], { names: ['a'] }, [of('x', ['a'], ['a'])], none],
    [
      'a new group with what is in it',
      [],
      { names: ['a'] },
      [of('x', [], ['a'])],
      { ...none, created: ['a'] },
    ],
    ['a group that is gone', ['a'], { names: [] }, [of('x', ['a'], [])], { ...none, deleted: ['a'] }],
    [
      'conversations that come and go',
      ['a', 'b'],
      { names: ['a', 'b'] },
      [of('x', ['a'], ['b']), of('y', [], ['b'])],
      { ...none, added: new Map([['b', ['x', 'y']]]), removed: new Map([['a', ['x']]]) },
    ],
    [
      'another name',
      ['a'],
      { names: ['b'], renamed: { from: 'a', to: 'b' } },
      [of('x', ['a'], ['b'])],
      { ...none, renamed: { from: 'a', to: 'b' } },
    ],
    // After a pause only the end is known.
    ['another name, long ago', ['a'], { names: ['b'] }, [], { ...none, created: ['b'], deleted: ['a'] }],
  ])('%s', (_name, before, state, memberships, expected) => {
    expect(groupChangesOf(before, state, memberships)).toEqual(expected)
  })
})
