import {
  AppShell,
  Burger,
  Button,
  Divider,
  Group,
  Menu,
  NativeSelect,
  NavLink,
  ScrollArea,
  Text,
  useComputedColorScheme,
  useMantineColorScheme,
  ActionIcon,
} from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Link, useLocation } from 'wouter'

import { Icon } from '../components/icon.tsx'
import { appsQuery } from '../data/apps.ts'
import { sessionQuery, signOut, useMay } from '../data/session.ts'
import { LanguageSelect } from './language-select.tsx'
import { useCurrentApp } from './current-app.ts'
import { appPlaces, places, type Place } from './navigation.ts'

/** The frame around every page: menu, app, language, colours, who is signed in. */
export const Shell = ({ children }: { children: ReactNode }) => {
  const { t } = useTranslation()
  const [isOpen, { toggle, close }] = useDisclosure(false)
  return (
    <AppShell
      header={{ height: 56 }}
      navbar={{ width: 240, breakpoint: 'sm', collapsed: { mobile: !isOpen } }}
      padding={{ base: 'sm', sm: 'md' }}
    >
      <a href="#content" className="skip-link">
        {t('shell.skip')}
      </a>
      <AppShell.Header>
        <Group h="100%" px="sm" gap="xs" wrap="nowrap" justify="space-between">
          <Group gap="xs" wrap="nowrap">
            <Burger opened={isOpen} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t('shell.menu')} />
            <img src="/console/icon.svg" width={28} height={28} alt="" />
            <Text fw={700} size="lg" visibleFrom="xs">
              Carillon
            </Text>
          </Group>
          <Group gap="xs" wrap="nowrap">
            <LanguageSelect />
            <ColorSwitch />
            <PersonMenu />
          </Group>
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs" aria-label={t('shell.navigation')}>
        <Navigation onNavigate={close} />
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1}>
        {children}
      </AppShell.Main>
    </AppShell>
  )
}

const Navigation = ({ onNavigate }: { onNavigate: () => void }) => {
  const { t } = useTranslation()
  const [path, navigate] = useLocation()
  const { data: apps = [] } = useQuery(appsQuery)
  const current = useCurrentApp()
  const change = (sdkAppID: string): void => {
    const inside = /^\/apps\/\d+\/([\w-]+)/.exec(path)?.[1] ?? 'overview'
    navigate(`/apps/${sdkAppID}/${inside}`)
    onNavigate()
  }
  return (
    <ScrollArea type="auto">
      {current !== undefined && (
        <>
          <NativeSelect
            label={t('shell.app')}
            description={`SDKAppID ${current}`}
            inputWrapperOrder={['label', 'input', 'description']}
            size="sm"
            mb="xs"
            value={String(current)}
            onChange={(event) => change(event.currentTarget.value)}
            data={apps.map((app) => ({
              value: String(app.sdkAppID),
              // Apps may have the same name.
              label: apps.some((other) => other !== app && other.name === app.name)
                ? `${app.name} (${app.sdkAppID})`
                : app.name,
            }))}
          />
          {appPlaces.map((place) => (
            <PlaceLink
              key={place.key}
              place={{ ...place, path: `/apps/${current}${place.path}` }}
              current={path}
              onNavigate={onNavigate}
            />
          ))}
          <Divider my="xs" />
        </>
      )}
      {places.map((place) => (
        <PlaceLink key={place.key} place={place} current={path} onNavigate={onNavigate} />
      ))}
    </ScrollArea>
  )
}

const PlaceLink = ({
  place,
  current,
  onNavigate,
}: {
  place: Place
  current: string
  onNavigate: () => void
}) => {
  const { t } = useTranslation()
  const may = useMay(place.role ?? 'support')
  const { data: session } = useQuery(sessionQuery)
  if (!may || (place.isOfLab && session?.hasLab !== true)) return null
  // Below the list of apps are the apps, whose places are their own.
  const isHere = current === place.path || (place.path !== '/apps' && current.startsWith(`${place.path}/`))
  return (
    <NavLink
      component={Link}
      href={place.path}
      label={t(`places.${place.key}`)}
      leftSection={<Icon name={place.icon} />}
      active={isHere}
      aria-current={isHere ? 'page' : undefined}
      onClick={onNavigate}
      variant="filled"
      style={{ borderRadius: 'var(--mantine-radius-default)' }}
    />
  )
}

const ColorSwitch = () => {
  const { t } = useTranslation()
  const { setColorScheme } = useMantineColorScheme()
  const scheme = useComputedColorScheme('light')
  const other = scheme === 'dark' ? 'light' : 'dark'
  return (
    <ActionIcon
      variant="default"
      size="lg"
      onClick={() => setColorScheme(other)}
      aria-label={t(`shell.${other}`)}
      title={t(`shell.${other}`)}
    >
      <Icon name={other} />
    </ActionIcon>
  )
}

const PersonMenu = () => {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { data: session } = useQuery(sessionQuery)
  const leave = async (): Promise<void> => {
    await signOut().catch(() => undefined)
    client.setQueryData(sessionQuery.queryKey, null)
    // Nothing of it is left for whoever signs in next.
    client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] })
  }
  return (
    <Menu position="bottom-end" withinPortal>
      <Menu.Target>
        <Button
          variant="default"
          px="xs"
          leftSection={<Icon name="person" />}
          aria-label={`${t('shell.person')}: ${session?.name ?? ''}`}
        >
          <Text span truncate maw={120} size="sm">
            {session?.name}
          </Text>
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{session && t(`roles.${session.role}`)}</Menu.Label>
        <Menu.Item component={Link} href="/account">
          {t('places.account')}
        </Menu.Item>
        <Menu.Item onClick={() => void leave()}>{t('shell.signOut')}</Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
