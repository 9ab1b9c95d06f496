import type { DeviceStory, VendorId } from '@carillon/protocol'
import { waitUntil, type Testkit, type TestPhone, type TestUser } from '@carillon/testkit'

/** A phone of a new user's who has logged in on it, its app killed. */
export const sleepingPhone = async (
  kit: Testkit,
  vendor: VendorId,
  userID: string,
): Promise<{ user: TestUser; phone: TestPhone }> => {
  const user = await kit.createUser(userID)
  const phone = await kit.createPhone({ vendor, user })
  await phone.kill()
  return { user, phone }
}

/** The first device of a message's story, once it is in this state. */
export const deviceWith = async (
  kit: Testkit,
  msgID: string,
  state: DeviceStory['state'],
): Promise<DeviceStory> =>
  await waitUntil(`${msgID} to be ${state}`, async () => {
    const [device] = (await kit.story(msgID)).devices
    return device?.state === state ? device : undefined
  })
