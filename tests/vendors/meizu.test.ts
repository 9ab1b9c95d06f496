import { startLab } from '@carillon/lab'

import { channelContract } from './contract.ts'
import { noonMs } from './world.ts'

const packageName = 'com.example.chat'

channelContract({
  vendor: 'meizu',
  codes: { retry: 1003, config: 1006, payload: 1005, quota: 110019 },
  skip: { 'auth expiry mid-run': 'each request is signed: there are no access tokens' },
  async open() {
    const lab = await startLab({ vendors: ['meizu'], now: () => noonMs })
    const app = lab.meizu.createApp({ packageName })
    const { appID, appKey, appSecret, receiptToken } = app
    return {
      lab,
      emulator: lab.meizu,
      fields: { appID, appSecret, packageName, receiptToken, baseURL: lab.meizu.url },
      registerReceipts: (url: string) => void app.receiptURLs.add(url),
      async newPhone() {
        const phone = lab.createPhone({ maker: 'meizu' })
        phone.install({ packageName, app: { launch: () => ({}) } })
        return { phone, token: (await phone.pushServices.meizu?.register(appID, appKey)) ?? '' }
      },
      extOf(phone) {
        const push = phone.notifications[0]?.push
        return push?.vendor === 'meizu' ? String(push.parameters['ext']) : undefined
      },
    }
  },
})
