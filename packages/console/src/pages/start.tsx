import { Anchor, Button, List, Stack, Text, TextInput, Title } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'

import { useAppID } from '../app/current-app.ts'
import { Snippet } from '../components/copyable.tsx'
import { Failure } from '../components/failure.tsx'
import { Page } from '../components/page.tsx'
import { useProblems } from '../components/problems.ts'
import { saveFile } from '../components/save-file.ts'
import { vendorNames } from '../components/vendor.ts'
import { makePushFile, makeUserSig } from '../data/apps.ts'
import { certificatesQuery, vendorsQuery } from '../data/certificates.ts'
import { useMay } from '../data/session.ts'

/** From an app with nothing to a ringing phone: what to install, to download and to write. */
export const StartPage = () => {
  const { t } = useTranslation()
  const sdkAppID = useAppID()
  const server = location.origin.replace(/^http/, 'ws')
  return (
    <Page title={t('places.start')} lead={t('start.lead')}>
      <Stack gap="xl">
        <Step title={t('start.install')}>
          <Snippet
            code="npm install @carillon/client @carillon/react-native-push"
            what={t('start.command')}
          />
        </Step>
        <Step title={t('start.certificates')}>
          <Text>{t('start.certificatesText')}</Text>
          <Anchor component={Link} href={`/apps/${sdkAppID}/certificates`}>
            {t('places.certificates')}
          </Anchor>
        </Step>
        <Step title={t('start.file')}>
          <PushFile sdkAppID={sdkAppID} />
          <Snippet code="npx carillon-push setup" what={t('start.command')} />
        </Step>
        <Step title={t('start.code')}>
          <Text>{t('start.codeText')}</Text>
          <Snippet code={snippet(server, sdkAppID)} what={t('start.code')} />
        </Step>
        <Step title={t('start.signature')}>
          <UserSig sdkAppID={sdkAppID} />
        </Step>
        <Step title={t('start.ring')}>
          <Text>{t('start.ringText')}</Text>
          <Anchor component={Link} href={`/apps/${sdkAppID}/test`}>
            {t('places.test')}
          </Anchor>
        </Step>
      </Stack>
    </Page>
  )
}

const Step = ({ title, children }: { title: string; children: React.ReactNode }) => (
  <section>
    <Title order={2} size="h4" mb="xs">
      {title}
    </Title>
    <Stack gap="sm" maw={760}>
      {children}
    </Stack>
  </section>
)

const snippet = (
  server: string,
  sdkAppID: number,
): string => `import AsyncStorage from '@react-native-async-storage/async-storage'
import { LogLevelEnum, TencentImSDKPlugin } from '@carillon/client'
import { TimPushPlugin } from '@carillon/react-native-push'
import { Platform } from 'react-native'

TencentImSDKPlugin.configure({
  server: '${server}',
  platform: Platform.OS,
  storage: AsyncStorage,
})

const tim = TencentImSDKPlugin.v2TIMManager
await tim.initSDK(${sdkAppID}, LogLevelEnum.V2TIM_LOG_INFO)
await tim.login(userID, userSig) // step 5
await new TimPushPlugin().init() // after each login`

const PushFile = ({ sdkAppID }: { sdkAppID: number }) => {
  const { t } = useTranslation()
  const certificates = useQuery(certificatesQuery(sdkAppID))
  const vendors = useQuery(vendorsQuery)
  const [values, setValues] = useState<Record<string, Record<string, string>>>({})
  const making = useMutation({
    mutationFn: async () => await makePushFile(sdkAppID, values),
    onSuccess: (file) => saveFile('carillon-push.json', `${JSON.stringify(file, null, 2)}\n`),
  })
  const used = new Set((certificates.data ?? []).map(({ vendor }) => vendor))
  const wanted = (vendors.data ?? []).filter(
    ({ vendor, appValues }) => used.has(vendor) && appValues.length > 0,
  )
  const problems = useProblems(
    making.error,
    wanted.flatMap(({ vendor, appValues }) => appValues.map((name) => `${vendor}.${name}`)),
  )
  return (
    <>
      <Text>{t('start.fileText')}</Text>
      {wanted.map(({ vendor, appValues }) =>
        appValues.map((name) => (
          <TextInput
            key={`${vendor}.${name}`}
            label={`${vendorNames[vendor]}: ${name}`}
            description={t('start.appValue')}
            maxLength={1024}
            value={values[vendor]?.[name] ?? ''}
            onChange={({ currentTarget: { value } }) =>
              setValues((before) => ({ ...before, [vendor]: { ...before[vendor], [name]: value } }))
            }
            error={problems.of(`${vendor}.${name}`)}
          />
        )),
      )}
      {problems.rest != null && <Failure error={problems.rest} />}
      <Button w="fit-content" onClick={() => making.mutate()} loading={making.isPending}>
        {t('start.download')}
      </Button>
    </>
  )
}

const UserSig = ({ sdkAppID }: { sdkAppID: number }) => {
  const { t } = useTranslation()
  const may = useMay('operator')
  const [userID, setUserID] = useState('')
  const making = useMutation({ mutationFn: async () => await makeUserSig(sdkAppID, userID) })
  const problems = useProblems(making.error, ['userID'])
  return (
    <>
      <List size="sm">
        <List.Item>{t('start.signatureText')}</List.Item>
        <List.Item>{t('start.signatureDay')}</List.Item>
      </List>
      {may && (
        <form
          onSubmit={(event) => {
            event.preventDefault()
            making.mutate()
          }}
        >
          <Stack gap="sm" align="flex-start">
            <TextInput
              label="userID"
              required
              maxLength={32}
              value={userID}
              onChange={(event) => setUserID(event.currentTarget.value)}
              error={problems.of('userID')}
            />
            <Button type="submit" variant="default" loading={making.isPending}>
              {t('start.makeSignature')}
            </Button>
          </Stack>
        </form>
      )}
      {problems.rest != null && <Failure error={problems.rest} />}
      {making.data && <Snippet code={making.data.userSig} what="UserSig" />}
    </>
  )
}
