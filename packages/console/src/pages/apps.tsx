import { Anchor, Badge, Button, Card, Group, SimpleGrid, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import { Link } from 'wouter'

import { Icon } from '../components/icon.tsx'
import { Empty, Loaded, Page } from '../components/page.tsx'
import { appsQuery } from '../data/apps.ts'
import { useMay } from '../data/session.ts'
import { CreateApp } from './create-app.tsx'

/** The apps, and the first steps for one who has none. */
export const AppsPage = () => {
  const { t } = useTranslation()
  const apps = useQuery(appsQuery)
  const mayCreate = useMay('operator')
  const [isOpen, { open, close }] = useDisclosure(false)
  const create = mayCreate && (
    <Button leftSection={<Icon name="add" />} onClick={open}>
      {t('apps.create')}
    </Button>
  )
  return (
    <Page title={t('places.apps')} lead={t('apps.lead')} actions={create}>
      <Loaded query={apps}>
        {(list) =>
          list.length === 0 ? (
            <Empty
              title={t('apps.none')}
              text={t(mayCreate ? 'apps.noneText' : 'apps.noneSupport')}
              action={create}
            />
          ) : (
            <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
              {list.map((app) => (
                <Card key={app.sdkAppID} withBorder>
                  <Group justify="space-between" wrap="nowrap" mb="sm">
                    <Title order={2} size="h4" className="wrap-anywhere">
                      {app.name}
                    </Title>
                    <Badge variant="default">{app.sdkAppID}</Badge>
                  </Group>
                  <Group gap="md">
                    {(['overview', 'start', 'certificates', 'test', 'stories'] as const).map((place) => (
                      <Anchor key={place} component={Link} href={`/apps/${app.sdkAppID}/${place}`} size="sm">
                        {t(`places.${place}`)}
                      </Anchor>
                    ))}
                  </Group>
                </Card>
              ))}
            </SimpleGrid>
          )
        }
      </Loaded>
      <Text c="dimmed" size="sm" mt="xl">
        {t('apps.hint')}
      </Text>
      <CreateApp isOpen={isOpen} onClose={close} />
    </Page>
  )
}
