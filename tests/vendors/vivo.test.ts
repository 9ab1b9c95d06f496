import { startLab } from '@carillon/lab'

import { channelContract, contractNowMs } from './contract.ts'

const packageName = 'com.example.chat'

channelContract({
  vendor: 'vivo',
  codes: { retry: 10040, config: 10045, payload: 10103, quota: 10073 },
  skip: {
    'batch with partial failure':
      'the list form takes two calls, a daily share of saved messages, and gives no receipts',
  },
  async open() {
    const lab = await startLab({ vendors: ['vivo'], now: () => contractNowMs })
    const app = lab.vivo.createApp({ packageName })
    const { appID, appKey, appSecret } = app
    return {
      lab,
      emulator: lab.vivo,
      fields: { appID, appKey, appSecret, baseURL: lab.vivo.url },
      expireAuth: () => lab.vivo.expireAuthTokens(),
      async newPhone() {
        const phone = lab.createPhone({ maker: 'vivo' })
        phone.install({
          packageName,
          app: { launch: () => ({}) },
          vivo: { appID: String(appID), appKey },
        })
        return { phone, token: (await phone.pushServices.vivo?.turnOnPush()) ?? '' }
      },
      extOf(phone) {
        const push = phone.notifications[0]?.push
        return push?.vendor === 'vivo' ? push.params['ext'] : undefined
      },
    }
  },
})
