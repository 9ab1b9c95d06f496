import { startLab, type Phone } from '@carillon/lab'

import { channelContract } from './contract.ts'
import { noonMs } from './world.ts'

const packageName = 'com.example.chat'

channelContract({
  vendor: 'xiaomi',
  codes: { retry: 10002, config: 22006, payload: 10017, quota: 200001 },
  skip: {
    'auth expiry mid-run': 'Mi Push has no access tokens: requests carry the secret itself',
  },
  async open() {
    const lab = await startLab({ vendors: ['xiaomi'], now: () => noonMs })
    const app = lab.xiaomi.createApp({ packageName })
    const channelID = app.addChannel({ messageClass: 'private' })
    return {
      lab,
      emulator: lab.xiaomi,
      fields: { packageName, appSecret: app.appSecret, channelID, baseURL: lab.xiaomi.url },
      async newPhone() {
        const phone = lab.createPhone({ maker: 'xiaomi' })
        phone.install({ packageName, app: { launch: () => ({}) } })
        return { phone, token: (await phone.pushServices.xiaomi?.register(app.appID, app.appKey)) ?? '' }
      },
      extOf(phone: Phone) {
        const push = phone.notifications[0]?.push
        return push?.vendor === 'xiaomi' ? push.extra['ext'] : undefined
      },
    }
  },
})
