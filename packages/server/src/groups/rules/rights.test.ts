import { GroupRole, groupTypes, type GroupType } from '@carillon/protocol'
import { describe, expect, it } from 'vitest'

import { administratorMay, groupActions, mayDo, type GroupAction } from './rights.ts'

const { Member, Admin, Owner } = GroupRole

/** The roles that may do a thing, from low to high: `m`ember, `a`dministrator, `o`wner, `-` for nobody. */
const table: Record<GroupAction, Record<GroupType, string>> = {
  invite: { Work: 'mao', Public: '-', Meeting: '-', AVChatRoom: '-', Community: 'mao' },
  kick: { Work: 'o', Public: 'ao', Meeting: 'ao', AVChatRoom: '-', Community: 'ao' },
  'mute-member': { Work: '-', Public: 'ao', Meeting: 'ao', AVChatRoom: 'o', Community: 'ao' },
  'mute-all': { Work: '-', Public: 'ao', Meeting: 'ao', AVChatRoom: 'o', Community: 'ao' },
  'set-info': { Work: 'mao', Public: 'ao', Meeting: 'ao', AVChatRoom: 'o', Community: 'ao' },
  'set-add-option': { Work: '-', Public: 'ao', Meeting: 'ao', AVChatRoom: '-', Community: 'ao' },
  'set-member-info': { Work: 'o', Public: 'ao', Meeting: 'ao', AVChatRoom: 'o', Community: 'ao' },
  'set-role': { Work: '-', Public: 'o', Meeting: 'o', AVChatRoom: '-', Community: 'o' },
  'transfer-owner': { Work: 'o', Public: 'o', Meeting: 'o', AVChatRoom: '-', Community: 'o' },
  dismiss: { Work: '-', Public: 'o', Meeting: 'o', AVChatRoom: 'o', Community: 'o' },
  'handle-application': { Work: '-', Public: 'ao', Meeting: 'ao', AVChatRoom: '-', Community: 'ao' },
}

const roles = [
  ['m', Member],
  ['a', Admin],
  ['o', Owner],
] as const

describe.each(groupTypes)('in a group of the type %s', (groupType) => {
  it.each(groupActions)('%s', (action) => {
    const allowed = roles.filter(([, role]) => mayDo(action, { groupType, role })).map(([letter]) => letter)
    expect(allowed.join('') || '-').toBe(table[action][groupType])
  })
})

describe('what is done to another member', () => {
  it.each([
    ['kick', Owner, Admin, true],
    ['kick', Owner, Member, true],
    ['kick', Admin, Member, true],
    ['kick', Admin, Admin, false],
    ['kick', Admin, Owner, false],
    ['mute-member', Admin, Admin, false],
    ['mute-member', Admin, Member, true],
    ['mute-member', Owner, Admin, true],
    ['set-member-info', Admin, Admin, false],
    ['set-member-info', Owner, Admin, true],
  ] as const)('%s: %s to %s is %s', (action, role, target, expected) => {
    expect(mayDo(action, { groupType: 'Public', role, target })).toBe(expected)
  })
})

describe('what the app itself may do', () => {
  it.each([
    ['invite', 'Public', undefined, true],
    ['invite', 'AVChatRoom', undefined, false],
    ['dismiss', 'Work', undefined, true],
    ['mute-all', 'Work', undefined, false],
    ['mute-all', 'Public', undefined, true],
    ['set-role', 'AVChatRoom', undefined, false],
    ['kick', 'Public', Admin, true],
    ['kick', 'Public', Owner, false],
    ['kick', 'AVChatRoom', Member, false],
    ['mute-member', 'Community', Owner, false],
    ['set-member-info', 'Public', Owner, true],
    ['transfer-owner', 'Meeting', undefined, true],
  ] as const)('%s in %s, to %s, is %s', (action, groupType, target, expected) => {
    const given = target === undefined ? { groupType } : { groupType, target }
    expect(administratorMay(action, given)).toBe(expected)
  })
})
