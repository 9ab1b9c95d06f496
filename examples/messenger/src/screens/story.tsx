import { reasons, type UserDeviceStory, type UserPushStory, type VendorId } from '@carillon/protocol'
import { useCallback, useEffect, useState } from 'react'
import { ScrollView, StyleSheet, Text, View } from 'react-native'

import type { Navigation } from '../navigation'
import { readStory } from '../push/story'
import { strings } from '../strings'
import { Button } from '../ui/button'
import { Note } from '../ui/note'
import { Screen } from '../ui/screen'
import { useTheme } from '../ui/theme'

/** What became of the push of an own message: each decision and each hop, on each device. */
export const Story = ({ msgID, navigation }: { msgID: string; navigation: Navigation }) => {
  const theme = useTheme()
  const [story, setStory] = useState<UserPushStory>()
  const [problem, setProblem] = useState('')
  const read = useCallback(async () => {
    const answer = await readStory(msgID)
    setProblem('problem' in answer ? answer.problem : '')
    if ('story' in answer) setStory(answer.story)
  }, [msgID])
  useEffect(() => void read(), [read])
  return (
    <Screen title={strings.story} onBack={navigation.back}>
      <ScrollView contentContainerStyle={styles.page}>
        <Text style={[styles.text, { color: theme.dim }]}>{strings.storyOf}</Text>
        <Note testID="story-problem" text={problem} />
        {story?.devices.length === 0 && (
          <Text style={[styles.text, { color: theme.text }]}>{strings.noDevices}</Text>
        )}
        {story?.devices.map((device, index) => (
          <Device key={index} device={device} sentAtMs={story.sentAtMs} />
        ))}
        <Button testID="refresh" label={strings.refresh} isQuiet onPress={() => void read()} />
      </ScrollView>
    </Screen>
  )
}

const vendorNames = {
  apns: 'iPhone (APNs)',
  fcm: 'Android (FCM)',
  huawei: 'Huawei',
  honor: 'Honor',
  xiaomi: 'Xiaomi',
  oppo: 'OPPO',
  vivo: 'vivo',
  meizu: 'Meizu',
} as const satisfies Record<VendorId, string>

/** States in which nobody was reached. */
const bad: readonly UserDeviceStory['state'][] = ['refused', 'suppressed', 'expired', 'dropped']

const Device = ({ device, sentAtMs }: { device: UserDeviceStory; sentAtMs: number }) => {
  const theme = useTheme()
  const { vendor, platform, deviceName, state, entries } = device
  return (
    <View testID="story-device" style={[styles.device, { backgroundColor: theme.card }]}>
      <View style={styles.head}>
        <Text style={[styles.name, { color: theme.text }]}>
          {deviceName ?? (vendor === undefined ? (platform ?? '–') : vendorNames[vendor])}
        </Text>
        <Text
          testID="story-state"
          style={[styles.state, { color: bad.includes(state) ? theme.bad : theme.good }]}
        >
          {state}
        </Text>
      </View>
      {entries.map(({ atMs, stage, reason }, index) => (
        <View key={index} style={styles.entry}>
          <Text style={[styles.after, { color: theme.dim }]}>
            +{(Math.max(0, atMs - sentAtMs) / 1000).toFixed(2)} s
          </Text>
          <Text style={[styles.text, styles.what, { color: theme.text }]}>
            {reasons[reason].meaning} <Text style={{ color: theme.dim }}>{stage}</Text>
          </Text>
        </View>
      ))}
    </View>
  )
}

const styles = StyleSheet.create({
  page: { padding: 20, gap: 14 },
  device: { borderRadius: 14, padding: 14, gap: 10 },
  head: { flexDirection: 'row', justifyContent: 'space-between' },
  name: { fontSize: 17, fontWeight: '600' },
  state: { fontSize: 15, fontWeight: '600' },
  entry: { flexDirection: 'row', gap: 10 },
  after: { width: 64, lineHeight: 21, fontVariant: ['tabular-nums'] },
  text: { fontSize: 15, lineHeight: 21 },
  what: { flex: 1 },
})
