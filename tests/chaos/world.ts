import type { ReceiveOption } from '@carillon/protocol'
import { openStore, type Store } from '@carillon/server'
import type { DesktopClient, Testkit, TestUser } from '@carillon/testkit'

import type { Chance } from './chance.ts'
import { Handset, type LoginCheck } from './handset.ts'

/** Somebody who is written to. */
export interface Recipient {
  readonly userID: string
  /** The phone they use, perhaps with others. */
  readonly handset: Handset
  /** What of one-to-one messages and of the group's they have chosen to hear. */
  readonly c2cOption: ReceiveOption
  readonly groupOption: ReceiveOption
  /** They sit at a computer as well. */
  readonly computer?: DesktopClient
}

/** All who take part in one seed's chaos. */
export interface World {
  readonly sender: DesktopClient
  /** The sender's group of them all. */
  readonly groupID: string
  readonly recipients: ReadonlyMap<string, Recipient>
  readonly handsets: readonly Handset[]
}

/** How many phones are shared by two users, and how many users sit at a computer too. */
const sharedPhones = 3
const computers = 4

/** The database beside the server, as the commands open it. */
export const openDatabase = async ({ config }: Testkit): Promise<Store> =>
  await openStore(
    config.databaseURL === undefined ? { dataFolder: config.dataFolder } : { url: config.databaseURL },
    { purpose: 'command', connections: 1 },
  )

/** A sender; a phone of every vendor with its users, who hear what they have chosen to; a group of them all. */
export const createWorld = async (
  kit: Testkit,
  stack: AsyncDisposableStack,
  seed: number,
  chance: Chance,
): Promise<World> => {
  const sender = stack.use(await kit.logIn(await kit.createUser(`s${seed}-ann`, 'Ann')))
  const isLoggedIn = loginCheck(kit)
  const vendors = shuffled(kit.vendors, chance)
  const handsets: Handset[] = []
  for (const [place, vendor] of vendors.entries()) {
    const owner = await kit.createUser(`s${seed}-${vendor}`)
    const users = place < sharedPhones ? [owner, await kit.createUser(`s${seed}-${vendor}-guest`)] : [owner]
    const beganMs = Date.now()
    const phone = stack.use(await kit.createPhone({ vendor, user: owner, name: `s${seed} ${vendor} phone` }))
    handsets.push(new Handset(phone, users, isLoggedIn, beganMs))
  }
  const groupID = await createGroup(
    sender,
    handsets.flatMap(({ users }) => users),
  )
  const recipients = new Map<string, Recipient>()
  for (const [place, handset] of shuffled(handsets, chance).entries()) {
    const [owner, ...guests] = handset.users
    if (owner === undefined) throw new Error(`nobody owns ${handset.phone.name}`)
    // One hears nothing of the sender's, one is not rung for it; about half hear all of the group.
    const c2cOption = place === 0 ? 1 : place === 1 ? 2 : 0
    const groupOption = chance.pick([0, 0, 0, 0, 1, 2, 3, 4] as const)
    await choose(handset, { senderID: sender.userID, groupID, c2cOption, groupOption })
    const computer = place % 2 === 0 && place < 2 * computers ? stack.use(await kit.logIn(owner)) : undefined
    const { userID } = owner
    recipients.set(userID, { userID, handset, c2cOption, groupOption, ...(computer && { computer }) })
    for (const guest of guests)
      recipients.set(guest.userID, { userID: guest.userID, handset, c2cOption: 0, groupOption: 0 })
  }
  return { sender, groupID, recipients, handsets }
}

const shuffled = <T>(list: readonly T[], chance: Chance): T[] =>
  list
    .map((item) => ({ item, place: chance.next() }))
    .toSorted((one, other) => one.place - other.place)
    .map(({ item }) => item)

const createGroup = async ({ sdk }: DesktopClient, members: readonly TestUser[]): Promise<string> => {
  const group = await sdk.v2TIMManager.getGroupManager().createGroup({
    groupType: 'Work',
    groupName: 'Chaos',
    memberList: members.map(({ userID }) => ({ userID, role: 200 })),
  })
  if (group.code !== 0 || !group.data) throw new Error(`createGroup answered ${group.code}: ${group.desc}`)
  return group.data
}

const choose = async (
  { phone }: Handset,
  given: { senderID: string; groupID: string; c2cOption: ReceiveOption; groupOption: ReceiveOption },
): Promise<void> => {
  const manager = phone.app.running.sdk.v2TIMManager.getMessageManager()
  const answers = [
    await manager.setC2CReceiveMessageOpt([given.senderID], given.c2cOption),
    await manager.setGroupReceiveMessageOpt(given.groupID, given.groupOption),
  ]
  for (const { code, desc } of answers)
    if (code !== 0) throw new Error(`a receive option was answered ${code}: ${desc}`)
}

const loginCheck =
  (kit: Testkit): LoginCheck =>
  async (userID, deviceName) => {
    const text = `select login_state as state from devices where user_id = $1 and device_name = $2`
    try {
      await using store = await openDatabase(kit)
      const rows = await store.query<{ state: string }>({ name: 'chaos.login', text }, [userID, deviceName])
      return rows.some(({ state }) => state === 'logged-in')
    } catch {
      // The database is starting again.
      return undefined
    }
  }
