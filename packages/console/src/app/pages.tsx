import { Center, Loader } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { lazy, Suspense, type ComponentType } from 'react'
import { useTranslation } from 'react-i18next'
import { Route, Switch } from 'wouter'

import { Empty, Page } from '../components/page.tsx'
import { Failure } from '../components/failure.tsx'
import { sessionQuery } from '../data/session.ts'
import { Shell } from './shell.tsx'

/** A page that is loaded when it is opened first. */
const page = <Name extends string>(load: () => Promise<Record<Name, ComponentType>>, name: Name) =>
  lazy(async () => ({ default: (await load())[name] }))

const SignInPage = page(async () => await import('../pages/sign-in.tsx'), 'SignInPage')
const WelcomePage = page(async () => await import('../pages/welcome.tsx'), 'WelcomePage')

/** The pages by their addresses. A further page is one line here and one in `navigation.ts`. */
const pages: readonly (readonly [path: string, Page: ComponentType])[] = [
  ['/', page(async () => await import('../pages/home.tsx'), 'HomePage')],
  ['/apps', page(async () => await import('../pages/apps.tsx'), 'AppsPage')],
  [
    '/apps/:sdkAppID/overview',
    page(async () => await import('../pages/overview/overview-page.tsx'), 'OverviewPage'),
  ],
  ['/apps/:sdkAppID/start', page(async () => await import('../pages/start.tsx'), 'StartPage')],
  ['/apps/:sdkAppID/settings', page(async () => await import('../pages/settings.tsx'), 'SettingsPage')],
  ['/apps/:sdkAppID/keys', page(async () => await import('../pages/keys.tsx'), 'KeysPage')],
  [
    '/apps/:sdkAppID/certificates',
    page(async () => await import('../pages/certificates.tsx'), 'CertificatesPage'),
  ],
  [
    '/apps/:sdkAppID/certificates/new/:vendor',
    page(async () => await import('../pages/certificate-new.tsx'), 'NewCertificatePage'),
  ],
  [
    '/apps/:sdkAppID/certificates/:certificateID',
    page(async () => await import('../pages/certificate.tsx'), 'CertificatePage'),
  ],
  ['/apps/:sdkAppID/test', page(async () => await import('../pages/push-test.tsx'), 'PushTestPage')],
  [
    '/apps/:sdkAppID/stories',
    page(async () => await import('../pages/stories/stories-page.tsx'), 'StoriesPage'),
  ],
  ['/apps/:sdkAppID/dry-run', page(async () => await import('../pages/dry-run.tsx'), 'DryRunPage')],
  [
    '/apps/:sdkAppID/accounts',
    page(async () => await import('../pages/accounts/accounts-page.tsx'), 'AccountsPage'),
  ],
  [
    '/apps/:sdkAppID/accounts/import',
    page(async () => await import('../pages/accounts/import-page.tsx'), 'ImportPage'),
  ],
  ['/apps/:sdkAppID/groups', page(async () => await import('../pages/groups/groups-page.tsx'), 'GroupsPage')],
  [
    '/apps/:sdkAppID/messages',
    page(async () => await import('../pages/messages/messages-page.tsx'), 'MessagesPage'),
  ],
  ['/stories/:msgID', page(async () => await import('../pages/story.tsx'), 'StoryPage')],
  ['/lab', page(async () => await import('../pages/lab/lab-page.tsx'), 'LabPage')],
  ['/people', page(async () => await import('../pages/people.tsx'), 'PeoplePage')],
  ['/audit', page(async () => await import('../pages/audit.tsx'), 'AuditPage')],
  ['/api-document', page(async () => await import('../pages/api-document.tsx'), 'ApiDocumentPage')],
  ['/account', page(async () => await import('../pages/account.tsx'), 'AccountPage')],
]

const Waiting = () => {
  const { t } = useTranslation()
  return (
    <Center mih={320}>
      <Loader aria-label={t('loading')} />
    </Center>
  )
}

const NotFound = () => {
  const { t } = useTranslation()
  return (
    <Page title={t('notFound.title')}>
      <Empty title={t('notFound.title')} text={t('notFound.text')} />
    </Page>
  )
}

/** The page of the address: the welcome of a link, the sign-in, or a page in the shell. */
export const Pages = () => (
  <Suspense fallback={<Waiting />}>
    <Switch>
      <Route path="/welcome">
        <WelcomePage />
      </Route>
      <Route>
        <SignedIn />
      </Route>
    </Switch>
  </Suspense>
)

const SignedIn = () => {
  const session = useQuery(sessionQuery)
  if (session.isError)
    return (
      <Center mih="100vh" p="md">
        <Failure error={session.error} onRetry={() => void session.refetch()} />
      </Center>
    )
  if (session.data === undefined) return <Waiting />
  if (session.data === null) return <SignInPage />
  return (
    <Shell>
      <Suspense fallback={<Waiting />}>
        <Switch>
          {pages.map(([path, Content]) => (
            <Route key={path} path={path}>
              <Content />
            </Route>
          ))}
          <Route>
            <NotFound />
          </Route>
        </Switch>
      </Suspense>
    </Shell>
  )
}
