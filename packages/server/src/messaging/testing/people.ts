import type { UserKey } from '../../presence/types.ts'
import type { Database } from '../../store/db.ts'
import { addUsers, createChat, type Chat } from './chat.ts'

/** Three users with a group of theirs, which ann owns, and a node of their own. */
export interface TestPeople {
  chat: Chat
  ann: string
  bob: string
  cid: string
  group: string
}

let rounds = 0

/** Makes users for one test, so that tests of one database do not see each other's conversations. */
export const createPeople = async (database: Database): Promise<TestPeople> => {
  rounds += 1
  const [ann, bob, cid, group] = [`ann${rounds}`, `bob${rounds}`, `cid${rounds}`, `group${rounds}`]
  await addUsers(database, ann, bob, cid)
  const chat = createChat(database)
  await chat.groups.make(group, [ann, bob, cid])
  return { chat, ann, bob, cid, group }
}

/** A user of app 1. */
export const user = (userID: string): UserKey => ({ sdkAppID: 1, userID })
