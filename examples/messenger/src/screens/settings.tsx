import { useEffect } from 'react'
import { ScrollView, StyleSheet, Text, View } from 'react-native'

import { signOut } from '../chat/session'
import { askForPermission, openSystemSettings, pushState, readSettings, testPush } from '../push/push'
import type { Navigation } from '../navigation'
import { useStore } from '../store'
import { strings } from '../strings'
import { Button } from '../ui/button'
import { Note } from '../ui/note'
import { Screen } from '../ui/screen'
import { useTheme } from '../ui/theme'

export const Settings = ({ navigation }: { navigation: Navigation }) => {
  const theme = useTheme()
  const { problem, settings, report, isTesting } = useStore(pushState)
  useEffect(() => void readSettings(), [])
  return (
    <Screen title={strings.settings} onBack={navigation.back}>
      <ScrollView contentContainerStyle={styles.page}>
        <Text accessibilityRole="header" style={[styles.header, { color: theme.text }]}>
          {strings.push}
        </Text>
        <Note testID="push-state" text={problem || strings.pushReady} isGood={problem === ''} />
        <Text testID="permission" style={[styles.text, { color: theme.text }]}>
          {strings.permission}: {settings?.permission ?? '–'}
        </Text>
        <Button testID="allow" label={strings.allow} isQuiet onPress={() => void askForPermission()} />
        <Button
          testID="system-settings"
          label={strings.systemSettings}
          isQuiet
          onPress={() => void openSystemSettings()}
        />
        <Button
          testID="self-test"
          label={strings.testPush}
          isBusy={isTesting}
          onPress={() => void testPush()}
        />
        {report?.ok && <Note testID="test-result" text={strings.testPassed} isGood />}
        {report?.failed && (
          <Note
            testID="test-result"
            text={`${report.failed.hop}: ${report.failed.what}\n${strings.remedy}: ${report.failed.remedy}`}
          />
        )}
        {report?.hops.map(({ hop, ok, what }) => (
          <View key={hop} style={styles.hop}>
            <Text style={[styles.mark, { color: ok ? theme.good : theme.bad }]}>{ok ? '✓' : '✗'}</Text>
            <Text style={[styles.text, styles.what, { color: theme.dim }]}>
              <Text style={{ color: theme.text }}>{hop}</Text> {what}
            </Text>
          </View>
        ))}
        <View style={styles.gap} />
        <Button testID="sign-out" label={strings.signOut} isQuiet onPress={() => void signOut()} />
      </ScrollView>
    </Screen>
  )
}

const styles = StyleSheet.create({
  page: { padding: 20, gap: 14 },
  header: { fontSize: 18, fontWeight: '600' },
  gap: { height: 24 },
  text: { fontSize: 16, lineHeight: 22 },
  hop: { flexDirection: 'row', gap: 10 },
  mark: { fontSize: 16, lineHeight: 22, fontWeight: '700' },
  what: { flex: 1 },
})
