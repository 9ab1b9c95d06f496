import { startLab } from '@carillon/lab'

const lab = await startLab({ vendors: ['fcm'], requestLogSize: 0 })
lab.fcm.settings.quotasEnforced = false
lab.fcm.settings.malformedSchemeTaken = false
const project = lab.fcm.createProject()
const account = await project.createServiceAccount()
const device = {
  deviceID: 'bench',
  online: true,
  notificationsAllowed: true,
  receive: () => 'delivered' as const,
}
const token = lab.fcm.register(device, { senderID: project.senderID, packageName: 'com.example.chat' })

process.on('disconnect', () => void lab.close())
process.send?.({
  ca: lab.ca,
  url: lab.fcm.sendURL(project.projectID),
  accessToken: account.createAccessToken(),
  token,
})
